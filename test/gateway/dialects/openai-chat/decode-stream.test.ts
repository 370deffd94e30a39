import { describe, expect, it } from 'vitest';
import type { Fields } from '../../../../src/gateway/dialects/json-value.ts';
import { Losses } from '../../../../src/gateway/dialects/losses.ts';
import { openAiChatCodec } from '../../../../src/gateway/dialects/openai-chat/codec.ts';
import type { Block, CallBlock } from '../../../../src/gateway/dialects/reply.ts';
import { chunk, collected, decodeContext, decodedEvents, decodedStream, origin } from './chat-codec.ts';

const done = (reason: unknown) => chunk({}, { finish_reason: reason });
const calls = (...lists: readonly (readonly Fields[])[]) => lists.map((list) => chunk({ tool_calls: list }));
const inputs = (chunks: readonly Fields[]) =>
  decodedStream(chunks)
    .blocks.filter((block): block is CallBlock => block.kind === 'call')
    .map(({ id, name, input }) => [id, name, input]);
const blocksOf = (...deltas: readonly Fields[]) => decodedStream(deltas.map((delta) => chunk(delta))).blocks;

describe('a stream of chunks', () => {
  it('becomes blocks, each opened by its first piece', () => {
    const chunks = [
      chunk({ role: 'assistant', content: '' }),
      chunk({ content: 'Hel' }),
      chunk({ content: 'lo' }),
      done('stop'),
      { id: 'chatcmpl-1', choices: [], usage: { prompt_tokens: 1 } },
    ];
    expect(decodedEvents(chunks)).toEqual([
      { kind: 'start', id: 'chatcmpl-1', model: 'gpt', created: 5 },
      { kind: 'open', block: 0, head: { kind: 'text' } },
      { kind: 'delta', block: 0, text: 'Hel' },
      { kind: 'delta', block: 0, text: 'lo' },
      { kind: 'close', block: 0 },
      { kind: 'finish', finish: { reason: 'stop', native: 'stop' } },
    ]);
  });

  it('that broke off closes nothing', () => {
    expect(decodedEvents([chunk({ content: 'a' })], decodeContext(), false).map(({ kind }) => kind)).toEqual([
      'start',
      'open',
      'delta',
    ]);
  });

  it('starts with the first chunk that answers: Azure opens with one that has neither id nor model', () => {
    const azure = { id: '', model: '', created: 0, choices: [], prompt_filter_results: [] };
    expect(decodedEvents([azure, { ...chunk({ content: 'a' }), service_tier: 'default' }])[0]).toEqual({
      kind: 'start',
      id: 'chatcmpl-1',
      model: 'gpt',
      created: 5,
      serviceTier: 'default',
    });
  });

  it('has one answer: others are a loss, told once', () => {
    const losses = new Losses();
    const other = { ...chunk({}), choices: [{ index: 1, delta: { content: 'no' } }] };
    const reply = collected(decodedEvents([chunk({ content: 'yes' }), other, other], decodeContext(losses)));
    expect(reply.blocks).toEqual([{ kind: 'text', text: 'yes' }]);
    expect(losses.list).toEqual([{ code: 'count', path: 'answer', detail: 'further answers' }]);
  });

  it('reads a message where there is no delta, but not one that repeats what was streamed', () => {
    const whole = { choices: [{ index: 0, message: { content: 'all' }, finish_reason: 'stop' }] };
    expect(decodedStream([whole]).blocks).toEqual([{ kind: 'text', text: 'all' }]);
    expect(decodedStream([chunk({ content: 'all' }), whole]).blocks).toEqual([{ kind: 'text', text: 'all' }]);
  });

  it('passes over chunks without choices, a failure, and choices that are none', () => {
    expect(
      decodedStream([{ error: { message: 'x' } }, { choices: null }, { choices: [null, 1] }]).blocks,
    ).toEqual([]);
  });

  it('tells probabilities as lost', () => {
    const losses = new Losses();
    const with_ = chunk({ content: 'a' }, { logprobs: { content: [{ token: 'a' }], refusal: null } });
    decodedEvents([with_, with_, chunk({}, { logprobs: { content: null } })], decodeContext(losses));
    expect(losses.list.map(({ code }) => code)).toEqual(['logprobs']);
  });
});

