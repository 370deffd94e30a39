import { describe, expect, it } from 'vitest';
import { openAiResponsesCodec as codec } from '../../../../src/gateway/dialects/openai-responses/codec.ts';
import type { Block, Reply } from '../../../../src/gateway/dialects/reply.ts';
import { type Recording, recordings } from '../../../support/corpus.ts';
import { isRecord, listAt, parsedJson, textAt, valueAt } from '../../../support/json-value.ts';
import { CodecRun, decodeContext, encodeContext, origin } from '../../../support/run-codec.ts';
import { type StreamEvent, streamEvents } from '../../../support/sse-events.ts';
import { answerJudge } from '../../../support/strict/answer-judge.ts';
import { asReadBack } from './read-back.ts';

const { decodedEvents, decodedStream, encodedStream } = new CodecRun(codec);

const answers = recordings('openai-responses').filter(({ status }) => status === 200);
const streams = answers.filter(({ streaming, body }) => streaming && !body.includes('response.failed'));
const wholes = answers.filter(({ streaming }) => !streaming);
const judge = answerJudge('openai-responses');

/** What an answer says, read without the codec. */
interface Naive {
  readonly text: string;
  readonly refusal: string;
  readonly thoughts: string;
  readonly states: readonly string[];
  readonly calls: readonly unknown[];
  readonly sources: number;
  readonly others: readonly unknown[];
  readonly finish: string;
}

const ownCalls = ['function_call', 'custom_tool_call', 'local_shell_call'];

function naive(items: readonly unknown[], response: unknown): Naive {
  const of = (...types: readonly string[]) =>
    items.filter((item) => types.includes(textAt(item, 'type') ?? ''));
  const parts = of('message').flatMap((item) => listAt(item, 'content'));
  const texts = parts.filter((part) => textAt(part, 'type') === 'output_text');
  const refusal = parts.map((part) => textAt(part, 'refusal') ?? '').join('');
  const reasoning = of('reasoning');
  const calls = of(...ownCalls);
  const reason = textAt(response, 'incomplete_details', 'reason');
  const status = textAt(response, 'status');
  return {
    text: texts.map((part) => textAt(part, 'text')).join('|'),
    refusal,
    thoughts: reasoning
      .flatMap((item) => [...listAt(item, 'summary'), ...listAt(item, 'content')])
      .map((part) => textAt(part, 'text'))
      .join('|'),
    states: of('reasoning', 'compaction').flatMap((item) => textAt(item, 'encrypted_content') ?? []),
    calls: calls.map((item) => ({
      id: textAt(item, 'call_id'),
      name: textAt(item, 'name') ?? 'local_shell',
      namespace: textAt(item, 'namespace'),
      input: textAt(item, 'arguments') ?? textAt(item, 'input') ?? JSON.stringify(valueAt(item, 'action')),
    })),
    sources: texts.reduce<number>((sum, part) => sum + listAt(part, 'annotations').length, 0),
    others: items.filter(
      (item) =>
        !['message', 'reasoning', 'compaction', 'image_generation_call', ...ownCalls].includes(
          textAt(item, 'type') ?? '',
        ),
    ),
    finish:
      reason ??
      (status === 'completed'
        ? calls.length > 0
          ? 'calls'
          : refusal === ''
            ? 'end'
            : 'refusal'
        : String(status)),
  };
}

/** Takes the items as they ended, in their order, or those of the last event when none ended by itself. */
function naiveStream(events: readonly StreamEvent[]): Naive {
  const items: unknown[] = [];
  let last: unknown;
  for (const { data } of events) {
    if (data.type === 'response.output_item.done') items[Number(data.output_index)] = data.item;
    if (isRecord(data.response)) last = data.response;
  }
  return naive(items.length > 0 ? items : listAt(last, 'output'), last);
}

const finishes: Readonly<Record<string, string>> = { 'tool-calls': 'calls', stop: 'end', refusal: 'refusal' };

