import { type Fields, fieldsOf, listOf, textOf } from './json-value.ts';
import { mark } from './wire.ts';

/** Members of a chat delta that are an answer's content when they hold something. */
const contentKeys = [
  'content',
  'reasoning_content', // DeepSeek, xAI, Z.ai, llama.cpp
  'reasoning', // Groq, OpenRouter, Ollama, Cerebras
  'reasoning_text', // GitHub Copilot
  'reasoning_details',
  'thinking_blocks',
  'refusal',
  'function_call',
  'audio',
  'images',
  'annotations',
  'executed_tools', // Groq's hosted tools
] as const;

/** Marks of a chunk of chat or completions that has been parsed: for all that the probes do not settle. */
export function marksOfChunk(chunk: Fields): number {
  const choices = listOf(chunk.choices);
  let bits = isError(chunk) ? mark.failure : 0;
  let hasFigures = isFigures(chunk.usage) || isFigures(fieldsOf(chunk.x_groq)?.usage);
  for (const each of choices) {
    const choice = fieldsOf(each) ?? {};
    bits |= marksOfChoice(choice);
    // Moonshot puts the figures into the choice.
    hasFigures ||= isFigures(choice.usage);
  }
  if (!hasFigures) return bits;
  bits |= mark.usage;
  return choices.length === 0 && (bits & mark.failure) === 0 ? bits | mark.usageOnly : bits;
}

function marksOfChoice(choice: Fields): number {
  const reason = choice.finish_reason;
  let bits = 0;
  // Several servers send "" with every delta; null stands for "not yet".
  if (typeof reason === 'number' || textOf(reason) !== undefined) bits |= mark.finish;
  if (reason === 'error' || isErrorValue(choice.error)) bits |= mark.failure;
  if (textOf(choice.text) !== undefined) return bits | mark.output;
  const delta = fieldsOf(choice.delta) ?? fieldsOf(choice.message) ?? {};
  const hasContent =
    listOf(delta.tool_calls).length > 0 || contentKeys.some((key) => isFilled(delta[key], 0));
  return hasContent ? bits | mark.output : bits;
}

/** An error beside or instead of choices: OpenRouter puts it into a normal chunk, Mistral's is flat, xAI's a string. */
export function isError(data: Fields): boolean {
  return isErrorValue(data.error) || data.object === 'error';
}

function isErrorValue(value: unknown): boolean {
  return fieldsOf(value) !== undefined || textOf(value) !== undefined;
}

function isFigures(value: unknown): boolean {
  return fieldsOf(value) !== undefined;
}

/** Content lies this deep at most; what is deeper is something. */
const deepest = 6;

/** Whether a member holds anything: text, or parts of which one does. */
function isFilled(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return value !== '';
  if (depth > deepest) return true;
  if (Array.isArray(value)) return value.some((part) => isFilled(part, depth + 1));
  const fields = fieldsOf(value);
  if (fields === undefined) return false;
  for (const name in fields) {
    // Parts are told by type and place; only what is beside these is content.
    if (name !== 'type' && name !== 'index' && name !== 'format' && isFilled(fields[name], depth + 1))
      return true;
  }
  return false;
}