describe('the end', () => {
  const finishOf = (...chunks: readonly Fields[]) => decodedStream(chunks).finish;
  const call = calls([{ index: 0, id: 'c', function: { name: 'f', arguments: '{}' } }]);

  it.each([
    ['stop', 'stop'],
    ['length', 'length'],
    ['tool_calls', 'tool-calls'],
    ['function_call', 'tool-calls'],
    ['content_filter', 'content-filter'],
    ['eos', 'stop'],
    ['end_turn', 'stop'],
    ['MAX_TOKENS', 'length'],
    ['SAFETY', 'content-filter'],
    ['model_context_window_exceeded', 'context-full'],
    ['insufficient_system_resource', 'other'],
  ])('%s is %s', (native, reason) => {
    expect(finishOf(done(native))).toEqual({ reason, native });
  });

  it('with calls is a call for tools, also where OpenAI says stop or a provider says nothing', () => {
    expect(finishOf(...call, done('stop')).reason).toBe('tool-calls');
    expect(finishOf(...call)).toEqual({ reason: 'tool-calls' });
    expect(finishOf(...call, done('length')).reason).toBe('length');
  });

  it('may be said several times, with empty words between; a late stop takes nothing back', () => {
    expect(finishOf(done(''), done('length'), done(null), done('stop')).reason).toBe('length');
    expect(finishOf(done('stop'), done('content_filter')).reason).toBe('content-filter');
  });

  it('names the stop sequence that was met (vLLM), and the provider’s own word (OpenRouter)', () => {
    expect(finishOf(chunk({}, { finish_reason: 'stop', stop_reason: 'END' }))).toMatchObject({
      reason: 'stop-sequence',
      stopSequence: 'END',
    });
    expect(finishOf(chunk({}, { finish_reason: 'stop', stop_reason: 'end_turn' })).reason).toBe('stop');
    expect(finishOf(chunk({}, { finish_reason: 'stop', native_finish_reason: 'end_turn' })).native).toBe(
      'end_turn',
    );
  });
});

describe('an answer without choices', () => {
  it('has not ended well (Azure’s filter answers so)', () => {
    const body = { error: { message: 'x', code: 'content_filter' } };
    expect(openAiChatCodec.decodeReply(body, decodeContext())).toEqual({
      blocks: [],
      finish: { reason: 'other' },
    });
  });
});

