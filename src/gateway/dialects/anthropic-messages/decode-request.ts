import type { Mutable } from '../../exchange/mutable.ts';
import type { Decoded, RequestFacts } from '../codec.ts';
import type { CacheWish, Conversation, Turn } from '../conversation.ts';
import { type Fields, fieldsOf } from '../json-value.ts';
import { cacheOf } from './cache-control.ts';
import { readContent } from './decode-block.ts';
import { readMessage } from './decode-message.ts';
import {
  numberAt,
  readMetadata,
  readOutput,
  readReasoning,
  readSampling,
  readStop,
  readToolChoice,
  sessionOf,
} from './decode-settings.ts';
import { readTools } from './decode-tool.ts';
import { keepRest } from './extras.ts';
import { createReadState, type ReadState } from './read-state.ts';

/** Members that have a place in the pivot; `model` is the route's and `stream` comes with the facts. */
const known: ReadonlySet<string> = new Set([
  'model',
  'stream',
  'messages',
  'system',
  'tools',
  'tool_choice',
  'thinking',
  'output_config',
  'output_format',
  'max_tokens',
  'temperature',
  'top_p',
  'top_k',
  'stop_sequences',
  'metadata',
  'service_tier',
  'cache_control',
]);

/** Reads a request of this dialect; what is no list of messages is none. */
export function decodeRequest(body: Fields, facts: RequestFacts): Decoded {
  try {
    return decode(body, facts);
  } catch (error) {
    // The parser of JSON nests deeper than the stack does.
    if (!(error instanceof RangeError)) throw error;
    return { ok: false, at: '', detail: 'The request is nested too deeply.' };
  }
}

function decode(body: Fields, { stream }: RequestFacts): Decoded {
  if (!Array.isArray(body.messages)) {
    return { ok: false, at: '/messages', detail: 'A request has a list of messages.' };
  }
  const state = createReadState();
  const { extra } = state;
  keepRest(body, known, '', extra);
  const turns: Turn[] = [];
  const system = readSystem(body.system, state);
  if (system !== undefined) turns.push(system);
  let effort: unknown;
  for (const [index, message] of body.messages.entries()) {
    const at = `/messages/${index}`;
    const turn = readMessage(message, at, state);
    if ('wrong' in turn) return { ok: false, at: `${at}${turn.wrong}`, detail: turn.detail };
    turns.push(turn);
    // It is for the turn in which it stands: until the user speaks again.
    if (turn.role === 'user' && turn.parts.some((part) => part.kind !== 'tool-result')) effort = undefined;
    if (turn.role === 'system') effort = fieldsOf(fieldsOf(message)?.output_config)?.effort ?? effort;
  }
  const metadata = readMetadata(body, extra);
  const conversation: Mutable<Conversation> = {
    from: 'anthropic-messages',
    turns,
    // After the messages: they tell which deferred tools are on offer.
    tools: readTools(body.tools, state),
    ...readToolChoice(body.tool_choice, extra),
    reasoning: readReasoning(body, effort, extra),
    sampling: readSampling(body, extra),
    stop: readStop(body.stop_sequences, extra),
    output: readOutput(body, extra),
    cache: readCache(body, sessionOf(metadata.user), state),
    metadata,
    stream,
    extra,
  };
  const maxTokens = numberAt(body, 'max_tokens', extra);
  if (maxTokens !== undefined) conversation.maxTokens = maxTokens;
  return { ok: true, conversation };
}

function readSystem(system: unknown, state: ReadState): Turn | undefined {
  const parts = readContent(system, '/system', state);
  return parts.length === 0 ? undefined : { role: 'system', parts, at: '/system' };
}

function readCache(body: Fields, key: string | undefined, { extra }: ReadState): CacheWish {
  const { cache: mark } = cacheOf(body, '', extra);
  return { ...(key !== undefined && { key }), ...(mark !== undefined && { mark }) };
}
