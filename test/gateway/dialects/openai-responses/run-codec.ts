import type { DecodeContext, EncodeContext, EncodeTarget } from '../../../../src/gateway/dialects/codec.ts';
import { ReplyCollector } from '../../../../src/gateway/dialects/collect-reply.ts';
import type { Conversation } from '../../../../src/gateway/dialects/conversation.ts';
import type { Fields } from '../../../../src/gateway/dialects/json-value.ts';
import { Losses } from '../../../../src/gateway/dialects/losses.ts';
import { openAiResponsesCodec as codec } from '../../../../src/gateway/dialects/openai-responses/codec.ts';
import { playReply } from '../../../../src/gateway/dialects/play-reply.ts';
import type { Reply, ReplyEvent } from '../../../../src/gateway/dialects/reply.ts';
import { type StreamEvent, streamEvents } from '../../../support/sse-events.ts';

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
    conversation: { ...emptyConversation, from: 'openai-responses' },
    body: {},
    model: 'asked-model',
    now: 1_700_000_000,
    wantsUsage: true,
    jsonArray: false,
  };
}

export function read(body: Fields): Conversation {
  const decoded = codec.decodeRequest(body, { stream: body.stream === true });
  if (!decoded.ok) throw new Error(`${decoded.at}: ${decoded.detail}`);
  return decoded.conversation;
}

export interface Written {
  readonly body: Fields;
  readonly losses: Losses;
}

export function write(conversation: Conversation, target: Partial<EncodeTarget> = {}): Written {
  const losses = new Losses();
  const body = codec.encodeRequest(
    conversation,
    { model: 'm', stream: conversation.stream, quirks: {}, ...target },
    losses,
  );
  return { body, losses };
}

/** Codes of losses with their places. */
export function lost(losses: Losses): readonly string[] {
  return losses.list.map(({ code, path }) => `${code} ${path}`);
}

/** What a stream of the provider says, event by event. */
export function decodedEvents(
  events: readonly StreamEvent[],
  context = decodeContext(),
  whole = true,
): readonly ReplyEvent[] {
  const found: ReplyEvent[] = [];
  const decoder = codec.createStreamDecoder(context, (event) => {
    found.push(event);
  });
  for (const { data, name } of events) decoder.take(data, name);
  decoder.end(whole);
  return found;
}

export function collected(events: readonly ReplyEvent[]): Reply {
  const collector = new ReplyCollector();
  for (const event of events) collector.take(event);
  const reply = collector.reply();
  if (reply === undefined) throw new Error('The stream has not finished.');
  return reply;
}

export function decodedStream(events: readonly StreamEvent[], context = decodeContext()): Reply {
  return collected(decodedEvents(events, context));
}

/** The stream that a client gets. */
export function encodedEvents(events: readonly ReplyEvent[], context = encodeContext()): string {
  let text = '';
  const encoder = codec.createStreamEncoder(context, (piece) => {
    text += piece;
  });
  for (const event of events) encoder.take(event);
  return text;
}

export function encodedStream(reply: Reply, context = encodeContext()): string {
  const events: ReplyEvent[] = [];
  playReply(reply, (event) => {
    events.push(event);
  });
  return encodedEvents(events, context);
}

/** The events of a stream by their data alone. */
export function dataOf(stream: string): readonly Fields[] {
  return streamEvents(stream).map(({ data }) => data);
}