describe('tool calls', () => {
  const first = (
    index: number | undefined,
    id: string | null | undefined,
    name: string,
    args: unknown = '',
  ) => ({
    ...(index !== undefined && { index }),
    ...(id !== undefined && { id }),
    type: 'function',
    function: { name, arguments: args },
  });
  const more = (index: number | undefined, args: string, rest: Fields = {}) => ({
    ...(index !== undefined && { index }),
    ...rest,
    function: { arguments: args },
  });

  it.each<[string, readonly Fields[], unknown]>([
    [
      'by index, interleaved',
      calls(
        [first(0, 'a', 'f')],
        [first(1, 'b', 'g')],
        [more(1, '{"y"')],
        [more(0, '{"x"'), more(1, ':2}')],
        [more(0, ':1}')],
      ),
      [
        ['a', 'f', '{"x":1}'],
        ['b', 'g', '{"y":2}'],
      ],
    ],
    [
      'always with index 0 and ids of their own (Ollama)',
      calls([first(0, 'a', 'f', '{"x":1}')], [first(0, 'b', 'f', '{"x":2}')]),
      [
        ['a', 'f', '{"x":1}'],
        ['b', 'f', '{"x":2}'],
      ],
    ],
    [
      'always with index 0, two in one chunk',
      calls([first(0, 'a', 'f', '{}'), first(0, 'b', 'g', '{}')]),
      [
        ['a', 'f', '{}'],
        ['b', 'g', '{}'],
      ],
    ],
    [
      'with index 0 and no ids, told apart by whole arguments',
      calls([first(0, undefined, 'f', '{"x":1}')], [first(0, undefined, 'f', '{"x":2}')]),
      [
        ['call_1', 'f', '{"x":1}'],
        ['call_2', 'f', '{"x":2}'],
      ],
    ],
    [
      'without index, by id (Mistral)',
      calls([first(undefined, 'a', 'f', '{"x":1}'), first(undefined, 'b', 'g', '{"y":2}')]),
      [
        ['a', 'f', '{"x":1}'],
        ['b', 'g', '{"y":2}'],
      ],
    ],
    [
      'without index, continued by nothing but arguments',
      calls(
        [first(undefined, 'a', 'f')],
        [more(undefined, '{"x"')],
        [more(undefined, ':1}')],
        [first(undefined, 'b', 'f', '{}')],
      ),
      [
        ['a', 'f', '{"x":1}'],
        ['b', 'f', '{}'],
      ],
    ],
    [
      'without index, continued by id',
      calls(
        [first(undefined, 'a', 'f')],
        [first(undefined, 'b', 'g')],
        [more(undefined, '{"x":1}', { id: 'a' })],
        [more(undefined, '{"y":2}', { id: 'b' })],
      ),
      [
        ['a', 'f', '{"x":1}'],
        ['b', 'g', '{"y":2}'],
      ],
    ],
    [
      'without index and id',
      calls([first(undefined, undefined, 'f', '{"x":1}'), first(undefined, '', 'g', '{}')]),
      [
        ['call_1', 'f', '{"x":1}'],
        ['call_2', 'g', '{}'],
      ],
    ],
    [
      'with an id that is repeated, null, empty or new with every piece',
      calls(
        [first(0, 'a', 'f')],
        [more(0, '{', { id: 'a' })],
        [more(0, '"x"', { id: null })],
        [more(0, ':', { id: '' })],
        [more(0, '1}', { id: 'other', type: 'function' })],
      ),
      [['a', 'f', '{"x":1}']],
    ],
    [
      'with a name that is empty, null or repeated later on',
      calls(
        [first(0, 'a', 'f')],
        [first(0, 'a', '', '{"x"')],
        [{ index: 0, function: { name: null, arguments: ':' } }],
        [first(0, 'a', 'f', '1}')],
      ),
      [['a', 'f', '{"x":1}']],
    ],
    [
      'once more, whole, at the end',
      calls([first(0, 'a', 'f', '{"x":1}')], [first(0, 'a', 'f', '{"x":1}')]),
      [['a', 'f', '{"x":1}']],
    ],
    [
      'with the name after the arguments',
      calls([more(0, '{"x"', { id: 'a' })], [more(0, ':1')], [first(0, 'a', 'f', '}')]),
      [['a', 'f', '{"x":1}']],
    ],
    [
      'with arguments as the object that they are',
      calls([first(0, 'a', 'f', { x: 1 })]),
      [['a', 'f', '{"x":1}']],
    ],
    ['with no arguments', calls([first(0, 'a', 'f')], [more(0, '')]), [['a', 'f', '']]],
    ['with arguments that are null', calls([first(0, 'a', 'f', null)]), [['a', 'f', '']]],
    [
      'in the old form',
      [
        chunk({ function_call: { name: 'f', arguments: '' } }),
        chunk({ function_call: { arguments: '{"x":1}' } }),
      ],
      [['call_1', 'f', '{"x":1}']],
    ],
    [
      'in the old form, empty in every answer (Snowflake)',
      [chunk({ content: 'a', function_call: { name: '', arguments: '' } })],
      [],
    ],
    ['that are null (Mistral, Venice)', [chunk({ content: 'a', tool_calls: null })], []],
  ])('come %s', (_how, chunks, expected) => {
    expect(inputs(chunks)).toEqual(expected);
  });

  it('may be custom, with free text', () => {
    const [block] = decodedStream(
      calls(
        [{ index: 0, id: 'a', type: 'custom', custom: { name: 'sh', input: '' } }],
        [{ index: 0, custom: { input: 'ls }' } }],
      ),
    ).blocks;
    expect(block).toEqual({ kind: 'call', id: 'a', name: 'sh', form: 'custom', input: 'ls }' });
  });

  it('open at once, so that a client sees them grow', () => {
    const events = decodedEvents(calls([first(0, 'a', 'f')], [more(0, '{')]), decodeContext(), false);
    expect(events.slice(1)).toEqual([
      { kind: 'open', block: 0, head: { kind: 'call', id: 'a', name: 'f', form: 'function' } },
      { kind: 'delta', block: 0, text: '{' },
    ]);
  });

  it('keep text between them in its place (Kimi)', () => {
    const chunks = [
      ...calls([first(0, 'a', 'f', '{}')]),
      chunk({ content: ' ' }),
      ...calls([first(1, 'b', 'g', '{}')]),
    ];
    expect(decodedStream(chunks).blocks.map(({ kind }) => kind)).toEqual(['call', 'text', 'call']);
  });

  it('are not cut by text: it waits until they are whole', () => {
    const chunks = [
      ...calls([first(0, 'a', 'f', '{"x"')]),
      chunk({ content: 'mean' }),
      chunk({ content: 'while' }),
      ...calls([more(0, ':1}')]),
      chunk({ reasoning: 'hm' }),
    ];
    expect(decodedStream(chunks).blocks).toEqual([
      { kind: 'call', id: 'a', name: 'f', form: 'function', input: '{"x":1}' },
      { kind: 'text', text: 'meanwhile' },
      { kind: 'reasoning', text: ['hm'] },
    ]);
  });

  it('without a name, and input after the end, are losses', () => {
    const losses = new Losses();
    const chunks = [
      ...calls([first(0, 'a', 'f', '{}')]),
      chunk({ content: 'x' }),
      ...calls([more(0, 'y')], [more(1, '{"z":1}', { id: 'b' })]),
    ];
    decodedEvents(chunks, decodeContext(losses));
    expect(losses.list.map(({ code, detail }) => [code, detail])).toEqual([
      ['part', 'input of a tool call that had ended'],
      ['part', 'a tool call without a name'],
    ]);
  });

  it('carry Gemini’s signature (Google’s endpoint)', () => {
    const [block] = decodedStream(
      calls([{ ...first(0, 'a', 'f', '{}'), extra_content: { google: { thought_signature: 'sig' } } }]),
    ).blocks;
    expect(block).toMatchObject({ kind: 'call', opaque: { kind: 'gemini-signature', data: 'sig', origin } });
  });
});

