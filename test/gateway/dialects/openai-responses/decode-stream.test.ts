import { describe, expect, it } from 'vitest';
import type { Fields } from '../../../../src/gateway/dialects/json-value.ts';
import { Losses } from '../../../../src/gateway/dialects/losses.ts';
import { openAiResponsesCodec as codec } from '../../../../src/gateway/dialects/openai-responses/codec.ts';
import type { Reply } from '../../../../src/gateway/dialects/reply.ts';
import { CodecRun, decodeContext, lost, origin } from '../../../support/run-codec.ts';

const { decodedEvents, decodedStream } = new CodecRun(codec);

const named = (events: readonly Fields[]) => events.map((data) => ({ data, name: '' }));
const replyOf = (...events: readonly Fields[]): Reply => decodedStream(named(events));
const blocksOf = (...events: readonly Fields[]) => replyOf(...events).blocks;

const added = (output_index: number, item: Fields) => ({
  type: 'response.output_item.added',
  output_index,
  item,
});
const done = (output_index: number, item: Fields) => ({
  type: 'response.output_item.done',
  output_index,
  item,
});
const delta = (kind: string, text: string, place: Fields = { output_index: 0 }) => ({
  type: `response.${kind}.delta`,
  ...place,
  delta: text,
});
const completed = (response: Fields = {}) => ({
  type: 'response.completed',
  response: { id: 'resp_1', status: 'completed', output: [], ...response },
});
const message = (text: string, more: Fields = {}) => ({
  type: 'message',
  role: 'assistant',
  content: [{ type: 'output_text', text, annotations: [] }],
  ...more,
});
const call = (more: Fields = {}) => ({
  type: 'function_call',
  id: 'fc_1',
  call_id: 'c1',
  name: 'f',
  arguments: '',
  ...more,
});
const text = (words: string) => ({ kind: 'text', text: words });
const called = (input: string, more: object = {}) => ({
  kind: 'call',
  form: 'function',
  id: 'c1',
  name: 'f',
  input,
  ...more,
});

