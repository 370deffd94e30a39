import type { Conversation, OutputWish } from '../conversation.ts';
import type { Fields } from '../json-value.ts';
import { cleanOutput } from './clean-schema.ts';
import { writeThinking } from './thinking.ts';
import { isGemini3, loseSetting, type Writing } from './writing.ts';

/** "The set of character sequences (up to 5) that will stop output generation." */
const mostStops = 5;

/** `generationConfig`; undefined when it says nothing. */
export function writeGenerationConfig(conversation: Conversation, writing: Writing): Fields | undefined {
  const { sampling, output, reasoning } = conversation;
  const thinking = writeThinking(reasoning, writing);
  const config = {
    ...(sampling.temperature !== undefined && { temperature: sampling.temperature }),
    ...(sampling.topP !== undefined && { topP: sampling.topP }),
    ...(sampling.topK !== undefined && { topK: sampling.topK }),
    ...(sampling.seed !== undefined && { seed: sampling.seed }),
    ...(sampling.presencePenalty !== undefined && { presencePenalty: sampling.presencePenalty }),
    ...(sampling.frequencyPenalty !== undefined && { frequencyPenalty: sampling.frequencyPenalty }),
    ...writeCounts(conversation, writing),
    ...writeLimit(conversation, writing),
    ...writeStops(conversation, writing),
    ...(tellsFormat(conversation, writing) ? {} : writeFormat(output, writing)),
    ...writeModalities(output, writing),
    ...(thinking !== undefined && { thinkingConfig: thinking }),
  };
  if (output.verbosity !== undefined) loseSetting(writing, 'field', 'verbosity', 'verbosity');
  if (reasoning.summary === 'concise' || reasoning.summary === 'detailed')
    loseSetting(writing, 'value', 'show', `summary ${reasoning.summary}`);
  return Object.keys(config).length === 0 ? undefined : config;
}

/** Further answers and probabilities have no way back to a client of another dialect. */
function writeCounts({ sampling }: Conversation, writing: Writing): Fields {
  const { count, logprobs, topLogprobs } = sampling;
  if (writing.isOwn)
    return {
      ...(count !== undefined && { candidateCount: count }),
      ...(logprobs !== undefined && { responseLogprobs: logprobs }),
      ...(topLogprobs !== undefined && { logprobs: topLogprobs }),
    };
  if (count !== undefined && count > 1) loseSetting(writing, 'count', 'count', `${count} answers`);
  if (logprobs === true) loseSetting(writing, 'logprobs', 'logprobs', 'token probabilities');
  if ((topLogprobs ?? 0) > 0) loseSetting(writing, 'logprobs', 'topLogprobs', 'token probabilities');
  return {};
}

function writeLimit({ maxTokens }: Conversation, writing: Writing): Fields {
  if (maxTokens === undefined) return {};
  const { outputLimit } = writing.target;
  if (outputLimit === undefined || maxTokens <= outputLimit) return { maxOutputTokens: maxTokens };
  loseSetting(writing, 'value', 'maxTokens', `at most ${outputLimit} tokens instead of ${maxTokens}`);
  return { maxOutputTokens: outputLimit };
}

function writeStops({ stop }: Conversation, writing: Writing): Fields {
  if (stop.length === 0) return {};
  if (stop.length <= mostStops || writing.isOwn) return { stopSequences: stop };
  loseSetting(writing, 'value', 'stop', `${mostStops} of ${stop.length} stop sequences`);
  return { stopSequences: stop.slice(0, mostStops) };
}

/**
 * Models before Gemini 3 refuse the whole request when functions meet JSON ("Function calling with a response mime type:
 * 'application/json' is unsupported"): they are told the form in words.
 */
function tellsFormat({ tools, output }: Conversation, { isOwn, target }: Writing): boolean {
  const hasFunctions = tools.some(({ kind }) => kind === 'function');
  return output.format !== undefined && hasFunctions && !isOwn && !isGemini3(target.model);
}

/** What such a model is told; undefined when its configuration says it. */
export function formatInWords(conversation: Conversation, writing: Writing): string | undefined {
  const { format } = conversation.output;
  if (format === undefined || !tellsFormat(conversation, writing)) return undefined;
  loseSetting(writing, 'value', 'format', 'the form of the answer is told in words');
  const rule = 'When you answer rather than call a function, the answer is one JSON value and nothing else';
  if (format.schema === undefined) return `${rule}.`;
  return `${rule}, without code fences, that is valid by this JSON schema:\n${JSON.stringify(format.schema)}`;
}

/** A schema's name and description become its title and description, the only place for them. */
function writeFormat({ format }: OutputWish, writing: Writing): Fields {
  if (format === undefined) return {};
  const json = { responseMimeType: 'application/json' };
  if (writing.isOwn && format.native !== undefined) return { ...json, ...format.native };
  if (format.schema === undefined) return json;
  const { schema, removed } = cleanOutput(format.schema);
  for (const [word, times] of removed) {
    loseSetting(
      writing,
      'schema',
      'format',
      times === 1 ? `${word} of the answer` : `${word} of the answer (${times} times)`,
    );
  }
  // Beside alternatives no other word may stand.
  const takesWords = schema !== undefined && schema.anyOf === undefined;
  const title = takesWords && schema.title === undefined && format.name !== undefined;
  const description = takesWords && schema.description === undefined && format.description !== undefined;
  return {
    ...json,
    responseSchema: {
      ...schema,
      ...(title && { title: format.name }),
      ...(description && { description: format.description }),
    },
  };
}

function writeModalities({ modalities }: OutputWish, { isOwn }: Writing): Fields {
  if (modalities === undefined) return {};
  const isUsual = modalities.length === 1 && modalities[0] === 'text';
  return isUsual && !isOwn ? {} : { responseModalities: modalities.map((one) => one.toUpperCase()) };
}
