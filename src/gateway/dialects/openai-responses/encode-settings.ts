import type { Effort, Extra, OutputWish } from '../conversation.ts';
import { type Setting, settingAt } from '../setting-place.ts';
import { isRuled, isThinkingRuled } from '../settings/is-ruled.ts';
import { encryptedReasoning } from './decode-settings.ts';
import type { Out, Writing } from './writing.ts';

/** The least that the API lets an answer have (`integer_below_min_value`). */
const leastTokens = 16;

/** Longest value of `user` (`string_above_max_length`). */
const longestUser = 64;

/** `max_output_tokens`, within what the model can and the API takes. */
export function encodeMaxTokens(body: Out, writing: Writing): void {
  const { conversation, target, losses, own } = writing;
  const { maxTokens, from } = conversation;
  if (maxTokens === undefined) return;
  let most = maxTokens;
  if (target.outputLimit !== undefined && most > target.outputLimit) most = target.outputLimit;
  if ((!own || isRuled(conversation, 'maxTokens')) && most < leastTokens) most = leastTokens;
  if (most !== maxTokens)
    losses.add('value', settingAt(from, 'maxTokens'), `${most} instead of ${maxTokens}`);
  body.max_output_tokens = most;
}

export function encodeSampling(body: Out, writing: Writing): void {
  const { conversation, losses, own } = writing;
  const { sampling, stop, from } = conversation;
  if (sampling.temperature !== undefined) body.temperature = sampling.temperature;
  if (sampling.topP !== undefined) body.top_p = sampling.topP;
  if (sampling.topLogprobs !== undefined && own) body.top_logprobs = sampling.topLogprobs;
  else if ((sampling.topLogprobs ?? 0) > 0)
    losses.add('logprobs', settingAt(from, 'topLogprobs'), 'probabilities of tokens');
  if (sampling.logprobs === true)
    losses.add('logprobs', settingAt(from, 'logprobs'), 'probabilities of tokens');
  const unknown: readonly (readonly [Setting, string, unknown])[] = [
    ['topK', 'top_k', sampling.topK],
    ['seed', 'seed', sampling.seed],
    ['presencePenalty', 'presence_penalty', sampling.presencePenalty],
    ['frequencyPenalty', 'frequency_penalty', sampling.frequencyPenalty],
    ['stop', 'stop', stop.length > 0 ? stop : undefined],
  ];
  for (const [setting, name, value] of unknown)
    if (value !== undefined) losses.add('field', settingAt(from, setting), `${name} has no counterpart`);
  if ((sampling.count ?? 1) > 1)
    losses.add('count', settingAt(from, 'count'), `one answer instead of ${sampling.count}`);
}

/** `reasoning`, and the wish for its state, without which a conversation that is not stored forgets its thoughts. */
export function encodeReasoningWish(body: Out, writing: Writing): void {
  const { conversation, target, losses, own } = writing;
  const wish = conversation.reasoning;
  const out: Out = {};
  const effort = wish.effort ?? effortOfBudget(wish.budget);
  const at = settingAt(conversation.from, 'reasoning');
  const reasons = own || target.thinking !== 'none';
  if (target.thinking === 'none' && (!own || isThinkingRuled(conversation))) {
    if (effort !== undefined && effort !== 'none') losses.add('field', at, 'the model does not reason');
  } else {
    if (effort !== undefined) out.effort = effort;
    if (wish.effort === undefined && effort !== undefined)
      losses.add('value', at, `effort ${effort} instead of ${wish.budget} tokens`);
  }
  if (reasons) {
    // The former name of `summary` is written as it came.
    const isNoted = writing.note('/reasoning')?.set?.generate_summary !== undefined;
    if (wish.summary !== undefined && !isNoted) out.summary = wish.summary;
    else if (wish.show === true && !isNoted) out.summary = 'auto';
  }
  if (Object.keys(out).length > 0 || isNamed(writing, '/reasoning'))
    body.reasoning = writing.place('/reasoning', out);
  if (!own || wish.wantsOpaque === true) body.include = [encryptedReasoning];
}