describe('text', () => {
  it('comes in deltas, and is not doubled by what repeats it', () => {
    const events = [
      {
        type: 'response.created',
        response: { id: 'resp_1', model: 'm', created_at: 5, service_tier: 'flex' },
      },
      { type: 'response.in_progress', response: { id: 'resp_1' } },
      added(0, { type: 'message', id: 'msg_1', content: [], phase: 'final_answer' }),
      {
        type: 'response.content_part.added',
        output_index: 0,
        content_index: 0,
        part: { type: 'output_text', text: '' },
      },
      delta('output_text', 'Hel'),
      delta('output_text', 'lo'),
      { type: 'response.output_text.done', output_index: 0, content_index: 0, text: 'Hello' },
      {
        type: 'response.content_part.done',
        output_index: 0,
        content_index: 0,
        part: { type: 'output_text', text: 'Hello' },
      },
      done(0, message('Hello', { id: 'msg_1' })),
      completed({ output: [message('Hello', { id: 'msg_1' })] }),
    ];
    expect(replyOf(...events)).toEqual({
      id: 'resp_1',
      model: 'm',
      created: 5,
      serviceTier: 'flex',
      blocks: [{ kind: 'text', text: 'Hello', phase: 'final_answer' }],
      finish: { reason: 'stop', native: 'completed' },
    });
    expect(decodedEvents(named(events)).map(({ kind }) => kind)).toEqual([
      'start',
      'open',
      'delta',
      'delta',
      'close',
      'finish',
    ]);
  });

  it.each<[string, readonly Fields[]]>([
    [
      'deltas of items nobody added',
      [delta('output_text', 'a'), delta('output_text', 'b', { output_index: 1 }), completed()],
    ],
    ['items that are only done', [done(0, message('a')), done(1, message('b')), completed()]],
    ['only the last event', [completed({ output: [message('a'), message('b')] })]],
    [
      'the second item only in the last event',
      [
        done(0, message('a', { id: 'x' })),
        completed({ output: [message('a', { id: 'x' }), message('b', { id: 'y' })] }),
      ],
    ],
    [
      'the first item only in the last event',
      [
        done(1, message('a', { id: 'x' })),
        completed({ output: [message('a', { id: 'x' }), message('b', { id: 'y' })] }),
      ],
    ],
    [
      'neither indices nor ids',
      [
        delta('output_text', 'a', {}),
        { type: 'response.output_item.done', item: message('a') },
        delta('output_text', 'b', {}),
        completed(),
      ],
    ],
    [
      'ids that change',
      [
        added(0, { type: 'message', id: '1' }),
        delta('output_text', 'a', { output_index: 0, item_id: '2' }),
        done(0, message('a', { id: '3' })),
        done(1, message('b', { id: '4' })),
        completed({ output: [message('a', { id: '5' }), message('b', { id: '6' })] }),
      ],
    ],
    [
      'ids without indices',
      [
        added(0, { type: 'message', id: '1' }),
        delta('output_text', 'a', { item_id: '1' }),
        delta('output_text', 'b', { item_id: '2' }),
        completed(),
      ],
    ],
    [
      'one index for all',
      [
        delta('output_text', 'a', { output_index: 0, item_id: '1' }),
        done(0, message('a', { id: '1' })),
        delta('output_text', 'b', { output_index: 0, item_id: '2' }),
        done(0, message('b', { id: '2' })),
        completed(),
      ],
    ],
    [
      'an end that is said twice',
      [done(0, message('a')), done(0, message('a')), done(1, message('b')), completed()],
    ],
    [
      'a delta that is missing',
      [
        delta('output_text', ''),
        { type: 'response.output_text.done', output_index: 0, text: 'a' },
        done(1, message('b')),
        completed(),
      ],
    ],
  ])('is found with %s', (_name, events) => {
    expect(blocksOf(...events)).toEqual([text('a'), text('b')]);
  });

  it('is completed by its end, when deltas fell short', () => {
    expect(blocksOf(delta('output_text', 'Hel'), done(0, message('Hello')), completed())).toEqual([
      text('Hello'),
    ]);
    expect(blocksOf(delta('output_text', 'Hel'), completed({ output: [message('Hello')] }))).toEqual([
      text('Hello'),
    ]);
    expect(blocksOf(delta('output_text', 'Hel'), completed())).toEqual([text('Hel')]);
  });

  it('has a block for each part; Bedrock counts them from one', () => {
    const parts = {
      type: 'message',
      content: [
        { type: 'output_text', text: 'a' },
        { type: 'refusal', refusal: 'no' },
      ],
    };
    expect(
      blocksOf(
        delta('output_text', 'a', { output_index: 0, content_index: 1 }),
        delta('refusal', 'n', { output_index: 0, content_index: 2 }),
        done(0, parts),
        completed(),
      ),
    ).toEqual([text('a'), { ...text('no'), refusal: true }]);
  });

  it('has its sources once', () => {
    const annotation = {
      type: 'url_citation',
      url: 'https://e.org',
      title: 'E',
      start_index: 0,
      end_index: 1,
    };
    const second = { ...annotation, url: 'https://e.org/2' };
    const [block] = blocksOf(
      delta('output_text', 'a'),
      { type: 'response.output_text.annotation.added', output_index: 0, content_index: 0, annotation },
      done(0, {
        type: 'message',
        content: [{ type: 'output_text', text: 'a', annotations: [annotation, second] }],
      }),
      completed(),
    );
    expect(block).toMatchObject({
      citations: [{ url: 'https://e.org', value: annotation }, { url: 'https://e.org/2' }],
    });
  });

  it('loses the probabilities of its tokens, once', () => {
    const losses = new Losses();
    const event = { ...delta('output_text', 'a'), logprobs: [{ token: 'a', logprob: 0 }] };
    decodedStream(named([event, event, completed()]), decodeContext(losses));
    expect(lost(losses)).toEqual(['logprobs answer']);
  });
});

