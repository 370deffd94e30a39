import { describe, expect, it } from 'vitest';
import { anthropicMessagesCodec as codec } from '../../../../src/gateway/dialects/anthropic-messages/codec.ts';
import { type Opaque, unwrapOpaque } from '../../../../src/gateway/dialects/opaque.ts';
import type { Block, Reply } from '../../../../src/gateway/dialects/reply.ts';
import { noUsage } from '../../../../src/gateway/exchange/usage.ts';
import { type Recording, recordings } from '../../../support/corpus.ts';
import { isRecord, listAt, parsedJson, textAt, valueAt } from '../../../support/json-value.ts';
import { CodecRun, decodeContext, encodeContext, origin } from '../../../support/run-codec.ts';
import { type StreamEvent, streamEvents } from '../../../support/sse-events.ts';

const { decodedEvents, decodedStream, encodedStream } = new CodecRun(codec);

const answers = recordings('anthropic-messages').filter(({ status }) => status === 200);
const streams = answers.filter(({ streaming }) => streaming);
const wholes = answers.filter(({ streaming }) => !streaming);

/** What an answer says, read without the codec. */
interface Naive {
  readonly text: string;
  readonly thoughts: string;
  readonly signatures: readonly string[];
  readonly calls: readonly { readonly id: string; readonly name: string; readonly input: unknown }[];
  readonly hosted: readonly unknown[];
  readonly stop: string | undefined;
}

function naiveBlocks(blocks: readonly unknown[], stop: string | undefined): Naive {
  const of = (type: string) => blocks.filter((block) => textAt(block, 'type') === type);
  const ordinary = ['text', 'thinking', 'redacted_thinking', 'tool_use'];
  return {
    text: of('text')
      .map((block) => textAt(block, 'text'))
      .join('|'),
    thoughts: of('thinking')
      .map((block) => textAt(block, 'thinking'))
      .join('|'),
    signatures: blocks.flatMap((block) => textAt(block, 'signature') || textAt(block, 'data') || []),
    calls: of('tool_use').map((block) => ({
      id: textAt(block, 'id') ?? '',
      name: textAt(block, 'name') ?? '',
      input: valueAt(block, 'input'),
    })),
    hosted: blocks.filter((block) => !ordinary.includes(textAt(block, 'type') ?? '')),
    stop,
  };
}

/** Puts the events together as the SDK does: by the index of the block. */
function naiveStream(events: readonly StreamEvent[]): Naive {
  const blocks: Record<string, unknown>[] = [];
  let stop: string | undefined;
  for (const { data } of events) {
    if (data.type === 'message_start') {
      for (const block of listAt(data, 'message', 'content')) if (isRecord(block)) blocks.push({ ...block });
      stop = textAt(data, 'message', 'stop_reason');
    }
    const index = Number(data.index);
    if (data.type === 'content_block_start' && isRecord(data.content_block)) {
      blocks[index] = { ...data.content_block, json: '' };
    }
    const block = blocks[index];
    if (data.type === 'content_block_delta' && block !== undefined) {
      const { delta } = data;
      const add = (name: string, piece = name) => {
        const text = textAt(delta, piece);
        if (text !== undefined) block[name] = String(block[name] ?? '') + text;
      };
      add('text');
      add('thinking');
      add('signature');
      add('content');
      add('json', 'partial_json');
    }
    if (data.type === 'message_delta') stop = textAt(data, 'delta', 'stop_reason') ?? stop;
  }
  const whole = blocks.map(({ json, ...block }) =>
    json === '' || json === undefined ? block : { ...block, input: parsedJson(String(json)) },
  );
  return naiveBlocks(whole, stop);
}

/** The same of an answer that the codec read. */
function said({ blocks, finish }: Reply): Naive {
  const stateOf = (block: Block): string[] =>
    block.kind === 'reasoning' && block.opaque !== undefined ? [block.opaque.data] : [];
  return {
    text: blocks.flatMap((block) => (block.kind === 'text' ? block.text : [])).join('|'),
    thoughts: blocks
      .flatMap((block) =>
        block.kind === 'reasoning' && block.opaque?.kind !== 'anthropic-redacted' ? block.text.join('') : [],
      )
      .join('|'),
    signatures: blocks.flatMap(stateOf),
    calls: blocks.flatMap((block) =>
      block.kind === 'call'
        ? [{ id: block.id, name: block.name, input: parsedJson(block.input || '{}') }]
        : [],
    ),
    hosted: blocks.flatMap((block) => (block.kind === 'hosted' ? [block.value] : [])),
    stop: finish.native,
  };
}