describe('reasoning', () => {
  it.each([
    ['reasoning_content (DeepSeek, xAI, Z.ai)', [{ reasoning_content: 'a' }, { reasoning_content: 'b' }]],
    ['reasoning (Groq, OpenRouter, Ollama)', [{ reasoning: 'a', content: '' }, { reasoning: 'b' }]],
    ['reasoning_text (GitHub Copilot)', [{ reasoning_text: 'ab' }]],
    ['two members with one text', [{ reasoning: 'ab', reasoning_content: 'ab' }]],
    [
      'a text and details that repeat it (OpenRouter)',
      [{ reasoning: 'ab', reasoning_details: [{ type: 'reasoning.text', text: 'ab', index: 0 }] }],
    ],
    [
      'details alone (Snowflake)',
      [
        { reasoning_details: [{ type: 'reasoning.text', text: 'a', index: 0 }] },
        { reasoning_details: [{ type: 'reasoning.summary', summary: 'b', index: 1 }] },
      ],
    ],
    [
      'parts of content (Mistral)',
      [
        { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'a' }] }] },
        { content: [{ type: 'thinking', thinking: 'b' }] },
      ],
    ],
    ['blocks (LiteLLM)', [{ thinking_blocks: [{ type: 'thinking', thinking: 'ab' }] }]],
  ])('comes as %s', (_how, deltas: readonly Fields[]) => {
    expect(blocksOf(...deltas, { content: 'c' })).toEqual([
      { kind: 'reasoning', text: ['ab'] },
      { kind: 'text', text: 'c' },
    ]);
  });

  it('ends with its state: all entries, each put together from its pieces', () => {
    const blocks = blocksOf(
      {
        reasoning: 'a',
        reasoning_details: [{ type: 'reasoning.text', text: 'a', format: 'anthropic-claude-v1', index: 0 }],
      },
      { reasoning: 'b', reasoning_details: [{ type: 'reasoning.text', text: 'b', index: 0 }] },
      { reasoning: null, reasoning_details: [{ type: 'reasoning.text', signature: 'sig', index: 0 }] },
      { content: 'c' },
    );
    const data = JSON.stringify([
      { type: 'reasoning.text', text: 'ab', format: 'anthropic-claude-v1', index: 0, signature: 'sig' },
    ]);
    expect(blocks[0]).toEqual({
      kind: 'reasoning',
      text: ['ab'],
      opaque: { kind: 'chat-details', data, origin },
    });
  });

  it('may be nothing but state, which stands before the call that it came with', () => {
    const entry = { type: 'reasoning.encrypted', data: 'x', id: 'rs_1', index: 0 };
    const blocks = blocksOf(
      { reasoning_details: [entry] },
      { tool_calls: [{ index: 0, id: 'a', function: { name: 'f', arguments: '{}' } }] },
    );
    expect(blocks[0]).toEqual({
      kind: 'reasoning',
      text: [],
      opaque: { kind: 'chat-details', data: JSON.stringify([entry]), origin },
    });
    expect(blocks[1]?.kind).toBe('call');
  });

  it('does not cut a text when its state comes late', () => {
    const blocks = blocksOf(
      { content: 'a' },
      { reasoning_details: [{ type: 'reasoning.encrypted', data: 'x' }] },
      { content: 'b' },
    );
    expect(blocks.map((block: Block) => (block.kind === 'text' ? block.text : block.kind))).toEqual([
      'ab',
      'reasoning',
    ]);
  });
});

