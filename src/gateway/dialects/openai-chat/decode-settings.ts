import { thinkingLevels } from '../../exchange/model-facts.ts';
import type { Mutable } from '../../exchange/mutable.ts';
import type { CacheWish, Metadata, OutputWish, ReasoningWish, Sampling } from '../conversation.ts';
import { fieldsOf, isFields } from '../json-value.ts';
import { readCacheMark } from './cache-mark.ts';
import type { MemberReader } from './member-reader.ts';

export function readSampling(body: MemberReader): Sampling {
  const sampling: Mutable<Sampling> = {};
  const temperature = body.number('temperature');
  const topP = body.number('top_p');
  const topK = body.number('top_k');
  const seed = body.number('seed');
  const presence = body.number('presence_penalty');
  const frequency = body.number('frequency_penalty');
  const count = body.number('n');
  const logprobs = body.flag('logprobs');
  const topLogprobs = body.number('top_logprobs');
  if (temperature !== undefined) sampling.temperature = temperature;
  if (topP !== undefined) sampling.topP = topP;
  if (topK !== undefined) sampling.topK = topK;
  if (seed !== undefined) sampling.seed = seed;
  if (presence !== undefined) sampling.presencePenalty = presence;
  if (frequency !== undefined) sampling.frequencyPenalty = frequency;
  if (count !== undefined) sampling.count = count;
  if (logprobs !== undefined) sampling.logprobs = logprobs;
  if (topLogprobs !== undefined) sampling.topLogprobs = topLogprobs;
  return sampling;
}

/** `reasoning_effort` (OpenAI), `reasoning` (OpenRouter) and `thinking` (DeepSeek, Z.ai), the first of them first. */
export function readReasoning(body: MemberReader): ReasoningWish {
  const wish: Mutable<ReasoningWish> = {};
  const effort = body.word('reasoning_effort', thinkingLevels);
  if (effort !== undefined) wish.effort = effort;
  readReasoningObject(body.inside('reasoning'), wish);
  readThinking(body.inside('thinking'), wish);
  return wish;
}

function readReasoningObject(reasoning: MemberReader | undefined, wish: Mutable<ReasoningWish>): void {
  if (reasoning === undefined) return;
  if (wish.effort === undefined || reasoning.fields.effort === wish.effort) {
    const effort = reasoning.word('effort', thinkingLevels);
    if (effort !== undefined) wish.effort = effort;
  }
  const budget = reasoning.number('max_tokens');
  const exclude = reasoning.flag('exclude');
  const enabled = reasoning.flag('enabled');
  const summary = reasoning.text('summary');
  if (budget !== undefined) wish.budget = budget;
  if (exclude !== undefined) wish.show = !exclude;
  if (summary !== undefined) wish.summary = summary;
  setEnabled(wish, enabled);
  reasoning.rest();
}

function readThinking(thinking: MemberReader | undefined, wish: Mutable<ReasoningWish>): void {
  if (thinking === undefined) return;
  const type = thinking.word('type', ['enabled', 'disabled', 'adaptive', 'auto']);
  const budget = thinking.number('budget_tokens');
  if (budget !== undefined) wish.budget ??= budget;
  if (type !== undefined) setEnabled(wish, type !== 'disabled');
  thinking.rest();
}

function setEnabled(wish: Mutable<ReasoningWish>, enabled: boolean | undefined): void {
  if (enabled === false) wish.effort ??= 'none';
  else if (enabled === true && wish.effort === undefined && wish.budget === undefined) wish.adaptive = true;
}

/** The newer name first; both at once say the smaller. */
export function readMaxTokens(body: MemberReader): number | undefined {
  const newer = body.number('max_completion_tokens');
  const older = body.number('max_tokens');
  if (newer === undefined || older === undefined) return newer ?? older;
  return Math.min(newer, older);
}

export function readStop(body: MemberReader): readonly string[] {
  const { stop } = body.fields;
  const list = typeof stop === 'string' ? [stop] : stop;
  if (!Array.isArray(list) || !list.every((each) => typeof each === 'string')) return [];
  body.take('stop');
  return list;
}

export function readOutput(body: MemberReader): OutputWish {
  const output: Mutable<OutputWish> = {};
  const verbosity = body.text('verbosity');
  if (verbosity !== undefined) output.verbosity = verbosity;
  const { modalities } = body.fields;
  if (Array.isArray(modalities) && modalities.every((each) => typeof each === 'string')) {
    body.take('modalities');
    output.modalities = modalities.map((each) => each.toLowerCase());
  }
  const format = readFormat(body);
  if (format !== undefined) output.format = format;
  return output;
}

function readFormat(body: MemberReader): OutputWish['format'] {
  const given = fieldsOf(body.fields.response_format);
  if (given?.type === 'text' && Object.keys(given).length === 1) body.take('response_format');
  if (given?.type === 'json_object') {
    const format: Mutable<NonNullable<OutputWish['format']>> = { kind: 'json' };
    // Perplexity and llama.cpp take a schema here.
    if (isFields(given.schema)) format.schema = given.schema;
    const reader = body.inside('response_format');
    reader?.take('type');
    reader?.take('schema');
    reader?.rest();
    return format;
  }
  if (given?.type !== 'json_schema' || !isFields(given.json_schema)) return undefined;
  const reader = body.inside('response_format');
  reader?.take('type');
  const schema = reader?.inside('json_schema');
  reader?.rest();
  if (schema === undefined) return undefined;
  const format: Mutable<NonNullable<OutputWish['format']>> = { kind: 'json' };
  const name = schema.text('name');
  const description = schema.text('description');
  const shape = schema.object('schema');
  const strict = schema.flag('strict');
  if (name !== undefined) format.name = name;
  if (description !== undefined) format.description = description;
  if (shape !== undefined) format.schema = shape;
  if (strict !== undefined) format.strict = strict;
  schema.rest();
  return format;
}

export function readCache(body: MemberReader): CacheWish {
  const cache: Mutable<CacheWish> = {};
  const key = body.text('prompt_cache_key');
  const retention = body.text('prompt_cache_retention');
  const mark = readCacheMark(body);
  if (key !== undefined) cache.key = key;
  if (retention !== undefined) cache.retention = retention;
  if (mark !== undefined) cache.mark = mark;
  return cache;
}

export function readMetadata(body: MemberReader): Metadata {
  const metadata: Mutable<Metadata> = {};
  // `safety_identifier` is the newer name of `user`; given both, the older one is what every provider knows.
  const user = body.text('user') ?? body.text('safety_identifier');
  const serviceTier = body.text('service_tier');
  const store = body.flag('store');
  const pairs = fieldsOf(body.fields.metadata);
  if (user !== undefined) metadata.user = user;
  if (serviceTier !== undefined) metadata.serviceTier = serviceTier;
  if (store !== undefined) metadata.store = store;
  if (pairs === undefined) return metadata;
  const texts = Object.entries(pairs).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  if (texts.length < Object.keys(pairs).length) return metadata;
  body.take('metadata');
  metadata.pairs = Object.fromEntries(texts);
  return metadata;
}
