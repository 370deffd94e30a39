import type { Sampling } from '../conversation.ts';
import type { Fields } from '../json-value.ts';
import { type Setting, settingAt } from '../setting-place.ts';
import { isRuled } from '../settings/is-ruled.ts';
import type { Draft } from './cache-marks.ts';
import { strictSchema } from './strict-schema.ts';
import type { WriteState } from './write-state.ts';

/** `output_config`: how much effort, and the schema of the answer. */
export function writeOutput(effort: string | undefined, state: WriteState): Draft {
  const { conversation, own, extras, losses } = state;
  const { format, verbosity, modalities } = conversation.output;
  const config: Draft = effort === undefined ? {} : { effort };
  if (format?.schema !== undefined) {
    config.format = own
      ? {
          type: 'json_schema',
          schema: format.schema,
          ...extras.under('/output_config/format'),
          ...extras.under('/output_format'),
        }
      : { type: 'json_schema', schema: answerSchema(format, state) };
  } else if (format !== undefined) {
    lose('value', 'format', 'JSON without a schema: the model is not held to it.', state);
  }
  if (verbosity !== undefined) lose('field', 'verbosity', 'The API has no verbosity.', state);
  const others = modalities?.filter((name) => name !== 'text') ?? [];
  if (others.length > 0) losses.add('value', settingAt(conversation.from, 'modalities'), 'Answers are text.');
  return Object.assign(config, extras.under('/output_config'));
}

/** Name and description of a schema have their places inside it. */
function answerSchema(
  { schema = {}, name, description }: NonNullable<WriteState['conversation']['output']['format']>,
  { conversation, losses }: WriteState,
): Fields {
  const at = settingAt(conversation.from, 'format');
  const written = strictSchema(schema, (detail) => losses.add('schema', at, detail));
  return {
    ...(name !== undefined && { title: name }),
    ...(description !== undefined && { description }),
    ...written,
  };
}

/**
 * Sampling. Beside thinking the API takes none of it but a high `top_p`; models told by levels refuse any setting of
 * it; newer ones refuse `temperature` and `top_p` together. A client of this dialect knows, as long as nothing was
 * changed for it; what a rule sets is no word of the client's.
 */
export function writeSampling(thinking: Fields | undefined, state: WriteState): Draft {
  const { conversation, own, target } = state;
  const { sampling } = conversation;
  reportOthers(sampling, state);
  const thinks = thinking?.type === 'enabled' || thinking?.type === 'adaptive';
  const isUnchanged = own && (target.thinking === undefined || !thinks);
  const knows = (setting: Sampled): boolean => isUnchanged && !isRuled(conversation, setting);
  if (thinks) return withoutSampling('A model that thinks takes no sampling.', knows, state);
  if (target.thinking === 'effort') return withoutSampling('The model takes no sampling.', knows, state);
  return fittedSampling(knows, state);
}

type Sampled = 'temperature' | 'topP' | 'topK';

/** What the model is known to refuse is lost; `knows`: the client is believed about a setting. */
function withoutSampling(why: string, knows: (setting: Sampled) => boolean, state: WriteState): Draft {
  const { temperature, topP, topK } = state.conversation.sampling;
  const body: Draft = {};
  if (knows('temperature')) put(body, 'temperature', temperature);
  else if (temperature !== undefined && temperature !== 1) lose('value', 'temperature', why, state);
  if (knows('topP')) put(body, 'top_p', topP);
  else if (topP !== undefined && topP < 1) lose('value', 'topP', why, state);
  if (knows('topK')) put(body, 'top_k', topK);
  else if (topK !== undefined) lose('value', 'topK', why, state);
  return body;
}

function fittedSampling(knows: (setting: Sampled) => boolean, state: WriteState): Draft {
  const { temperature, topP, topK } = state.conversation.sampling;
  const body: Draft = {};
  if (temperature !== undefined) {
    body.temperature = knows('temperature') ? temperature : Math.min(Math.max(temperature, 0), 1);
    if (body.temperature !== temperature) {
      lose('value', 'temperature', 'Temperatures go from 0 to 1.', state);
    }
  }
  if (topP !== undefined) {
    if (temperature === undefined || (knows('temperature') && knows('topP'))) body.top_p = topP;
    else if (topP < 1) lose('value', 'topP', 'Newer models refuse top_p beside a temperature.', state);
  }
  if (topK !== undefined) body.top_k = knows('topK') ? topK : Math.max(0, Math.round(topK));
  return body;
}

function reportOthers(sampling: Sampling, state: WriteState): void {
  const { seed, presencePenalty, frequencyPenalty, count, logprobs, topLogprobs } = sampling;
  if (seed !== undefined) lose('field', 'seed', 'The API has no seed.', state);
  if (presencePenalty) lose('field', 'presencePenalty', 'The API has no penalties.', state);
  if (frequencyPenalty) lose('field', 'frequencyPenalty', 'The API has no penalties.', state);
  if (count !== undefined && count > 1) lose('count', 'count', 'The API gives one answer.', state);
  if (logprobs === true) lose('logprobs', 'logprobs', 'The API tells no probabilities.', state);
  if (topLogprobs) lose('logprobs', 'topLogprobs', 'The API tells no probabilities.', state);
}

/** "each stop sequence must contain non-whitespace" */
export function writeStop(state: WriteState): readonly string[] {
  const { stop } = state.conversation;
  const kept = stop.filter((text) => text.trim() !== '');
  if (kept.length < stop.length) lose('value', 'stop', 'White space alone stops nothing here.', state);
  return kept;
}

/** Characters of `metadata.user_id`. */
const longestUser = 512;

/** `metadata` and `service_tier`; what else a request says of itself is lost. */
export function writeMetadata(state: WriteState): Draft {
  const { conversation, own, extras } = state;
  const { user, pairs, serviceTier, store, previousResponseId } = conversation.metadata;
  const body: Draft = {};
  const fits = user === undefined || own || user.length <= longestUser;
  if (!fits) lose('value', 'user', 'The id of a user is too long.', state);
  const metadata = { ...(fits && user !== undefined && { user_id: user }), ...extras.under('/metadata') };
  if (Object.keys(metadata).length > 0) body.metadata = metadata;
  if (pairs !== undefined && Object.keys(pairs).length > 0) {
    lose('field', 'metadata', 'Metadata is the id of a user.', state);
  }
  if (store === true) lose('field', 'store', 'Answers are not stored.', state);
  if (previousResponseId !== undefined) {
    lose('field', 'previousResponseId', 'Answers are not stored.', state);
  }
  if (conversation.cache.retention === '24h') lose('value', 'retention', 'Caches hold for minutes.', state);
  if (serviceTier !== undefined) {
    const tier = own ? serviceTier : tiers.get(serviceTier);
    if (tier !== undefined) body.service_tier = tier;
    if (!own && serviceTier !== 'auto' && serviceTier !== 'default') {
      lose('value', 'serviceTier', 'The API has no such tier.', state);
    }
  }
  return body;
}

/** `auto` uses priority where the account has it; OpenAI's `default` is what is called standard here. */
const tiers: ReadonlyMap<string, string> = new Map([
  ['auto', 'auto'],
  ['priority', 'auto'],
  ['default', 'standard_only'],
]);

function put(body: Draft, name: string, value: unknown): void {
  if (value !== undefined) body[name] = value;
}

function lose(
  code: 'field' | 'value' | 'count' | 'logprobs',
  setting: Setting,
  detail: string,
  state: WriteState,
): void {
  state.losses.add(code, settingAt(state.conversation.from, setting), detail);
}