/** State is wrapped for the client; what it wraps is what came. */
function unwrapped(reply: Reply): Reply {
  const { id: _, ...rest } = reply;
  return { ...rest, blocks: reply.blocks.map(unwrappedBlock) };
}

function unwrappedBlock(block: Block): Block {
  if (block.kind !== 'reasoning' || block.opaque === undefined) return block;
  const { opaque: outer, ...rest } = block;
  const opaque: Opaque | undefined = unwrapOpaque(outer.data) ?? outer;
  return opaque.kind === 'none' ? rest : { ...rest, opaque };
}

/** An empty text comes back in the next request, where it is refused: it is not written. */
function withoutEmptyTexts(reply: Reply): Reply {
  return { ...reply, blocks: reply.blocks.filter((block) => block.kind !== 'text' || block.text !== '') };
}

/** Gateways put their own figures and the like beside the events; they are losses, not errors. */
function comparable(reply: Reply): Reply {
  return unwrapped(withoutEmptyTexts(reply));
}

/** Arguments are an object in an answer that comes whole: the model's spaces are gone. */
function withoutSpaces(reply: Reply): Reply {
  const blocks = reply.blocks.map((block) =>
    block.kind === 'call' ? { ...block, input: JSON.stringify(parsedJson(block.input || '{}')) } : block,
  );
  return { ...reply, blocks };
}

function wholeBody({ body }: Recording): Record<string, unknown> {
  const value = parsedJson(body.toString());
  return isRecord(value) ? value : {};
}

describe.skipIf(answers.length === 0)('recorded answers', () => {
  it.each(streams)('$id is read as it is', ({ body }) => {
    const events = streamEvents(body.toString());
    expect(said(decodedStream(events))).toEqual(naiveStream(events));
  });

  it.each(streams)('$id has one block after the other', ({ body }) => {
    let open: number | undefined;
    let next = 0;
    for (const event of decodedEvents(streamEvents(body.toString()))) {
      if (event.kind === 'open') {
        expect(open).toBeUndefined();
        expect(event.block).toBe(next);
        open = event.block;
        next += 1;
      } else if (event.kind === 'close') open = undefined;
      else if ('block' in event) expect(event.block).toBe(open);
    }
  });

  it.each(streams)('$id is the same after it was written again', ({ body }) => {
    const reply = decodedStream(streamEvents(body.toString()));
    const again = decodedStream(streamEvents(encodedStream(reply)));
    expect(comparable(again)).toEqual(comparable(reply));
    const whole = codec.decodeReply(codec.encodeReply(reply, encodeContext()), decodeContext());
    expect(withoutSpaces(comparable(whole))).toEqual(withoutSpaces(comparable(reply)));
  });

  it.each(streams)('$id says nothing without its end', ({ body }) => {
    const events = streamEvents(body.toString());
    const cut = decodedEvents(events.slice(0, Math.ceil(events.length / 2)), decodeContext(), false);
    expect(cut.some(({ kind }) => kind === 'finish')).toBe(false);
  });

  it.each(wholes)('$id is read as it is', (recording) => {
    const body = wholeBody(recording);
    const reply = codec.decodeReply(body, decodeContext());
    const { stop_reason } = body;
    expect(said(reply)).toEqual(naiveBlocks(listAt(body, 'content'), String(stop_reason)));
    expect([reply.id, reply.model]).toEqual([body.id, body.model]);
    const again = codec.decodeReply(
      codec.encodeReply({ ...reply, usage: noUsage }, encodeContext()),
      decodeContext(),
    );
    expect(comparable(again)).toEqual(comparable(reply));
    for (const block of reply.blocks) {
      if (block.kind === 'reasoning' && block.opaque !== undefined)
        expect(block.opaque.origin).toEqual(origin);
    }
  });
});
