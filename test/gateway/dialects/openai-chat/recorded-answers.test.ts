import { describe, expect, it } from 'vitest';
import { openAiChatCodec } from '../../../../src/gateway/dialects/openai-chat/codec.ts';
import type { Block, Reply } from '../../../../src/gateway/dialects/reply.ts';
import { type Recording, recordings } from '../../../support/corpus.ts';
import {
  isRecord,
  type JsonRecord,
  listAt,
  parsedJson,
  textAt,
  valueAt,
} from '../../../support/json-value.ts';
import { eventsOf } from '../../../support/stream-events.ts';
import {
  collected,
  decodeContext,
  decodedEvents,
  encodeContext,
  readStream,
  writtenStream,
} from './chat-codec.ts';

const answers = recordings('openai-chat').filter(({ status }) => status === 200);
const streams = answers.filter(({ streaming }) => streaming);
const wholes = answers.filter(({ streaming }) => !streaming);

/** What an answer says, read in the simple way from its chunks or its message. */
interface Naive {
  text: string;
  refusal: string;
  reasoning: string;
  calls: { name: string; input: string; id: string | undefined }[];
  finish: string | undefined;
}

/** Parses lines that begin with `data:`; nothing of the product is used. */
function naiveChunks(body: string): JsonRecord[] {
  return body
    .split(/\r\n|\n/)
    .map((line) => line.trim())
    .filter((line) => line.startsWith('data:'))
    .map((line) => parsedJson(line.slice(5)))
    .filter(isRecord);
}

function naiveOf(messages: readonly (readonly [unknown, unknown])[]): Naive {
  const naive: Naive = { text: '', refusal: '', reasoning: '', calls: [], finish: undefined };
  const places = new Map<unknown, number>();
  for (const [message, choice] of messages) {
    const content = valueAt(message, 'content');
    for (const part of Array.isArray(content) ? content : [content]) {
      if (typeof part === 'string') naive.text += part;
      if (textAt(part, 'type') === 'text') naive.text += textAt(part, 'text') ?? '';
      for (const thought of listAt(part, 'thinking')) naive.reasoning += textAt(thought, 'text') ?? '';
    }
    naive.refusal += textAt(message, 'refusal') ?? '';
    const details = listAt(message, 'reasoning_details');
    naive.reasoning +=
      textAt(message, 'reasoning_content') ??
      textAt(message, 'reasoning') ??
      details.map((entry) => textAt(entry, 'text') ?? textAt(entry, 'summary') ?? '').join('');
    listAt(message, 'tool_calls').forEach((piece, at) => {
      const key = valueAt(piece, 'index') ?? at;
      const body = valueAt(piece, 'function') ?? valueAt(piece, 'custom');
      const place = places.get(key) ?? naive.calls.push({ name: '', input: '', id: undefined }) - 1;
      places.set(key, place);
      const call = naive.calls[place];
      if (call === undefined) return;
      call.name ||= textAt(body, 'name') ?? '';
      call.id ??= textAt(piece, 'id') || undefined;
      call.input += textAt(body, 'arguments') ?? textAt(body, 'input') ?? '';
    });
    const finish = textAt(choice, 'finish_reason');
    if (finish) naive.finish ??= finish;
  }
  return naive;
}

function naiveStream({ body }: Recording): Naive {
  return naiveOf(
    naiveChunks(body.toString())
      .flatMap((each) => listAt(each, 'choices'))
      .filter((choice) => valueAt(choice, 'index') === 0)
      .map((choice) => [valueAt(choice, 'delta'), choice] as const),
  );
}

function naiveWhole({ body }: Recording): Naive {
  const choice = valueAt(parsedJson(body.toString()), 'choices', 0);
  return naiveOf([[valueAt(choice, 'message'), choice]]);
}

const joined = (blocks: readonly Block[], read: (block: Block) => string) => blocks.map(read).join('');

