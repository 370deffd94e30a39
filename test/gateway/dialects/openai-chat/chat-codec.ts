import type { DecodeContext, EncodeContext, EncodeTarget } from '../../../../src/gateway/dialects/codec.ts';
import { ReplyCollector } from '../../../../src/gateway/dialects/collect-reply.ts';
import type { Conversation } from '../../../../src/gateway/dialects/conversation.ts';
import type { Fields } from '../../../../src/gateway/dialects/json-value.ts';
import { Losses } from '../../../../src/gateway/dialects/losses.ts';
import type { Origin } from '../../../../src/gateway/dialects/opaque.ts';
import { openAiChatCodec } from '../../../../src/gateway/dialects/openai-chat/codec.ts';
import { playReply } from '../../../../src/gateway/dialects/play-reply.ts';
import type { Reply, ReplyEvent } from '../../../../src/gateway/dialects/reply.ts';
import { eventsOf } from '../../../support/stream-events.ts';

export const origin: Origin = { provider: 'p', account: 'a', model: 'm' };

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

/** The conversation in a request; fails when the request is refused. */
export function conversationOf(body: Fields, stream = false): Conversation {
  const decoded = openAiChatCodec.decodeRequest(body, { stream });
  if (!decoded.ok) throw new Error(`${decoded.at}: ${decoded.detail}`);
  return decoded.conversation;
}

export interface Written {
  readonly body: Fields;
  /** `code at`, in order. */
  readonly lost: readonly string[];
}

export function requestOf(conversation: Conversation, target: Partial<EncodeTarget> = {}): Written {
  const losses = new Losses();
  const body = openAiChatCodec.encodeRequest(
    conversation,
    { model: 'm', stream: conversation.stream, quirks: {}, ...target },
    losses,
  );
  return { body, lost: losses.list.map(({ code, path }) => `${code} ${path}`) };
}

export function decodeContext(losses = new Losses()): DecodeContext {
  let count = 0;
  const id = (prefix: string) => {
    count += 1;
    return `${prefix}${count}`;
  };
  return { quirks: {}, origin, id, losses };
}

export function encodeContext(more: Partial<EncodeContext> = {}): EncodeContext {
  return {
    reasoning: {},
    body: {},
    model: 'm',
    now: 7,
    id: (prefix) => `${prefix}new`,
    wantsUsage: false,
    jsonArray: false,
    losses: new Losses(),
    ...more,
  };
}

/** Events that come of chunks; the stream is whole unless said otherwise. */
export function decodedEvents(
  chunks: readonly Fields[],
  context = decodeContext(),
  whole = true,
): ReplyEvent[] {
  const events: ReplyEvent[] = [];
  const decoder = openAiChatCodec.createStreamDecoder(context, (event) => events.push(event));
  for (const chunk of chunks) decoder.take(chunk, '');
  decoder.end(whole);
  return events;
}

/** The answer that a list of events is; fails when it has no end. */
export function collected(events: readonly ReplyEvent[]): Reply {
  checkOrder(events);
  const collector = new ReplyCollector();
  for (const event of events) collector.take(event);
  const reply = collector.reply();
  if (reply === undefined) throw new Error('the stream has not finished');
  return reply;
}

export function decodedStream(chunks: readonly Fields[], context = decodeContext()): Reply {
  return collected(decodedEvents(chunks, context));
}

/** The answer in the text of a stream. */
export function readStream(text: Buffer | string, context = decodeContext()): Reply {
  return decodedStream(
    eventsOf('openai-chat', text).events.map(({ data }) => data),
    context,
  );
}

/** The text of a stream for a client. */
export function writtenStream(reply: Reply, context = encodeContext()): string {
  const written: string[] = [];
  const encoder = openAiChatCodec.createStreamEncoder(context, (text) => written.push(text));
  playReply(reply, (event) => encoder.take(event));
  return written.join('');
}

/** A chunk with one choice. */
export function chunk(delta: Fields, choice: Fields = {}): Fields {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 5,
    model: 'gpt',
    choices: [{ index: 0, delta, finish_reason: null, ...choice }],
  };
}

/** What the pivot promises of a stream's events: numbers in order, pieces inside their blocks, one speech at a time. */
function checkOrder(events: readonly ReplyEvent[]): void {
  const open = new Map<number, string>();
  let next = 0;
  events.forEach((event, at) => {
    if ((event.kind === 'start') !== (at === 0)) throw new Error(`start at ${at}`);
    if (event.kind === 'finish' && (at !== events.length - 1 || open.size > 0))
      throw new Error('finish too early');
    if (event.kind === 'open') {
      if (event.block !== next) throw new Error(`block ${event.block} instead of ${next}`);
      next += 1;
      const isCall = event.head.kind === 'call';
      if ([...open.values()].some((kind) => !isCall || kind !== 'call'))
        throw new Error('opened inside another');
      open.set(event.block, event.head.kind);
    } else if ('block' in event) {
      if (!open.has(event.block)) throw new Error(`${event.kind} outside block ${event.block}`);
      if (event.kind === 'delta' && event.text === '') throw new Error('empty delta');
      if (event.kind === 'close') open.delete(event.block);
    }
  });
}