describe('reasoning', () => {
  const opaque = { kind: 'openai-encrypted', data: 'e', origin };

  it('has the paragraphs of a summary, and its state at the end', () => {
    const summary = [
      { type: 'summary_text', text: 'one' },
      { type: 'summary_text', text: 'two' },
    ];
    const item = { type: 'reasoning', id: 'rs_1', summary, encrypted_content: 'e' };
    const expected = [{ kind: 'reasoning', id: 'rs_1', text: ['one', 'two'], opaque }];
    expect(
      blocksOf(
        added(0, { type: 'reasoning', id: 'rs_1', summary: [] }),
        delta('reasoning_summary_text', 'on', { output_index: 0, summary_index: 0 }),
        { type: 'response.reasoning_summary_text.done', output_index: 0, summary_index: 0, text: 'one' },
        { type: 'response.reasoning_summary_part.added', output_index: 0, summary_index: 1, part: {} },
        delta('reasoning_summary_text', 'two', { output_index: 0, summary_index: 1 }),
        done(0, item),
        completed(),
      ),
    ).toEqual(expected);
    expect(blocksOf(completed({ output: [item] }))).toEqual(expected);
  });

  it('is raw when it is the model’s own text', () => {
    expect(
      blocksOf(
        added(0, { type: 'reasoning', id: 'r', summary: [] }),
        {
          type: 'response.reasoning_part.added',
          output_index: 0,
          part: { type: 'reasoning_text', text: '' },
        },
        delta('reasoning_text', 'hm', { output_index: 0, content_index: 0 }),
        done(0, {
          type: 'reasoning',
          id: 'r',
          summary: [],
          content: [{ type: 'reasoning_text', text: 'hm' }],
        }),
        completed(),
      ),
    ).toEqual([{ kind: 'reasoning', raw: true, id: 'r', text: ['hm'] }]);
  });

  it('may be nothing but state, and is nothing without', () => {
    expect(
      blocksOf(done(0, { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'e' }), completed()),
    ).toEqual([{ kind: 'reasoning', id: 'rs_1', text: [], opaque }]);
    expect(blocksOf(done(0, { type: 'reasoning', id: 'rs_1', summary: [] }), completed())).toEqual([]);
  });

  it('of a compaction is state of its own kind', () => {
    expect(
      blocksOf(
        added(0, { type: 'compaction', id: 'cmp_1', encrypted_content: 'first' }),
        done(0, { type: 'compaction', id: 'cmp_1', encrypted_content: 'last' }),
        completed(),
      ),
    ).toEqual([
      {
        kind: 'reasoning',
        id: 'cmp_1',
        text: [],
        opaque: { ...opaque, kind: 'openai-compaction', data: 'last' },
      },
    ]);
  });
});

