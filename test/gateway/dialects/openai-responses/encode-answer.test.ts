import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../../../src/gateway/dialects/conversation.ts';
import type { Fields } from '../../../../src/gateway/dialects/json-value.ts';
import { Losses } from '../../../../src/gateway/dialects/losses.ts';
import { unwrapOpaque } from '../../../../src/gateway/dialects/opaque.ts';
import { openAiResponsesCodec as codec } from '../../../../src/gateway/dialects/openai-responses/codec.ts';
import { openAiResponsesWire as wire } from '../../../../src/gateway/dialects/openai-responses/wire.ts';
import type { Block, Finish, Reply, ReplyEvent } from '../../../../src/gateway/dialects/reply.ts';
import { listAt, textAt } from '../../../support/json-value.ts';
import { CodecRun, dataOf, encodeContext, lost, origin } from '../../../support/run-codec.ts';
import { answerJudge } from '../../../support/strict/answer-judge.ts';

const { encodedEvents, encodedStream, read } = new CodecRun(codec);

const judge = answerJudge('openai-responses');
const stop: Finish = { reason: 'stop' };
const replyOf = (blocks: readonly Block[], finish = stop): Reply => ({ blocks, finish });
const gemini = { kind: 'gemini-signature', data: 'sig', origin } as const;
const call = (id: string, more: Partial<Extract<Block, { kind: 'call' }>> = {}): Block => ({
  ...{ kind: 'call', id, name: 'f', form: 'function', input: '{}' },
  ...more,
});

/** What a client keeps: the items in the order in which they were done. */
function itemsOf(stream: string): readonly Fields[] {
  return dataOf(stream).flatMap(({ type, item }) =>
    type === 'response.output_item.done' && typeof item === 'object' && item !== null ? { ...item } : [],
  );
}

function keptBy(stream: string): Conversation {
  return read({ model: 'm', input: itemsOf(stream) });
}

