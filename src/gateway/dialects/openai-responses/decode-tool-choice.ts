import type { ToolChoice } from '../conversation.ts';
import { fieldsOf, listOf, textOf } from '../json-value.ts';
import type { Leftovers, Members } from './leftovers.ts';

/** `tool_choice`: a word, one tool, or a list of allowed ones. Choices of hosted tools are kept as they came. */
export function decodeToolChoice(body: Members, left: Leftovers): ToolChoice | undefined {
  const value = body.look('tool_choice');
  if (value === undefined || value === null) return undefined;
  body.take('tool_choice');
  if (value === 'auto' || value === 'none' || value === 'required') return { kind: value };
  const choice = choiceOf(value);
  if (choice.kind !== 'native') left.set('', 'tool_choice', value);
  return choice;
}

function choiceOf(value: unknown): ToolChoice {
  const fields = fieldsOf(value);
  const native: ToolChoice = { kind: 'native', dialect: 'openai-responses', value };
  if (fields === undefined) return native;
  if (fields.type === 'allowed_tools') {
    const names = listOf(fields.tools).map((tool) => ownName(tool));
    if (names.length === 0 || names.includes(undefined)) return native;
    return {
      kind: 'some',
      names: names.filter((name) => name !== undefined),
      required: fields.mode === 'required',
    };
  }
  const name = ownName(value);
  if (name === undefined) return native;
  const namespace = textOf(fields.namespace);
  return { kind: 'tool', name, ...(namespace !== undefined && { namespace }) };
}

/** Name of a tool of the client. */
function ownName(value: unknown): string | undefined {
  const fields = fieldsOf(value);
  return fields?.type === 'function' || fields?.type === 'custom' ? textOf(fields.name) : undefined;
}