describe('calls', () => {
  it.each<[string, readonly Fields[]]>([
    [
      'deltas',
      [
        added(0, call()),
        delta('function_call_arguments', '{"a"'),
        delta('function_call_arguments', ':1}'),
        done(0, call({ arguments: '{"a":1}' })),
      ],
    ],
    [
      'their end only',
      [
        added(0, call()),
        { type: 'response.function_call_arguments.done', output_index: 0, arguments: '{"a":1}' },
        done(0, call()),
      ],
    ],
    ['the item only', [done(0, call({ arguments: '{"a":1}' }))]],
    ['the added item only', [added(0, call({ arguments: '{"a":1}' }))]],
    [
      'the added item, deltas and all',
      [
        added(0, call({ arguments: '{"a":1}' })),
        delta('function_call_arguments', '{"a":1}'),
        done(0, call({ arguments: '{"a":1}' })),
      ],
    ],
    [
      'deltas before the name',
      [delta('function_call_arguments', '{"a":1}'), done(0, call({ arguments: '{"a":1}' }))],
    ],
    [
      'an end with other spaces',
      [
        added(0, call()),
        delta('function_call_arguments', '{"a":1}'),
        done(0, call({ arguments: '{ "a": 1 }' })),
      ],
    ],
    ['an object', [done(0, call({ arguments: { a: 1 } }))]],
    [
      'deltas that fell short',
      [added(0, call()), delta('function_call_arguments', '{"a"'), done(0, call({ arguments: '{"a":1}' }))],
    ],
  ])('have their arguments from %s, never twice', (_name, events) => {
    const { blocks, finish } = replyOf(...events, completed());
    expect(blocks).toEqual([called('{"a":1}')]);
    expect(finish.reason).toBe('tool-calls');
  });

  it('beside each other keep their own', () => {
    const events = [
      added(0, call()),
      added(1, call({ id: 'fc_2', call_id: 'c2', name: 'g', namespace: 'n' })),
      delta('function_call_arguments', '{"b"', { output_index: 1 }),
      delta('function_call_arguments', '{"a":', { output_index: 0 }),
      delta('function_call_arguments', ':2}', { output_index: 1 }),
      delta('function_call_arguments', '1}', { output_index: 0 }),
      done(1, call({ id: 'fc_2', call_id: 'c2', name: 'g', arguments: '{"b":2}' })),
      done(0, call({ arguments: '{"a":1}' })),
      completed(),
    ];
    expect(blocksOf(...events)).toEqual([
      called('{"a":1}'),
      called('{"b":2}', { id: 'c2', name: 'g', namespace: 'n' }),
    ]);
  });

  it('of one id and index are two when the first is done', () => {
    const second = call({ id: 'fc_2', call_id: 'c2', arguments: '{}' });
    expect(
      blocksOf(done(0, call({ arguments: '{}' })), added(0, second), done(0, second), completed()),
    ).toEqual([called('{}'), called('{}', { id: 'c2' })]);
  });

  it('of custom tools, shells and tool searches have their forms', () => {
    const action = { type: 'exec', command: ['ls'], env: {} };
    expect(
      blocksOf(
        added(0, { type: 'custom_tool_call', call_id: 'c1', name: 'exec', input: '' }),
        delta('custom_tool_call_input', 'l'),
        { type: 'response.custom_tool_call_input.done', output_index: 0, input: 'ls' },
        done(0, { type: 'custom_tool_call', call_id: 'c1', name: 'exec', input: 'ls' }),
        done(1, { type: 'local_shell_call', call_id: 'c2', action }),
        done(2, { type: 'tool_search_call', call_id: 'c3', execution: 'client', arguments: { query: 'q' } }),
        completed(),
      ),
    ).toEqual([
      called('ls', { form: 'custom', name: 'exec' }),
      called(JSON.stringify(action), { form: 'local-shell', id: 'c2', name: 'local_shell' }),
      called('{"query":"q"}', { form: 'tool-search', id: 'c3', name: 'tool_search' }),
    ]);
  });

  it('without an id get one; made by a program they lose that', () => {
    const losses = new Losses();
    const item = {
      type: 'function_call',
      name: 'f',
      arguments: '{}',
      caller: { type: 'program', caller_id: 'p' },
    };
    const { blocks } = decodedStream(named([done(0, item), completed()]), decodeContext(losses));
    expect(blocks).toEqual([called('{}', { id: 'call_new1' })]);
    expect(lost(losses)).toEqual(['field answer']);
  });
});

