import type { DecodeContext, EncodeContext, EncodeTarget } from '../../../../src/gateway/dialects/codec.ts';
import { ReplyCollector } from '../../../../src/gateway/dialects/collect-reply.ts';
import type { Conversation, Part } from '../../../../src/gateway/dialects/conversation.ts';
import { statelessCall } from '../../../../src/gateway/dialects/gemini-generate/answer-state.ts';
import { geminiGenerateCodec } from '../../../../src/gateway/dialects/gemini-generate/codec.ts';
import { type Fields, fieldsOf, isFields } from '../../../../src/gateway/dialects/json-value.ts';
import { Losses } from '../../../../src/gateway/dialects/losses.ts';
import { playReply } from '../../../../src/gateway/dialects/play-reply.ts';
import type { Reply, ReplyEvent } from '../../../../src/gateway/dialects/reply.ts';
import { listAt } from '../../../support/json-value.ts';

export const origin = { provider: 'google', account: 'main', model: 'gemini-3-pro' };

/** Ids count up, so that a test can name them. */
export function countingIds(): (prefix: string) => string {
  let count = 0;
  return (prefix) => {
    count += 1;
    return `${prefix}${count}`;
  };
}

export function decodeContext(losses = new Losses()): DecodeContext {
  return { quirks: {}, origin, id: countingIds(), losses };
}

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
  stream: true,
  extra: [],
};

export function encodeContext(more: Partial<EncodeContext> = {}): EncodeContext {
  return {
    reasoning: {},
    body: {},
    model: 'asked-model',
    now: 1_700_000_000,
    id: countingIds(),
    wantsUsage: true,
    jsonArray: false,
    losses: new Losses(),
    ...more,
  };
}

/** The conversation of a body that has to be understood. */
export function read(body: Fields): Conversation {
  const decoded = geminiGenerateCodec.decodeRequest(body, { stream: true });
  if (!decoded.ok) throw new Error(`${decoded.at}: ${decoded.detail}`);
  return decoded.conversation;
}

/** The parts of the one content of a model's turn with these parts. */
export function readModelParts(parts: readonly unknown[]): readonly Part[] {
  return read({ contents: [{ role: 'model', parts }] }).turns[0]?.parts ?? [];
}

export function write(
  conversation: Partial<Conversation>,
  target: Partial<EncodeTarget> = {},
  losses = new Losses(),
): Fields {
  return geminiGenerateCodec.encodeRequest(
    { ...emptyConversation, ...conversation },
    { model: 'gemini-2.5-flash', stream: true, quirks: {}, ...target },
    losses,
  );
}

/** The objects of a stream as Google frames it, or of a JSON array; throws on anything else. */
export function chunksOf(text: string): Fields[] {
  const objects: readonly unknown[] = text.startsWith('[')
    ? listAt(JSON.parse(text))
    : text
        .split('\r\n\r\n')
        .slice(0, -1)
        .map((event) => {
          if (!event.startsWith('data: ') || /[\r\n]/.test(event)) throw new Error(`No event: ${event}`);
          return JSON.parse(event.slice('data: '.length));
        });
  return objects.filter(isFields);
}

/** The events that a decoder makes of chunks. */
export function eventsOf(chunks: readonly Fields[], context = decodeContext(), whole = true): ReplyEvent[] {
  const events: ReplyEvent[] = [];
  const decoder = geminiGenerateCodec.createStreamDecoder(context, (event) => events.push(event));
  for (const chunk of chunks) decoder.take(chunk, '');
  decoder.end(whole);
  return events;
}

export function collected(events: readonly ReplyEvent[]): Reply {
  const collector = new ReplyCollector();
  for (const event of events) collector.take(event);
  const reply = collector.reply();
  if (reply === undefined) throw new Error('The stream has not finished.');
  return reply;
}

/** What the encoder writes for events. */
export function written(events: readonly ReplyEvent[], context = encodeContext()): string {
  let text = '';
  const encoder = geminiGenerateCodec.createStreamEncoder(context, (piece) => {
    text += piece;
  });
  for (const event of events) encoder.take(event);
  return text;
}

export function playedReply(reply: Reply): ReplyEvent[] {
  const events: ReplyEvent[] = [];
  playReply(reply, (event) => events.push(event));
  return events;
}

/** All parts of the first candidates, in order. */
export function partsOf(chunks: readonly Fields[]): Fields[] {
  return chunks.flatMap((chunk) => listAt(chunk, 'candidates', 0, 'content', 'parts').filter(isFields));
}

export function candidateOf(chunk: Fields | undefined): Fields {
  return fieldsOf(listAt(chunk, 'candidates')[0]) ?? {};
}

/** A conversation without its places, which no other body shares. */
export function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'at')
      .map(([key, one]) => [key, withoutPlaces(one)]),
  );
}

/** A reply without the signatures that calls without state got. */
export function withoutStateless(reply: Reply): Reply {
  return {
    ...reply,
    blocks: reply.blocks.map((block) => {
      if (block.kind !== 'call' || block.opaque?.data !== statelessCall) return block;
      const { opaque: _, ...rest } = block;
      return rest;
    }),
  };
}
