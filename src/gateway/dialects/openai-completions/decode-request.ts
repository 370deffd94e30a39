import type { Mutable } from '../../exchange/mutable.ts';
import type { Decoded, RequestFacts } from '../codec.ts';
import type { Conversation, Extra, Metadata, Sampling } from '../conversation.ts';
import { type Fields, listOf, textOf } from '../json-value.ts';

const understood: ReadonlySet<string> = new Set([
  'model',
  'prompt',
  'stream',
  'stream_options',
  'max_tokens',
  'temperature',
  'top_p',
  'n',
  'stop',
  'presence_penalty',
  'frequency_penalty',
  'seed',
  'user',
]);

/**
 * Reads a completions request: the prompt becomes what a user says. Several prompts want several answers, and a prompt
 * of token numbers can be read by its own model only; both are refused rather than answered wrongly.
 */
export function decodeCompletionsRequest(body: Fields, { stream }: RequestFacts): Decoded {
  const { prompt } = body;
  const prompts = typeof prompt === 'string' ? [prompt] : listOf(prompt);
  const [text] = prompts;
  if (prompts.length > 1 || (text !== undefined && typeof text !== 'string')) {
    const detail = 'the provider takes one prompt of text; send prompts one by one, and no token numbers';
    return { ok: false, at: 'prompt', detail };
  }
  const conversation: Mutable<Conversation> = {
    from: 'openai-completions',
    turns: [{ role: 'user', parts: [{ kind: 'text', text: text ?? '', at: '/prompt' }], at: '/prompt' }],
    tools: [],
    reasoning: {},
    sampling: samplingOf(body),
    stop: stopOf(body.stop),
    output: {},
    cache: {},
    metadata: metadataOf(body),
    stream,
    extra: extraOf(body),
  };
  const maxTokens = numberOf(body.max_tokens);
  if (maxTokens !== undefined) conversation.maxTokens = maxTokens;
  return { ok: true, conversation };
}

function samplingOf(body: Fields): Sampling {
  const sampling: Mutable<Sampling> = {};
  const temperature = numberOf(body.temperature);
  const topP = numberOf(body.top_p);
  const seed = numberOf(body.seed);
  const presencePenalty = numberOf(body.presence_penalty);
  const frequencyPenalty = numberOf(body.frequency_penalty);
  const count = numberOf(body.n);
  if (temperature !== undefined) sampling.temperature = temperature;
  if (topP !== undefined) sampling.topP = topP;
  if (seed !== undefined) sampling.seed = seed;
  if (presencePenalty !== undefined) sampling.presencePenalty = presencePenalty;
  if (frequencyPenalty !== undefined) sampling.frequencyPenalty = frequencyPenalty;
  if (count !== undefined && count > 1) sampling.count = count;
  return sampling;
}

function stopOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return listOf(value).filter((each) => typeof each === 'string');
}

function metadataOf(body: Fields): Metadata {
  const user = textOf(body.user);
  return user === undefined ? {} : { user };
}

/** `suffix`, `echo`, `best_of`, `logprobs`, `logit_bias` and what nobody knows: nothing else has a place for them. */
function extraOf(body: Fields): readonly Extra[] {
  return Object.entries(body).flatMap(([name, value]) =>
    understood.has(name) || value === null ? [] : [{ at: `/${name}`, value }],
  );
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