describe('steps of the provider’s tools', () => {
  it('are blocks when they are done, whatever came in between', () => {
    const item = {
      type: 'web_search_call',
      id: 'ws_1',
      status: 'completed',
      action: { type: 'search', query: 'q' },
    };
    const unknown = { type: 'hologram_call', id: 'h_1' };
    expect(
      blocksOf(
        added(0, { type: 'web_search_call', id: 'ws_1', status: 'in_progress' }),
        { type: 'response.web_search_call.searching', output_index: 0 },
        { type: 'response.hologram_call.delta', output_index: 1, delta: 'x' },
        done(0, item),
        done(1, unknown),
        delta('output_text', 'a', { output_index: 2 }),
        completed({ output: [item, unknown, message('a')] }),
      ),
    ).toEqual([
      { kind: 'hosted', tool: 'web-search', text: 'q', dialect: 'openai-responses', value: item },
      { kind: 'hosted', tool: 'other', text: '', dialect: 'openai-responses', value: unknown },
      text('a'),
    ]);
  });

  it('a picture is one', () => {
    const item = { type: 'image_generation_call', output_format: 'jpeg', result: 'AAAA' };
    expect(blocksOf(done(0, item), completed())).toEqual([
      { kind: 'media', mimeType: 'image/jpeg', data: 'AAAA' },
    ]);
  });
});

describe('the end', () => {
  const incomplete = (reason: string) => ({
    type: 'response.incomplete',
    response: { status: 'incomplete', incomplete_details: { reason } },
  });

  it.each<[Fields, object]>([
    [completed(), { reason: 'stop', native: 'completed' }],
    [
      { type: 'response.done', response: { status: 'completed' } },
      { reason: 'stop', native: 'completed' },
    ],
    [incomplete('max_output_tokens'), { reason: 'length', native: 'max_output_tokens' }],
    [incomplete('content_filter'), { reason: 'content-filter', native: 'content_filter' }],
    [incomplete('steered'), { reason: 'other', native: 'steered' }],
    [
      { type: 'response.incomplete', response: {} },
      { reason: 'length', native: 'incomplete' },
    ],
    [
      { type: 'response.completed', id: 'resp_1', status: 'completed', output: [] },
      { reason: 'stop', native: 'completed' },
    ],
  ])('%j', (event, finish) => {
    expect(replyOf(delta('output_text', 'a'), event).finish).toEqual(finish);
  });

  it('is told by the end of the stream alone', () => {
    const events = named([delta('output_text', 'a')]);
    expect(decodedEvents(events, decodeContext(), false).map(({ kind }) => kind)).toEqual([
      'start',
      'open',
      'delta',
    ]);
    expect(decodedStream(events)).toMatchObject({ blocks: [text('a')], finish: { reason: 'stop' } });
  });

  it('nothing counts after it, and a failure is somebody else’s', () => {
    expect(blocksOf(done(0, message('a')), completed(), delta('output_text', 'b'))).toEqual([text('a')]);
    expect(
      decodedEvents(
        named([
          { type: 'error', error: {} },
          { type: 'response.failed', response: {} },
        ]),
        decodeContext(),
        false,
      ),
    ).toEqual([]);
  });

  it('types come from the event’s line when the data has none', () => {
    const events = [
      { name: 'response.output_text.delta', data: { delta: 'a' } },
      { name: '', data: completed() },
    ];
    expect(decodedStream(events).blocks).toEqual([text('a')]);
  });
});

describe('a whole answer', () => {
  it('is read like the last event of a stream', () => {
    const body = {
      id: 'resp_1',
      model: 'm',
      status: 'completed',
      created_at: 1,
      output: [message('a'), call({ arguments: '{}' })],
    };
    expect(codec.decodeReply(body, decodeContext())).toEqual({
      id: 'resp_1',
      model: 'm',
      created: 1,
      blocks: [text('a'), called('{}')],
      finish: { reason: 'tool-calls', native: 'completed' },
    });
  });

  it('that is queued, or failed, says so', () => {
    expect(codec.decodeReply({ status: 'queued' }, decodeContext()).finish).toEqual({
      reason: 'other',
      native: 'queued',
    });
    const failed = { status: 'failed', error: { message: 'no' } };
    expect(codec.decodeReply(failed, decodeContext()).finish).toEqual({
      reason: 'other',
      native: 'failed',
      detail: 'no',
    });
  });
});
