import type { Codec, DecodeContext, EncodeContext, EncodeTarget } from '../../src/gateway/dialects/codec.ts';
import { ReplyCollector } from '../../src/gateway/dialects/collect-reply.ts';
import type { Conversation } from '../../src/gateway/dialects/conversation.ts';
import type { Fields } from '../../src/gateway/dialects/json-value.ts';
import { Losses } from '../../src/gateway/dialects/losses.ts';
import { playReply } from '../../src/gateway/dialects/play-reply.ts';
import type { Reply, ReplyEvent } from '../../src/gateway/dialects/reply.ts';
import { type StreamEvent, streamEvents } from './sse-events.ts';

export const origin = { provider: 'p', account: 'a', model: 'm' };

/** Ids count up, so that a test can name them. */
export function decodeContext(losses = new Losses()): DecodeContext {
  let count = 0;
  const id = (prefix: string): string => {
    count += 1;
    return `${prefix}new${count}`;
  };
  return { quirks: {}, origin, id, losses };
}

/** A request that asks for nothing in particular. */
export const emptyConversation: Conversation = {
  from: 'openai-chat',
  turns: [],
  tools: [],
  reasoning: {},
  sampling: {},
  stop: [],
  output: {},
  cache: {},
  metadata: {},
  stream: false,
  extra: [],
};

export function encodeContext(losses = new Losses()): EncodeContext {
  return {
    ...decodeContext(losses),
    reasoning: {},
    body: {},
    model: 'asked-model',
    now: 1_700_000_000,
    wantsUsage: true,
    jsonArray: false,
  };
}

export interface Written {
  readonly body: Fields;
  readonly losses: Losses;
}

/** Codes of losses with their places. */
export function lost(losses: Losses): readonly string[] {
  return losses.list.map(({ code, path }) => `${code} ${path}`);
}

export function collected(events: readonly ReplyEvent[]): Reply {
  const collector = new ReplyCollector();
  for (const event of events) collector.take(event);
  const reply = collector.reply();
  if (reply === undefined) throw new Error('The stream has not finished.');
  return reply;
}

/** The events of a stream by their data alone. */
export function dataOf(stream: string): readonly Fields[] {
  return streamEvents(stream).map(({ data }) => data);
}

/** One dialect's readers and writers, as its tests use them. */
export class CodecRun {
  readonly #codec: Codec;

  constructor(codec: Codec) {
    this.#codec = codec;
  }

  readonly read = (body: Fields): Conversation => {
    const decoded = this.#codec.decodeRequest(body, { stream: body.stream === true });
    if (!decoded.ok) throw new Error(`${decoded.at}: ${decoded.detail}`);
    return decoded.conversation;
  };

  readonly write = (conversation: Conversation, target: Partial<EncodeTarget> = {}): Written => {
    const losses = new Losses();
    const body = this.#codec.encodeRequest(
      conversation,
      { model: 'm', stream: conversation.stream, quirks: {}, ...target },
      losses,
    );
    return { body, losses };
  };

  /** What a stream of the provider says, event by event. */
  readonly decodedEvents = (
    events: readonly StreamEvent[],
    context = decodeContext(),
    whole = true,
  ): readonly ReplyEvent[] => {
    const found: ReplyEvent[] = [];
    const decoder = this.#codec.createStreamDecoder(context, (event) => {
      found.push(event);
    });
    for (const { data, name } of events) decoder.take(data, name);
    decoder.end(whole);
    return found;
  };

  readonly decodedStream = (events: readonly StreamEvent[], context = decodeContext()): Reply =>
    collected(this.decodedEvents(events, context));

  /** The stream that a client gets. */
  readonly encodedEvents = (events: readonly ReplyEvent[], context = encodeContext()): string => {
    let text = '';
    const encoder = this.#codec.createStreamEncoder(context, (piece) => {
      text += piece;
    });
    for (const event of events) encoder.take(event);
    return text;
  };

  readonly encodedStream = (reply: Reply, context = encodeContext()): string => {
    const events: ReplyEvent[] = [];
    playReply(reply, (event) => {
      events.push(event);
    });
    return this.encodedEvents(events, context);
  };
}