describe('beside the text', () => {
  it('a refusal is text of its own', () => {
    expect(blocksOf({ refusal: 'I ' }, { refusal: 'can’t', content: null })).toEqual([
      { kind: 'text', refusal: true, text: 'I can’t' },
    ]);
  });

  it('sources are cited in their text, which they may come before or behind', () => {
    const source = (url: string, start: number, end: number) => ({
      type: 'url_citation',
      url_citation: { url, title: 't', start_index: start, end_index: end },
    });
    const [early] = blocksOf({ annotations: [source('u', 0, 1)] }, { content: 'a' });
    expect(early).toMatchObject({
      kind: 'text',
      text: 'a',
      citations: [{ url: 'u', title: 't', start: 0, end: 1 }],
    });
    const [late] = blocksOf({ content: 'a' }, { annotations: [source('u', 0, 0)] });
    expect(late).toMatchObject({ kind: 'text', citations: [{ url: 'u' }] });
    expect(late).not.toHaveProperty('citations.0.start');
  });

  it('places of sources count from the beginning of their block', () => {
    const blocks = blocksOf(
      { content: 'abc' },
      { tool_calls: [{ index: 0, id: 'a', function: { name: 'f', arguments: '{}' } }] },
      { content: 'def' },
      { annotations: [{ type: 'url_citation', url_citation: { url: 'u', start_index: 4, end_index: 6 } }] },
    );
    expect(blocks[2]).toMatchObject({ text: 'def', citations: [{ start: 1, end: 3 }] });
  });

  it('Perplexity names its sources beside the choices, with every chunk', () => {
    const results = [{ url: 'u', title: 't', snippet: 'q' }];
    const [block] = decodedStream([
      { ...chunk({ content: 'a' }), citations: ['u'] },
      { ...chunk({ content: 'b' }), search_results: results, citations: ['u'] },
    ]).blocks;
    expect(block).toMatchObject({ text: 'ab', citations: [{ url: 'u', title: 't', quote: 'q' }] });
  });

  it('images are blocks; one given by its address is named in the text', () => {
    const image = (url: string) => ({ images: [{ type: 'image_url', image_url: { url } }] });
    expect(blocksOf(image('data:image/png;base64,AAAA'))).toEqual([
      { kind: 'media', mimeType: 'image/png', data: 'AAAA' },
    ]);
    expect(blocksOf(image('https://x/y.png'))).toEqual([{ kind: 'text', text: '![image](https://x/y.png)' }]);
  });

  it('sound is lost, its transcript is the text', () => {
    const losses = new Losses();
    const events = decodedEvents(
      [chunk({ audio: { id: 'a', data: 'AAAA', transcript: 'hi' } })],
      decodeContext(losses),
    );
    expect(collected(events).blocks).toEqual([{ kind: 'text', text: 'hi' }]);
    expect(losses.list.map(({ code }) => code)).toEqual(['media']);
  });

  it('hosted tools are told once, with their result (Groq)', () => {
    const begun = { index: 0, type: 'search', arguments: '{"query": "q"}', search_results: { results: [] } };
    const ended = { ...begun, output: 'o', search_results: { results: [{ title: 't', url: 'u' }] } };
    expect(blocksOf({ executed_tools: [begun] }, { executed_tools: [ended] }, { content: 'a' })).toEqual([
      { kind: 'hosted', tool: 'web-search', text: 'q\nt u', dialect: 'openai-chat', value: ended },
      { kind: 'text', text: 'a' },
    ]);
  });

  it('a signature of text is kept, also when it comes after the last text', () => {
    const signature = { extra_content: { google: { thought_signature: 'sig' } } };
    const opaque = { kind: 'gemini-signature', data: 'sig', origin };
    expect(blocksOf({ content: 'a' }, { content: '', ...signature })).toEqual([
      { kind: 'text', text: 'a', opaque },
    ]);
    expect(blocksOf({ refusal: 'no' }, signature)).toEqual([
      { kind: 'text', refusal: true, text: 'no' },
      { kind: 'text', text: '', opaque },
    ]);
  });
});
