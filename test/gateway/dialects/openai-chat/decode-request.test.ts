import { describe, expect, it } from 'vitest';
import type { Part } from '../../../../src/gateway/dialects/conversation.ts';
import type { Fields } from '../../../../src/gateway/dialects/json-value.ts';
import { openAiChatCodec } from '../../../../src/gateway/dialects/openai-chat/codec.ts';
import { conversationOf } from './chat-codec.ts';

const read = (settings: Fields) => conversationOf({ model: 'm', messages: [], ...settings });
const turnsOf = (...messages: readonly Fields[]) => conversationOf({ messages }).turns;
const partsOf = (message: Fields): readonly Part[] => turnsOf(message)[0]?.parts ?? [];
const contentOf = (part: Fields) => partsOf({ role: 'user', content: [part] })[0];

describe('a body that is no request', () => {
  it.each([
    [{}, '/messages'],
    [{ messages: 'hi' }, '/messages'],
    [{ messages: ['hi'] }, '/messages/0'],
    [{ messages: [{ role: 'user' }, { content: 'x' }] }, '/messages/1'],
    [{ messages: [{ role: 'robot' }] }, '/messages/0'],
  ])('is refused with the place: %j', (body, at) => {
    expect(openAiChatCodec.decodeRequest(body, { stream: false })).toMatchObject({ ok: false, at });
  });
});

describe('messages', () => {
  it('are turns in their order, wherever system text stands', () => {
    const turns = turnsOf(
      { role: 'system', content: 'a' },
      { role: 'user', content: 'b', name: 'Ann' },
      { role: 'developer', content: [{ type: 'text', text: 'c' }] },
    );
    expect(turns).toEqual([
      { role: 'system', parts: [{ kind: 'text', text: 'a', at: '/messages/0/content' }], at: '/messages/0' },
      {
        role: 'user',
        name: 'Ann',
        parts: [{ kind: 'text', text: 'b', at: '/messages/1/content' }],
        at: '/messages/1',
      },
      {
        role: 'developer',
        parts: [{ kind: 'text', text: 'c', at: '/messages/2/content/0' }],
        at: '/messages/2',
      },
    ]);
  });

  it.each([[''], [null], [undefined], [[]], [[{ type: 'text', text: '' }]]])(
    'say nothing with content %j',
    (content) => {
      expect(turnsOf({ role: 'user', content })).toEqual([{ role: 'user', parts: [], at: '/messages/0' }]);
    },
  );

  it('of the assistant are reasoning, text, refusal, calls', () => {
    const parts = partsOf({
      role: 'assistant',
      reasoning_content: 'think',
      content: 'a',
      refusal: 'no',
      tool_calls: [
        { id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } },
        { id: 'd', type: 'custom', custom: { name: 'sh', input: 'ls' } },
      ],
      annotations: [],
      audio: null,
    });
    expect(parts).toEqual([
      { kind: 'reasoning', text: ['think'], at: '/messages/0/reasoning_content' },
      { kind: 'text', text: 'a', at: '/messages/0/content' },
      { kind: 'text', text: 'no', refusal: true, at: '/messages/0/refusal' },
      {
        kind: 'tool-call',
        id: 'c',
        name: 'f',
        form: 'function',
        input: '{}',
        at: '/messages/0/tool_calls/0',
      },
      { kind: 'tool-call', id: 'd', name: 'sh', form: 'custom', input: 'ls', at: '/messages/0/tool_calls/1' },
    ]);
  });

  it('of tools are results in one turn of the user’s, named after their calls', () => {
    const turns = turnsOf(
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '' } }],
      },
      { role: 'tool', tool_call_id: 'c', content: 'one' },
      { role: 'tool', tool_call_id: 'x', content: [{ type: 'text', text: 'two' }] },
      { role: 'user', content: 'go on' },
    );
    expect(turns.slice(1)).toEqual([
      {
        role: 'user',
        at: '/messages/1',
        parts: [
          {
            kind: 'tool-result',
            id: 'c',
            name: 'f',
            form: 'function',
            content: [{ kind: 'text', text: 'one', at: '/messages/1/content' }],
            at: '/messages/1',
          },
          {
            kind: 'tool-result',
            id: 'x',
            form: 'function',
            content: [{ kind: 'text', text: 'two', at: '/messages/2/content/0' }],
            at: '/messages/2',
          },
        ],
      },
      {
        role: 'user',
        parts: [{ kind: 'text', text: 'go on', at: '/messages/3/content' }],
        at: '/messages/3',
      },
    ]);
  });

  it('in the old form find each other without ids', () => {
    const turns = turnsOf(
      { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{"n":1}' } },
      { role: 'function', name: 'f', content: 'one' },
      { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{"n":2}' } },
      { role: 'function', name: 'f', content: 'two' },
    );
    const ids = turns.flatMap(({ parts }) =>
      parts.map((part) => (part.kind === 'tool-call' || part.kind === 'tool-result' ? part.id : '')),
    );
    expect(ids).toEqual(['call_fn_0', 'call_fn_0', 'call_fn_2', 'call_fn_2']);
  });

  it('with members that nobody knows keep them, with their place', () => {
    const { extra } = conversationOf({
      messages: [
        { role: 'assistant', content: 'a', prefix: true, 'a/b': 1 },
        {
          role: 'user',
          content: [{ type: 'text', text: 'b', prompt_cache_breakpoint: { mode: 'explicit' } }],
        },
      ],
    });
    expect(extra).toEqual([
      { at: '/messages/0/prefix', value: true },
      { at: '/messages/0/a~1b', value: 1 },
      { at: '/messages/1/content/0/prompt_cache_breakpoint', value: { mode: 'explicit' } },
    ]);
  });

  it('carry cache marks at parts, at the message, at tools (OpenRouter, Vercel)', () => {
    const cache_control = { type: 'ephemeral', ttl: '1h' };
    expect(contentOf({ type: 'text', text: 'a', cache_control })).toMatchObject({ cache: { ttl: '1h' } });
    expect(partsOf({ role: 'system', content: 'a', cache_control: { type: 'ephemeral' } })[0]).toMatchObject({
      cache: {},
    });
    const tool = { type: 'function', function: { name: 'f' }, cache_control };
    expect(read({ tools: [tool] }).tools[0]).toMatchObject({ cache: { ttl: '1h' } });
    expect(read({ cache_control }).cache).toEqual({ mark: { ttl: '1h' } });
  });
});

