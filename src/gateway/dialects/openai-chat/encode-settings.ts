import type { Effort } from '../conversation.ts';
import type { LossCode } from '../losses.ts';
import { type Setting, settingAt } from '../setting-place.ts';
import { isThinkingRuled } from '../settings/is-ruled.ts';
import { writeCacheMark } from './cache-mark.ts';
import type { EncodeScope, Writable } from './encode-scope.ts';

/** Stop sequences that OpenAI takes. */
const mostStops = 4;
/** Longest `user` and `prompt_cache_key` that OpenAI takes; Claude Code's user id is longer. */
const longestKey = 64;

export function writeSampling(body: Writable, scope: EncodeScope): void {
  const { conversation, target, own } = scope;
  const { sampling, stop, maxTokens } = conversation;
  if (sampling.temperature !== undefined) body.temperature = sampling.temperature;
  if (sampling.topP !== undefined) body.top_p = sampling.topP;
  if (sampling.seed !== undefined) body.seed = sampling.seed;
  if (sampling.presencePenalty !== undefined) body.presence_penalty = sampling.presencePenalty;
  if (sampling.frequencyPenalty !== undefined) body.frequency_penalty = sampling.frequencyPenalty;
  // OpenAI refuses a request with `top_k`. A client of this dialect that says it has a provider that takes it.
  const takesTopK = own && (conversation.ruled?.before ?? conversation).sampling.topK !== undefined;
  if (sampling.topK !== undefined) {
    if (takesTopK) body.top_k = sampling.topK;
    else lose(scope, 'field', 'topK', 'top_k');
  }
  if (own) writeOwnSampling(body, scope);
  else {
    // What is asked for here is lost on the way back.
    if (sampling.count !== undefined && sampling.count > 1)
      lose(scope, 'count', 'count', 'one answer is asked for');
    if (sampling.logprobs === true) lose(scope, 'logprobs', 'logprobs', 'token probabilities');
    if ((sampling.topLogprobs ?? 0) > 0) lose(scope, 'logprobs', 'topLogprobs', 'token probabilities');
  }
  if (stop.length > 0) body.stop = own ? stop : stop.slice(0, mostStops);
  if (!own && stop.length > mostStops) lose(scope, 'value', 'stop', `stop sequences past the ${mostStops}th`);
  if (maxTokens === undefined) return;
  const limit = target.outputLimit;
  const most = limit !== undefined && maxTokens > limit ? limit : maxTokens;
  if (most < maxTokens) lose(scope, 'value', 'maxTokens', `the model answers with at most ${most} tokens`);
  body[target.quirks.maxTokensField ?? 'max_tokens'] = most;
}

function writeOwnSampling(body: Writable, { conversation: { sampling } }: EncodeScope): void {
  if (sampling.count !== undefined) body.n = sampling.count;
  if (sampling.logprobs !== undefined) body.logprobs = sampling.logprobs;
  if (sampling.topLogprobs !== undefined) body.top_logprobs = sampling.topLogprobs;
}

/** The words that every provider with a reasoning model knows. */
const commonEfforts: Readonly<Partial<Record<Effort, Effort>>> = {
  minimal: 'low',
  xhigh: 'high',
  max: 'high',
};

/** Budgets as steps, by Google's table of its own OpenAI endpoint (low 1,024, medium 8,192, high 24,576): the nearer. */
function effortOfBudget(budget: number): Effort | undefined {
  if (budget < 0) return undefined;
  if (budget === 0) return 'none';
  if (budget < 4096) return 'low';
  return budget < 16_384 ? 'medium' : 'high';
}

export function writeReasoning(body: Writable, scope: EncodeScope): void {
  const { conversation, target, own } = scope;
  const { effort, budget, adaptive } = conversation.reasoning;
  const wanted = effort ?? (budget === undefined ? undefined : effortOfBudget(budget));
  loseShow(scope);
  if (wanted === undefined) {
    if (!own || adaptive !== true) return;
    const reasoning: Writable = { enabled: true };
    body.reasoning = reasoning;
    scope.place('/reasoning', reasoning);
    return;
  }
  if (target.thinking === 'none') {
    if (wanted !== 'none') lose(scope, 'field', 'reasoning', 'the model does not reason');
    return;
  }
  if (budget !== undefined && budget > 0)
    lose(scope, 'value', 'reasoning', `a budget of ${budget} tokens as ${wanted}`);
  // Whoever takes the developer role follows OpenAI's newest words; a client of this dialect knows its provider's.
  const isKnown = (own && !isThinkingRuled(conversation)) || target.quirks.developerRole === 'keep';
  const written = isKnown ? wanted : (commonEfforts[wanted] ?? wanted);
  if (written !== wanted) lose(scope, 'value', 'reasoning', `effort ${wanted} as ${written}`);
  body.reasoning_effort = written;
}

