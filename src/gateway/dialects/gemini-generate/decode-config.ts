import type { Mutable } from '../../exchange/mutable.ts';
import type { Effort, OutputWish, ReasoningWish, Sampling } from '../conversation.ts';
import { type Fields, fieldsOf, isFields, listOf, textOf } from '../json-value.ts';
import { camelFields, keepRest, memberAt, type Reading } from './members.ts';
import { jsonSchemaOf } from './open-api-schema.ts';

/** What `generationConfig` says. */
export interface GenerationConfig {
  readonly sampling: Sampling;
  readonly reasoning: ReasoningWish;
  readonly output: OutputWish;
  readonly stop: readonly string[];
  readonly maxTokens?: number;
}

const known = new Set([
  'temperature',
  'topP',
  'topK',
  'candidateCount',
  'maxOutputTokens',
  'stopSequences',
  'presencePenalty',
  'frequencyPenalty',
  'seed',
  'responseLogprobs',
  'logprobs',
  'responseModalities',
  'thinkingConfig',
]);

const outputMembers = ['responseMimeType', 'responseSchema', 'responseJsonSchema'] as const;

/** Reads `generationConfig`; members without a place in the pivot are extras. */
export function readGenerationConfig(value: unknown, at: string, reading: Reading): GenerationConfig {
  const config = fieldsOf(value) ?? {};
  const members = camelFields(config);
  const output = readOutput(members);
  // A form that is not understood is kept as it is, member by member.
  const understood = output === undefined ? known : new Set([...known, ...outputMembers]);
  keepRest(reading, at, config, members, understood);
  const maxTokens = numberOf(members.maxOutputTokens);
  return {
    sampling: readSampling(config, members, at, reading),
    reasoning: readThinking(
      fieldsOf(members.thinkingConfig),
      memberAt(at, config, 'thinkingConfig'),
      reading,
    ),
    output: { ...output, ...readModalities(members) },
    stop: listOf(members.stopSequences).filter((one) => typeof one === 'string'),
    ...(maxTokens !== undefined && { maxTokens }),
  };
}

function readSampling(config: Fields, members: Fields, at: string, reading: Reading): Sampling {
  const sampling: Mutable<Sampling> = {};
  const numbers = [
    ['temperature', 'temperature'],
    ['topP', 'topP'],
    ['topK', 'topK'],
    ['seed', 'seed'],
    ['presencePenalty', 'presencePenalty'],
    ['frequencyPenalty', 'frequencyPenalty'],
    ['count', 'candidateCount'],
    ['topLogprobs', 'logprobs'],
  ] as const;
  for (const [place, name] of numbers) {
    const number = numberOf(members[name]);
    if (number !== undefined) sampling[place] = number;
    else if (members[name] !== undefined)
      reading.extra.push({ at: memberAt(at, config, name), value: members[name] });
  }
  if (typeof members.responseLogprobs === 'boolean') sampling.logprobs = members.responseLogprobs;
  return sampling;
}

function readModalities(members: Fields): { modalities?: readonly string[] } {
  const modalities = listOf(members.responseModalities).filter((one) => typeof one === 'string');
  return modalities.length === 0 ? {} : { modalities: modalities.map((one) => one.toLowerCase()) };
}

/** Undefined when the MIME type is one that asks for something else than text or JSON (`text/x.enum`). */
function readOutput(members: Fields): OutputWish | undefined {
  const { responseSchema, responseJsonSchema } = members;
  const mimeType = textOf(members.responseMimeType)?.toLowerCase();
  const hasSchema = isFields(responseSchema) || isFields(responseJsonSchema);
  if (mimeType !== undefined && mimeType !== 'application/json')
    return mimeType === 'text/plain' && !hasSchema ? {} : undefined;
  if (isFields(responseJsonSchema))
    return {
      format: { kind: 'json', schema: responseJsonSchema, native: { responseJsonSchema } },
    };
  if (isFields(responseSchema))
    return {
      format: { kind: 'json', schema: jsonSchemaOf(responseSchema), native: { responseSchema } },
    };
  return mimeType === undefined ? {} : { format: { kind: 'json' } };
}

const thinkingMembers = new Set(['includeThoughts', 'thinkingBudget', 'thinkingLevel']);

/** `thinkingLevel` by its names, `XHIGH` and `MAX` being what models to come may know. */
const levels: ReadonlyMap<string, Effort> = new Map<string, Effort>([
  ['MINIMAL', 'minimal'],
  ['LOW', 'low'],
  ['MEDIUM', 'medium'],
  ['HIGH', 'high'],
  ['XHIGH', 'xhigh'],
  ['MAX', 'max'],
]);

function readThinking(config: Fields | undefined, at: string, reading: Reading): ReasoningWish {
  if (config === undefined) return {};
  const members = camelFields(config);
  keepRest(reading, at, config, members, thinkingMembers);
  const wish: Mutable<ReasoningWish> = {};
  const level = textOf(members.thinkingLevel)?.toUpperCase();
  const effort = level === undefined ? undefined : levels.get(level);
  if (effort !== undefined) wish.effort = effort;
  else if (members.thinkingLevel !== undefined && level !== 'THINKING_LEVEL_UNSPECIFIED')
    reading.extra.push({ at: memberAt(at, config, 'thinkingLevel'), value: members.thinkingLevel });
  const budget = numberOf(members.thinkingBudget);
  // None at all is a word of its own in the pivot.
  if (budget === 0 && effort === undefined) wish.effort = 'none';
  else if (budget !== undefined) wish.budget = budget;
  if (typeof members.includeThoughts === 'boolean') wish.show = members.includeThoughts;
  return wish;
}

/** Numbers may come as text: protobuf's JSON mapping takes both. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