describe('a stream', () => {
  it('is the official sequence, with the name of each event on its line', () => {
    const stream = encodedStream(
      replyOf([{ kind: 'reasoning', text: ['a', 'b'] }, { kind: 'text', text: 'c' }, call('c1')]),
    );
    expect(dataOf(stream).map(({ type }) => type)).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.reasoning_summary_part.added',
      'response.reasoning_summary_text.delta',
      'response.reasoning_summary_text.done',
      'response.reasoning_summary_part.done',
      'response.reasoning_summary_part.added',
      'response.reasoning_summary_text.delta',
      'response.reasoning_summary_text.done',
      'response.reasoning_summary_part.done',
      'response.output_item.done',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.output_item.added',
      'response.function_call_arguments.delta',
      'response.function_call_arguments.done',
      'response.output_item.done',
      'response.completed',
    ]);
    for (const event of stream.split('\n\n').slice(0, -1))
      expect(event).toMatch(/^event: (\S+)\ndata: \{"type":"\1"/);
    expect(dataOf(stream).map(({ sequence_number }) => sequence_number)).toEqual(
      dataOf(stream).map((_, nth) => nth),
    );
    expect(judge.checkStream(stream)).toEqual([]);
  });

  it('raw thoughts are content, and come along where Codex sends them back', () => {
    const reply = replyOf([{ kind: 'reasoning', raw: true, text: ['hm', 'so'] }]);
    const context = {
      ...encodeContext(),
      reasoning: read({ model: 'm', input: 'x', include: ['reasoning.encrypted_content'] }).reasoning,
    };
    const stream = encodedStream(reply, context);
    expect(judge.checkStream(stream)).toEqual([]);
    expect(dataOf(stream).map(({ type }) => type)).toContain('response.reasoning_text.delta');
    const [item] = itemsOf(stream);
    expect(item).toMatchObject({
      summary: [],
      content: [{ type: 'reasoning_text', text: 'hm' }, { text: 'so' }],
    });
    const codexSends = { ...item, content: null };
    expect(read({ model: 'm', input: [codexSends] }).turns).toMatchObject([
      { parts: [{ kind: 'reasoning', raw: true, text: ['hm', 'so'] }] },
    ]);
    // For others only a mark that there is no state.
    const [plain] = itemsOf(encodedStream(reply));
    expect(unwrapOpaque(String(plain?.encrypted_content))).toEqual({ kind: 'none', data: '' });
  });

  it('the last event holds everything, and the settings of the request', () => {
    const body = {
      instructions: 'Be kind',
      tools: [{ type: 'function', name: 'f' }],
      temperature: 0.5,
      reasoning: { effort: 'low' },
      metadata: { a: 'b' },
    };
    const usage = {
      input: 10,
      cacheRead: 4,
      cacheWrite5m: 2,
      cacheWrite1h: 1,
      output: 5,
      reasoning: 3,
      estimated: false,
    };
    const stream = encodedStream(
      { id: 'resp_9', model: 'real', created: 7, ...replyOf([{ kind: 'text', text: 'a' }]), usage },
      { ...encodeContext(), body },
    );
    const last = dataOf(stream).at(-1);
    expect(last?.response).toMatchObject({
      ...{ id: 'resp_9', object: 'response', created_at: 7, status: 'completed', model: 'real', error: null },
      ...body,
      ...{
        reasoning: { effort: 'low', summary: null },
        text: { format: { type: 'text' } },
        tool_choice: 'auto',
      },
      output: itemsOf(stream),
      usage: {
        input_tokens: 17,
        input_tokens_details: { cached_tokens: 4, cache_write_tokens: 3 },
        output_tokens: 8,
        output_tokens_details: { reasoning_tokens: 3 },
        total_tokens: 25,
      },
    });
    const reader = wire.createUsageReader({});
    for (const event of stream.split(/(?<=\n\n)/)) reader.take(event);
    expect(reader.read()).toEqual({ ...usage, cacheWrite5m: 3, cacheWrite1h: 0 });
  });

  it('names model and time by the gateway when the provider does not', () => {
    const [first] = dataOf(encodedStream({ id: 'chatcmpl-1', ...replyOf([]) }));
    expect(first?.response).toMatchObject({ model: 'asked-model', created_at: 1_700_000_000, usage: null });
    expect(textAt(first, 'response', 'id')).toMatch(/^resp_/);
  });

  it('calls beside each other keep their places', () => {
    const events: ReplyEvent[] = [
      { kind: 'open', block: 0, head: { kind: 'call', id: 'a', name: 'f', form: 'function' } },
      { kind: 'open', block: 1, head: { kind: 'call', id: 'b', name: 'g', form: 'custom', namespace: 'n' } },
      { kind: 'delta', block: 1, text: 'two' },
      { kind: 'delta', block: 0, text: '{"a":1}' },
      { kind: 'close', block: 1 },
      { kind: 'close', block: 0 },
      { kind: 'finish', finish: { reason: 'tool-calls' } },
    ];
    const stream = encodedEvents(events);
    expect(judge.checkStream(stream)).toEqual([]);
    const output = listAt(dataOf(stream).at(-1), 'response', 'output');
    expect(output).toMatchObject([
      { type: 'function_call', call_id: 'a', arguments: '{"a":1}' },
      { type: 'custom_tool_call', call_id: 'b', namespace: 'n', input: 'two' },
    ]);
  });

  it('a call without arguments has an empty object; shells and searches are whole', () => {
    const action = { type: 'exec', command: ['ls'] };
    const reply = replyOf([
      call('a', { input: '' }),
      call('b', { form: 'local-shell', input: JSON.stringify(action) }),
      call('c', { form: 'tool-search', input: '{"query":"q"}' }),
    ]);
    expect(itemsOf(encodedStream(reply))).toMatchObject([
      { type: 'function_call', arguments: '{}' },
      { type: 'local_shell_call', call_id: 'b', action },
      { type: 'tool_search_call', call_id: 'c', execution: 'client', arguments: { query: 'q' } },
    ]);
  });

  it('no id comes twice: OpenAI’s SDK refuses such an answer', () => {
    const reply = replyOf([
      { kind: 'reasoning', id: 'rs_1', text: ['a'] },
      { kind: 'reasoning', id: 'rs_1', text: ['b'] },
      call('c'),
      call('c'),
    ]);
    expect(judge.checkStream(encodedStream(reply))).toEqual([]);
    expect(judge.checkAnswer(codec.encodeReply(reply, encodeContext()))).toEqual([]);
  });

  it('an empty text is no message', () => {
    expect(itemsOf(encodedStream(replyOf([{ kind: 'text', text: '' }])))).toEqual([]);
  });

  it('steps of another provider’s tools and sounds are lost, pictures are not', () => {
    const losses = new Losses();
    const reply = replyOf([
      { kind: 'hosted', tool: 'web-search', text: 'q', dialect: 'anthropic-messages', value: {} },
      { kind: 'media', mimeType: 'audio/wav', data: 'AA' },
      { kind: 'media', mimeType: 'image/png', data: 'AA', opaque: gemini },
    ]);
    const stream = encodedStream(reply, encodeContext(losses));
    expect(itemsOf(stream)).toMatchObject([
      { type: 'image_generation_call', result: 'AA', output_format: 'png' },
    ]);
    expect(judge.checkStream(stream)).toEqual([]);
    expect(losses.list.map(({ code }) => code)).toEqual(['hosted', 'media', 'opaque']);
  });
});