/** Providers with a field for reasoning show it unasked; there is no word to ask for it, or against it. */
function loseShow(scope: EncodeScope): void {
  const { show, summary } = scope.conversation.reasoning;
  const isShownAnyway = scope.own || scope.target.quirks.reasoningField !== undefined;
  if (summary !== undefined) lose(scope, 'field', 'show', 'the form of the summary');
  else if (show === false || (show === true && !isShownAnyway))
    lose(scope, 'field', 'show', 'reasoning is shown if the model shows it');
}

export function writeOutput(body: Writable, scope: EncodeScope): void {
  const { format, verbosity, modalities } = scope.conversation.output;
  if (verbosity !== undefined) body.verbosity = verbosity;
  if (modalities?.some((each) => each !== 'text') === true) body.modalities = modalities;
  if (format === undefined) return;
  const { schema, name, description, strict } = format;
  const hasSchema = schema !== undefined || name !== undefined;
  const written: Writable = { type: hasSchema ? 'json_schema' : 'json_object' };
  body.response_format = written;
  scope.place('/response_format', written);
  if (!hasSchema) return;
  const shape: Writable = {};
  // OpenAI wants a name, Perplexity's clients send none.
  if (name !== undefined || !scope.own) shape.name = name ?? 'response';
  if (description !== undefined) shape.description = description;
  if (schema !== undefined) shape.schema = schema;
  if (strict !== undefined) shape.strict = strict;
  written.json_schema = shape;
  scope.place('/response_format/json_schema', shape);
}

export function writeCache(body: Writable, scope: EncodeScope): void {
  const { key, retention, mark } = scope.conversation.cache;
  if (key !== undefined) {
    if (scope.own || key.length <= longestKey) body.prompt_cache_key = key;
    else lose(scope, 'value', 'cacheKey', `a key of more than ${longestKey} characters`);
  }
  if (retention !== undefined) body.prompt_cache_retention = retention;
  if (mark === undefined) return;
  if (scope.mostMarks > 0) body.cache_control = writeCacheMark(mark);
  else lose(scope, 'cache', 'cacheMark', 'a mark of the cache');
}

/** OpenAI's words. Anthropic's `standard_only` is none of them. */
const tiers: readonly string[] = ['auto', 'default', 'flex', 'scale', 'priority', 'fast'];

export function writeMetadata(body: Writable, scope: EncodeScope): void {
  const { user, pairs, serviceTier, store, previousResponseId } = scope.conversation.metadata;
  if (user !== undefined) {
    if (scope.own || user.length <= longestKey) body.user = user;
    else lose(scope, 'value', 'user', `a user id of more than ${longestKey} characters`);
  }
  if (pairs !== undefined) {
    // OpenAI refuses metadata of an answer that it shall not keep.
    if (scope.own || store === true) body.metadata = pairs;
    else lose(scope, 'field', 'metadata', 'metadata of an answer that is not kept');
  }
  if (serviceTier !== undefined) {
    if (scope.own || tiers.includes(serviceTier)) body.service_tier = serviceTier;
    else lose(scope, 'value', 'serviceTier', `service tier ${serviceTier}`);
  }
  // False is the default here (Responses: true), and servers other than OpenAI's do not know the word.
  if (store !== undefined && (store || scope.own)) body.store = store;
  if (previousResponseId !== undefined)
    lose(scope, 'field', 'previousResponseId', 'answers are not kept by this API');
}

function lose(scope: EncodeScope, code: LossCode, setting: Setting, detail: string): void {
  scope.losses.add(code, settingAt(scope.conversation.from, setting), detail);
}