/** The same of a reply. Hosted steps, state and sources are beside it. */
function toldBy({ blocks, finish }: Reply): Naive {
  return {
    text: joined(blocks, (block) => (block.kind === 'text' && block.refusal !== true ? block.text : '')),
    refusal: joined(blocks, (block) => (block.kind === 'text' && block.refusal === true ? block.text : '')),
    reasoning: joined(blocks, (block) => (block.kind === 'reasoning' ? block.text.join('') : '')),
    calls: blocks.flatMap((block) =>
      block.kind === 'call' ? [{ name: block.name, input: block.input, id: block.id }] : [],
    ),
    finish: finish.reason,
  };
}

const words: Record<string, string> = {
  stop: 'stop',
  eos: 'stop',
  length: 'length',
  tool_calls: 'tool-calls',
  content_filter: 'content-filter',
};

/** The pivot's word for what was recorded: calls always end with `tool-calls`, silence is `stop`. */
function expected(naive: Naive): Naive {
  const word = words[naive.finish ?? 'stop'] ?? `unknown ${naive.finish}`;
  if (word !== 'stop') return { ...naive, finish: word };
  if (naive.calls.length > 0) return { ...naive, finish: 'tool-calls' };
  return { ...naive, finish: naive.refusal === '' ? 'stop' : 'refusal' };
}

describe.skipIf(answers.length === 0)('recorded streams', () => {
  it.each(streams.map((recording) => [recording.id, recording] as const))('%s', (_id, recording) => {
    const { events, whole } = eventsOf('openai-chat', recording.body);
    const data = events.map((event) => event.data);
    // Groq's ends with a failure.
    if (!whole) {
      expect(decodedEvents(data, decodeContext(), false).at(-1)?.kind).not.toBe('finish');
      return;
    }
    const context = decodeContext();
    const reply = collected(decodedEvents(data, context));
    expect(toldBy(reply)).toEqual(expected(naiveStream(recording)));
    const lossCodes = context.losses.list.map(({ code }) => code);
    expect(lossCodes.filter((code) => code !== 'logprobs' && code !== 'count')).toEqual([]);
    expect(comparable(readStream(writtenStream(reply)))).toEqual(comparable(withGaps(reply)));
    const again = openAiChatCodec.encodeReply(reply, encodeContext());
    expect(toldBy(openAiChatCodec.decodeReply(again, decodeContext()))).toEqual(toldBy(withGaps(reply)));
  });
});

describe.skipIf(answers.length === 0)('recorded whole answers', () => {
  const choices = wholes.filter(({ body }) => listAt(parsedJson(body.toString()), 'choices').length > 0);
  it.each(choices.map((recording) => [recording.id, recording] as const))('%s', (_id, recording) => {
    const body = parsedJson(recording.body.toString());
    const context = decodeContext();
    const reply = openAiChatCodec.decodeReply(isRecord(body) ? body : {}, context);
    const naive = expected(naiveWhole(recording));
    expect(toldBy(reply)).toEqual(naive);
    expect(comparable(readStream(writtenStream(reply)))).toEqual(comparable(reply));
    const again = openAiChatCodec.encodeReply(reply, encodeContext());
    expect(comparable(openAiChatCodec.decodeReply(again, decodeContext()))).toEqual(comparable(reply));
  });
});

/** Reasoning after other reasoning is set apart for the reader's eye. */
function withGaps(reply: Reply): Reply {
  let thoughts = 0;
  const blocks = reply.blocks.map((block) => {
    if (block.kind !== 'reasoning' || block.text.length === 0) return block;
    thoughts += 1;
    return thoughts === 1 ? block : { ...block, text: ['\n\n', ...block.text] };
  });
  return { ...reply, blocks };
}

/**
 * What a second reading must give again. Not the provider's own finish word (OpenAI's is written) and not the shape in
 * which it named a source; an answer without arguments is written as `{}`, for clients parse them.
 */
function comparable(reply: Reply): unknown {
  const { finish, blocks, model, serviceTier } = reply;
  return {
    model: model ?? 'm',
    serviceTier,
    finish: finish.reason,
    blocks: blocks.map((block) => {
      if (block.kind === 'text') {
        const citations = block.citations?.map(({ value: _, ...rest }) => rest);
        return { ...block, citations };
      }
      if (block.kind === 'reasoning') return { ...block, text: block.text.join('') };
      if (block.kind === 'call') return { ...block, input: block.input === '' ? '{}' : block.input };
      return block;
    }),
  };
}