describe('the end', () => {
  it.each<[Finish['reason'], string, unknown]>([
    ['stop', 'completed', null],
    ['tool-calls', 'completed', null],
    ['stop-sequence', 'completed', null],
    ['pause', 'completed', null],
    ['malformed-call', 'completed', null],
    ['other', 'completed', null],
    ['length', 'incomplete', { reason: 'max_output_tokens' }],
    ['context-full', 'incomplete', { reason: 'max_output_tokens' }],
    ['content-filter', 'incomplete', { reason: 'content_filter' }],
  ])('%s is %s', (reason, status, details) => {
    const reply = replyOf([{ kind: 'text', text: 'a' }], { reason });
    const last = dataOf(encodedStream(reply)).at(-1);
    expect(last).toMatchObject({
      type: `response.${status}`,
      response: { status, incomplete_details: details },
    });
    expect(codec.encodeReply(reply, encodeContext())).toMatchObject({ status, incomplete_details: details });
  });

  it('a refusal is a part of the answer', () => {
    const reply = replyOf([{ kind: 'text', refusal: true, text: 'Not that' }], { reason: 'refusal' });
    const stream = encodedStream(reply);
    expect(judge.checkStream(stream)).toEqual([]);
    expect(itemsOf(stream)).toMatchObject([
      { type: 'message', content: [{ type: 'refusal', refusal: 'Not that' }] },
    ]);
    expect(dataOf(stream).at(-1)).toMatchObject({ type: 'response.completed' });
    expect(codec.encodeReply(reply, encodeContext())).toMatchObject({ status: 'completed' });
  });

  it('a refusal that the reason alone tells of is an answer cut by the filter', () => {
    const reply = replyOf([{ kind: 'text', text: 'Well' }], { reason: 'refusal', detail: 'Not that' });
    const cut = { status: 'incomplete', incomplete_details: { reason: 'content_filter' } };
    expect(dataOf(encodedStream(reply)).at(-1)).toMatchObject({ type: 'response.incomplete', response: cut });
    expect(codec.encodeReply(reply, encodeContext())).toMatchObject(cut);
  });
});

describe('opaque state', () => {
  const anthropic = { kind: 'anthropic-signature', data: 'sig', origin } as const;
  const stateOf = (item: Fields | undefined) => unwrapOpaque(String(item?.encrypted_content));

  it('goes wrapped with the reasoning that it belongs to', () => {
    const stream = encodedStream(replyOf([{ kind: 'reasoning', text: ['hm'], opaque: anthropic }]));
    const [item] = itemsOf(stream);
    expect(stateOf(item)).toEqual(anthropic);
    expect(keptBy(stream).turns).toMatchObject([
      { parts: [{ kind: 'reasoning', text: ['hm'], opaque: anthropic }] },
    ]);
  });

  it('of a compaction goes with one', () => {
    const opaque = { kind: 'openai-compaction', data: 'e', origin } as const;
    const [item] = itemsOf(encodedStream(replyOf([{ kind: 'reasoning', text: [], id: 'cmp_1', opaque }])));
    expect(item).toMatchObject({ type: 'compaction', id: 'cmp_1' });
    expect(stateOf(item)).toEqual(opaque);
  });

  it('of calls comes back to each, in the order of their ends and of their places', () => {
    const second = { ...gemini, data: 'second' };
    const head = (id: string) => ({ kind: 'call', id, name: 'f', form: 'function' }) as const;
    const stream = encodedEvents([
      { kind: 'open', block: 0, head: head('a') },
      { kind: 'open', block: 1, head: head('b') },
      { kind: 'close', block: 1, opaque: second },
      { kind: 'close', block: 0, opaque: gemini },
      { kind: 'finish', finish: { reason: 'tool-calls' } },
    ]);
    expect(judge.checkStream(stream)).toEqual([]);
    const output = listAt(dataOf(stream).at(-1), 'response', 'output');
    for (const input of [itemsOf(stream), output, output.map(withoutId)]) {
      const [turn, ...others] = read({ model: 'm', input }).turns;
      expect(others).toEqual([]);
      expect(turn?.parts).toHaveLength(2);
      expect(turn?.parts).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ id: 'a', opaque: gemini }),
          expect.objectContaining({ id: 'b', opaque: second }),
        ]),
      );
    }
  });

  it('of texts comes back to them, with or without a word', () => {
    const blocks: Block[] = [
      { kind: 'text', text: 'a', opaque: gemini },
      { kind: 'text', text: '', opaque: gemini },
    ];
    const stream = encodedStream(replyOf(blocks));
    expect(judge.checkStream(stream)).toEqual([]);
    expect(keptBy(stream).turns).toMatchObject([{ parts: blocks }]);
    const whole = codec.encodeReply(replyOf(blocks), encodeContext());
    expect(read({ model: 'm', input: whole.output }).turns).toMatchObject([{ parts: blocks }]);
  });

  it('whose call is gone stays reasoning', () => {
    const [, carrier] = itemsOf(encodedStream(replyOf([call('a', { opaque: gemini })])));
    expect(read({ model: 'm', input: [carrier] }).turns).toMatchObject([
      { parts: [{ kind: 'reasoning', text: [], opaque: gemini }] },
    ]);
  });

  it('nothing of what was made here is sent to a provider of this dialect', () => {
    const conversation = keptBy(
      encodedStream(replyOf([{ kind: 'text', text: 'a', opaque: gemini }, call('c', { opaque: gemini })])),
    );
    const losses = new Losses();
    const body = codec.encodeRequest(conversation, { model: 'm', stream: false, quirks: {} }, losses);
    expect(body.input).toMatchObject([{ type: 'message' }, { type: 'function_call' }]);
    expect(JSON.stringify(body)).not.toMatch(/_pb|patchbay/);
    expect(lost(losses)).toEqual(['opaque /input/0/content/0', 'opaque /input/2']);
  });
});

function withoutId(item: unknown): unknown {
  const { id: _, ...rest } = { ...(item as Fields) };
  return rest;
}