/** The same of an answer that the codec read. */
function said({ blocks, finish }: Reply): Naive {
  const of = <Kind extends Block['kind']>(kind: Kind) =>
    blocks.filter((block): block is Extract<Block, { kind: Kind }> => block.kind === kind);
  const texts = of('text').filter(({ refusal }) => refusal !== true);
  return {
    text: texts.map(({ text }) => text).join('|'),
    refusal: of('text')
      .filter(({ refusal }) => refusal === true)
      .map(({ text }) => text)
      .join(''),
    thoughts: of('reasoning')
      .flatMap(({ text }) => text)
      .join('|'),
    states: of('reasoning').flatMap(({ opaque }) => opaque?.data ?? []),
    calls: of('call').map(({ id, name, namespace, input }) => ({ id, name, namespace, input })),
    sources: texts.reduce((sum, { citations }) => sum + (citations?.length ?? 0), 0),
    others: of('hosted').map(({ value }) => value),
    finish: finishes[finish.reason] ?? String(finish.native),
  };
}

function wholeBody({ body }: Recording): Record<string, unknown> {
  const value = parsedJson(body.toString());
  return isRecord(value) ? value : {};
}

describe.skipIf(answers.length === 0)('recorded answers', () => {
  it.each(streams)('$id is read as it is', ({ body }) => {
    const events = streamEvents(body.toString());
    const context = decodeContext();
    expect(said(decodedStream(events, context))).toEqual(naiveStream(events));
    // Of the corpus only these lose anything.
    for (const { code } of context.losses.list) expect(['logprobs', 'field']).toContain(code);
  });

  it.each(streams)('$id is the same from its last event alone', ({ body }) => {
    const events = streamEvents(body.toString());
    const last = events.filter(({ data }) => isRecord(data.response)).at(-1);
    if (last === undefined || listAt(last.data, 'response', 'output').length === 0) return;
    const { blocks, finish } = decodedStream([last]);
    const streamed = decodedStream(events);
    expect(blocks.map(comparable)).toEqual(streamed.blocks.map(comparable));
    expect(finish).toEqual(streamed.finish);
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

  it.each(streams)('$id is the same after it was written again, as strict clients read it', ({ body }) => {
    const reply = decodedStream(streamEvents(body.toString()));
    const stream = encodedStream(reply);
    expect(judge.checkStream(stream)).toEqual([]);
    expect(asReadBack(decodedStream(streamEvents(stream)))).toEqual(asReadBack(reply));
    const whole = codec.encodeReply(reply, encodeContext());
    expect(judge.checkAnswer(whole)).toEqual([]);
    expect(asReadBack(codec.decodeReply(whole, decodeContext()))).toEqual(asReadBack(reply));
  });

  it.each(streams)('$id says nothing without its end', ({ body }) => {
    const events = streamEvents(body.toString());
    const cut = decodedEvents(events.slice(0, Math.ceil(events.length / 2)), decodeContext(), false);
    expect(cut.some(({ kind }) => kind === 'finish')).toBe(false);
  });

  it.each(wholes)('$id is read as it is', (recording) => {
    const body = wholeBody(recording);
    const reply = codec.decodeReply(body, decodeContext());
    expect(said(reply)).toEqual(naive(listAt(body, 'output'), body));
    expect([reply.id, reply.model]).toEqual([body.id, body.model]);
    const again = codec.encodeReply(reply, encodeContext());
    // xAI has items of its own, which the SDK takes all the same.
    const excused = { ...(recording.provider === 'xai' && { 'value:output[].type': 'x_search_call' }) };
    expect(judge.checkAnswer(again, { excused })).toEqual([]);
    if (body.status === 'completed')
      expect(asReadBack(codec.decodeReply(again, decodeContext()))).toEqual(asReadBack(reply));
    for (const block of reply.blocks)
      if (block.kind === 'reasoning' && block.opaque !== undefined)
        expect(block.opaque.origin).toEqual(origin);
  });
});

/** Some change ids between events, and state is encrypted anew for each. */
function comparable(block: Block): unknown {
  if (block.kind === 'hosted') return { ...block, value: block.value.type };
  if (block.kind !== 'reasoning') return block;
  const { id: _, opaque, ...rest } = block;
  return { ...rest, opaque: opaque?.kind };
}