describe('content', () => {
  it.each<[Fields, Fields]>([
    [
      { type: 'image_url', image_url: { url: 'https://x/y', detail: 'low' } },
      { media: 'image', source: { kind: 'url', url: 'https://x/y' }, detail: 'low' },
    ],
    [
      { type: 'image_url', image_url: 'https://x/y' },
      { media: 'image', source: { kind: 'url', url: 'https://x/y' } },
    ],
    [
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AA\nAA' } },
      { media: 'image', source: { kind: 'base64', mimeType: 'image/png', data: 'AAAA' } },
    ],
    [
      { type: 'image_url', image_url: { url: 'data:image/svg+xml,%3Csvg/%3E' } },
      { media: 'image', source: { kind: 'base64', mimeType: 'image/svg+xml', data: 'PHN2Zy8+' } },
    ],
    [
      { type: 'input_audio', input_audio: { data: 'AAAA', format: 'mp3' } },
      { media: 'audio', source: { kind: 'base64', mimeType: 'audio/mpeg', data: 'AAAA' } },
    ],
    [
      { type: 'input_audio', input_audio: 'UklGRAAA' },
      { media: 'audio', source: { kind: 'base64', mimeType: 'audio/wav', data: 'UklGRAAA' } },
    ],
    [
      { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,AAAA' } },
      {
        media: 'document',
        filename: 'a.pdf',
        source: { kind: 'base64', mimeType: 'application/pdf', data: 'AAAA' },
      },
    ],
    [
      { type: 'file', file: { file_data: 'JVBERi0x' } },
      { media: 'document', source: { kind: 'base64', mimeType: 'application/pdf', data: 'JVBERi0x' } },
    ],
    [
      { type: 'file', file: { file_id: 'file-1' } },
      { media: 'document', source: { kind: 'file-id', id: 'file-1', dialect: 'openai-chat' } },
    ],
    [
      { type: 'video_url', video_url: { url: 'https://x/y' } },
      { media: 'video', source: { kind: 'url', url: 'https://x/y' } },
    ],
    [
      { type: 'document_url', document_url: 'https://x/y' },
      { media: 'document', source: { kind: 'url', url: 'https://x/y' } },
    ],
  ])('%j is media', (part, media) => {
    expect(contentOf(part)).toEqual({ kind: 'media', at: '/messages/0/content/0', ...media });
  });

  it('that is not understood is kept as it is', () => {
    for (const value of [
      { type: 'image_url' },
      { type: 'hologram', x: 1 },
      { type: 'text', text: 5 },
      { a: 1 },
    ])
      expect(contentOf(value)).toMatchObject({ kind: 'native', dialect: 'openai-chat', value });
  });
});

describe('tools', () => {
  it('are functions, custom tools, and tools that providers run', () => {
    const parameters = { type: 'object' };
    const { tools } = read({
      tools: [
        { type: 'function', function: { name: 'f', description: 'd', parameters, strict: true, x: 1 } },
        {
          type: 'custom',
          custom: { name: 'sh', format: { type: 'grammar', grammar: { syntax: 'lark', definition: 's' } } },
        },
        { type: 'openrouter:web_search', parameters: { max_uses: 1 } },
        { type: 'mystery', y: 2 },
      ],
      functions: [{ name: 'old', parameters }],
      web_search_options: { user_location: { type: 'approximate', approximate: { country: 'DE' } } },
    });
    expect(tools).toMatchObject([
      { kind: 'function', name: 'f', description: 'd', schema: parameters, strict: true, rest: { x: 1 } },
      { kind: 'custom', name: 'sh', format: { type: 'grammar', syntax: 'lark', definition: 's' } },
      { kind: 'hosted', tool: 'web-search', maxUses: 1 },
      { kind: 'native', what: 'mystery' },
      { kind: 'function', name: 'old', at: '/functions/0' },
      { kind: 'hosted', tool: 'web-search', place: { country: 'DE' } },
    ]);
  });

  it.each<[unknown, unknown]>([
    ['auto', { kind: 'auto' }],
    ['none', { kind: 'none' }],
    ['required', { kind: 'required' }],
    ['any', { kind: 'required' }],
    [
      { type: 'function', function: { name: 'f' } },
      { kind: 'tool', name: 'f' },
    ],
    [
      { type: 'custom', custom: { name: 'f' } },
      { kind: 'tool', name: 'f' },
    ],
    [
      {
        type: 'allowed_tools',
        allowed_tools: { mode: 'required', tools: [{ type: 'function', function: { name: 'f' } }] },
      },
      { kind: 'some', names: ['f'], required: true },
    ],
    [{ type: 'x' }, { kind: 'native', dialect: 'openai-chat', value: { type: 'x' } }],
    [null, undefined],
  ])('are chosen by %j', (choice, expected) => {
    expect(read({ tool_choice: choice }).toolChoice).toEqual(expected);
  });

  it('are chosen in the old way', () => {
    expect(read({ function_call: { name: 'f' } }).toolChoice).toEqual({ kind: 'tool', name: 'f' });
  });
});

describe('settings', () => {
  it.each<[Fields, unknown]>([
    [{ reasoning_effort: 'xhigh' }, { effort: 'xhigh' }],
    [{ reasoning: { effort: 'low', exclude: true } }, { effort: 'low', show: false }],
    [{ reasoning: { max_tokens: 2000 } }, { budget: 2000 }],
    [{ reasoning: { enabled: false } }, { effort: 'none' }],
    [{ reasoning: { enabled: true } }, { adaptive: true }],
    [{ thinking: { type: 'disabled' } }, { effort: 'none' }],
    [{ thinking: { type: 'enabled' } }, { adaptive: true }],
    [{ thinking: { type: 'enabled' }, reasoning_effort: 'high' }, { effort: 'high' }],
  ])('of reasoning: %j', (body, expected) => {
    expect(read(body).reasoning).toEqual(expected);
  });

  it('have one limit under two names, the smaller', () => {
    expect(read({ max_tokens: 5 }).maxTokens).toBe(5);
    expect(read({ max_completion_tokens: 6 }).maxTokens).toBe(6);
    expect(read({ max_tokens: 5, max_completion_tokens: 6 }).maxTokens).toBe(5);
  });

  it('take one stop sequence or several', () => {
    expect(read({ stop: 'a' }).stop).toEqual(['a']);
    expect(read({ stop: ['a', 'b'] }).stop).toEqual(['a', 'b']);
  });

  it('of the form of the answer', () => {
    expect(read({ response_format: { type: 'text' } }).output).toEqual({});
    expect(read({ response_format: { type: 'json_object' } }).output).toEqual({ format: { kind: 'json' } });
    const json_schema = { name: 'n', schema: { type: 'object' }, strict: true };
    expect(read({ response_format: { type: 'json_schema', json_schema } }).output).toEqual({
      format: { kind: 'json', name: 'n', schema: { type: 'object' }, strict: true },
    });
    expect(read({ verbosity: 'low', modalities: ['TEXT', 'image'] }).output).toEqual({
      verbosity: 'low',
      modalities: ['text', 'image'],
    });
  });

  it('are all read into the pivot, and null says nothing', () => {
    const conversation = read({
      temperature: 1,
      top_p: 0.5,
      top_k: 4,
      seed: 1,
      presence_penalty: 1,
      frequency_penalty: 2,
      n: 2,
      logprobs: true,
      top_logprobs: 3,
      user: 'u',
      metadata: { a: 'b' },
      service_tier: 'flex',
      store: false,
      prompt_cache_key: 'k',
      prompt_cache_retention: '24h',
      parallel_tool_calls: false,
      stream_options: { include_usage: true },
      logit_bias: null,
    });
    expect(conversation).toMatchObject({
      sampling: {
        temperature: 1,
        topP: 0.5,
        topK: 4,
        seed: 1,
        presencePenalty: 1,
        frequencyPenalty: 2,
        count: 2,
        logprobs: true,
        topLogprobs: 3,
      },
      metadata: { user: 'u', pairs: { a: 'b' }, serviceTier: 'flex', store: false },
      cache: { key: 'k', retention: '24h' },
      parallelTools: false,
      extra: [],
    });
  });

  it('without a word in the pivot, or of another type than theirs, are kept', () => {
    const extra = {
      logit_bias: { 5: 1 },
      provider: { order: ['x'] },
      temperature: 'hot',
      stop: [1],
      metadata: { a: 1 },
      tools: 'none',
      reasoning_effort: 'extreme',
      safety_identifier: 's',
    };
    const kept = read({
      ...extra,
      user: 'u',
      reasoning: { effort: 'low', x: 1 },
      stream_options: { include_obfuscation: true },
    });
    expect(Object.fromEntries(kept.extra.map(({ at, value }) => [at.slice(1), value]))).toEqual({
      ...extra,
      'reasoning/x': 1,
      'stream_options/include_obfuscation': true,
    });
  });
});