/** Levels for a number of tokens to think, in the steps that Anthropic's and Google's own tables have. */
function effortOfBudget(budget: number | undefined): Effort | undefined {
  if (budget === undefined || budget < 0) return undefined;
  if (budget === 0) return 'none';
  // Never `minimal`, which not every generation of models takes.
  if (budget <= 4096) return 'low';
  return budget <= 16_384 ? 'medium' : 'high';
}

/** `text`: format and length of the answer. */
export function encodeOutput(body: Out, writing: Writing): void {
  const { conversation, losses } = writing;
  const { format, verbosity, modalities } = conversation.output;
  const out: Out = {};
  if (format !== undefined) out.format = formatOf(format, writing);
  if (verbosity !== undefined) out.verbosity = verbosity;
  if (Object.keys(out).length > 0 || isNamed(writing, '/text')) body.text = writing.place('/text', out);
  const others = (modalities ?? []).filter((modality) => modality !== 'text');
  if (others.length > 0) losses.add('field', settingAt(conversation.from, 'modalities'), others.join(', '));
}

/** Whether an object of this dialect's request has members that are given back to it later. */
function isNamed(writing: Writing, at: string): boolean {
  if (!writing.own) return false;
  const isInside = ({ at: place }: Extra) => place.startsWith(`${at}/`);
  return writing.note(at) !== undefined || writing.conversation.extra.some(isInside);
}

function formatOf(format: NonNullable<OutputWish['format']>, writing: Writing): Out {
  const { schema, name, description, strict } = format;
  if (schema === undefined) return { type: 'json_object' };
  const out: Out = { type: 'json_schema' };
  // A schema has to have a name here.
  if (name !== undefined) out.name = name;
  else if (!writing.own) out.name = 'answer';
  out.schema = schema;
  if (description !== undefined) out.description = description;
  if (strict !== undefined) out.strict = strict;
  return writing.place('/text/format', out);
}

export function encodeCache(body: Out, { conversation, losses }: Writing): void {
  const { key, retention, mark } = conversation.cache;
  if (key !== undefined) body.prompt_cache_key = key;
  if (retention !== undefined) body.prompt_cache_retention = retention;
  if (mark !== undefined)
    losses.add('cache', settingAt(conversation.from, 'cacheMark'), 'caching is automatic, without marks');
}

const tiers: ReadonlySet<string> = new Set([
  'auto',
  'default',
  'flex',
  'scale',
  'priority',
  'fast',
  'ultrafast',
]);

/** A converted request is never stored: the next one comes with the whole conversation again. */
export function encodeMetadata(body: Out, writing: Writing): void {
  const { conversation, losses, own } = writing;
  const { user, pairs, serviceTier, store, previousResponseId } = conversation.metadata;
  if (pairs !== undefined) body.metadata = pairs;
  if (own) {
    if (serviceTier !== undefined) body.service_tier = serviceTier;
    if (store !== undefined) body.store = store;
    if (previousResponseId !== undefined) body.previous_response_id = previousResponseId;
    return;
  }
  body.store = false;
  if (store === true) losses.add('field', settingAt(conversation.from, 'store'), 'the answer is not stored');
  if (user !== undefined) {
    if (user.length <= longestUser) body.user = user;
    else
      losses.add(
        'field',
        settingAt(conversation.from, 'user'),
        `a user's id of more than ${longestUser} characters`,
      );
  }
  if (serviceTier === undefined) return;
  if (tiers.has(serviceTier)) body.service_tier = serviceTier;
  else if (serviceTier === 'standard_only' || serviceTier === 'standard') body.service_tier = 'default';
  else losses.add('value', settingAt(conversation.from, 'serviceTier'), 'a service tier of another vendor');
  if (previousResponseId !== undefined)
    losses.add('field', settingAt(conversation.from, 'previousResponseId'), 'an answer stored elsewhere');
}
