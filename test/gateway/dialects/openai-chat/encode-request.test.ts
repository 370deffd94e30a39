import { describe, expect, it } from 'vitest';
import type { EncodeTarget } from '../../../../src/gateway/dialects/codec.ts';
import type {
  Conversation,
  FunctionTool,
  Part,
  ReasoningWish,
  Turn,
} from '../../../../src/gateway/dialects/conversation.ts';
import type { Quirks } from '../../../../src/gateway/exchange/provider.ts';
import { conversationOf, emptyConversation, requestOf } from './chat-codec.ts';

/** A conversation of a client that speaks another dialect. */
const foreign = (more: Partial<Conversation>): Conversation => ({
  ...emptyConversation,
  from: 'anthropic-messages',
  ...more,
});
const written = (more: Partial<Conversation>, quirks: Quirks = {}, target: Partial<EncodeTarget> = {}) =>
  requestOf(foreign(more), { quirks, ...target });
const messagesOf = (turns: readonly Turn[], quirks: Quirks = {}) => written({ turns }, quirks).body.messages;

const text = (value: string, more: object = {}): Part => ({ kind: 'text', text: value, at: '/t', ...more });
const turn = (role: Turn['role'], ...parts: readonly Part[]): Turn => ({ role, parts, at: '/m' });
const image: Part = {
  kind: 'media',
  media: 'image',
  source: { kind: 'base64', mimeType: 'image/png', data: 'AAAA' },
  at: '/i',
};
const imageUrl = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
const call = (more: object = {}): Part => ({
  kind: 'tool-call',
  id: 'c',
  name: 'f',
  form: 'function',
  input: '{"x":1}',
  at: '/c',
  ...more,
});
const result = (content: readonly Part[], more: object = {}): Part => ({
  kind: 'tool-result',
  id: 'c',
  name: 'f',
  form: 'function',
  content,
  at: '/r',
  ...more,
});
const tool: FunctionTool = { kind: 'function', name: 'f', at: '/tools/0' };

describe('messages', () => {
  it('are strings where that says the same: few providers take lists everywhere', () => {
    expect(
      messagesOf([
        turn('system', text('a'), text('b')),
        turn('user', text('c'), text('d')),
        turn('assistant', text('e'), text('f')),
        turn('user', text('g'), image),
      ]),
    ).toEqual([
      { role: 'system', content: 'a\n\nb' },
      { role: 'user', content: 'c\n\nd' },
      { role: 'assistant', content: 'e\n\nf' },
      { role: 'user', content: [{ type: 'text', text: 'g' }, imageUrl] },
    ]);
  });

  it('of the system at the front are one; without a word of the provider’s, developer is system', () => {
    const turns = [turn('system', text('a')), turn('developer', text('b')), turn('user', text('c'))];
    expect(messagesOf(turns)).toEqual([
      { role: 'system', content: 'a\n\nb' },
      { role: 'user', content: 'c' },
    ]);
    expect(messagesOf(turns, { developerRole: 'keep' })).toEqual([
      { role: 'system', content: 'a' },
      { role: 'developer', content: 'b' },
      { role: 'user', content: 'c' },
    ]);
  });

  it('are left out when there is nothing in them', () => {
    expect(
      messagesOf([turn('system'), turn('user', text('')), turn('assistant'), turn('user', text('a'))]),
    ).toEqual([{ role: 'user', content: 'a' }]);
  });

  it('have null beside calls, and arguments that are always an object', () => {
    const odd = written({
      turns: [turn('assistant', call(), call({ input: '' }), call({ input: 'ls', at: '/odd' }))],
    });
    expect(odd.body.messages).toEqual([
      {
        role: 'assistant',
        content: null,
        tool_calls: ['{"x":1}', '{}', '{"input":"ls"}'].map((args) => ({
          id: 'c',
          type: 'function',
          function: { name: 'f', arguments: args },
        })),
      },
    ]);
    expect(odd.lost).toEqual(['value /odd']);
  });

  it('with text cut at its citations are put together without gaps', () => {
    const citations = [{ title: 't', dialect: 'anthropic-messages', value: {} }];
    const { body, lost } = written({
      turns: [turn('assistant', text('a'), text(' b', { citations }), text(' c'))],
    });
    expect(body.messages).toEqual([{ role: 'assistant', content: 'a b c' }]);
    expect(lost).toEqual(['citation /t']);
  });

  it('of tools come first, right behind their calls', () => {
    expect(
      messagesOf([
        turn('assistant', call()),
        turn('user', text('and'), result([text('one')]), result([text('a'), text('b')])),
      ]),
    ).toEqual([
      expect.objectContaining({ role: 'assistant' }),
      { role: 'tool', tool_call_id: 'c', content: 'one' },
      { role: 'tool', tool_call_id: 'c', content: 'a\nb' },
      { role: 'user', content: 'and' },
    ]);
  });

  it('of tools hold no images: these follow in the user’s next message, under the call’s name', () => {
    expect(
      messagesOf([turn('user', result([text('see'), image]), result([image], { id: 'd' }), text('well?'))]),
    ).toEqual([
      { role: 'tool', tool_call_id: 'c', content: 'see' },
      { role: 'tool', tool_call_id: 'd', content: '[The result is attached to the next message.]' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Attached to the result of the tool call f (c):' },
          imageUrl,
          { type: 'text', text: 'Attached to the result of the tool call f (d):' },
          imageUrl,
          { type: 'text', text: 'well?' },
        ],
      },
    ]);
  });

  it('of tools say in words that a call failed, and are understood when they come back', () => {
    const turns = [
      turn('assistant', call()),
      turn('user', result([text('no file')], { isError: true }), result([], { isError: true })),
    ];
    const { body } = written({ turns });
    expect(body.messages).toMatchObject([
      {},
      { content: '[The tool call failed]\nno file' },
      { content: '[The tool call failed]' },
    ]);
    expect(conversationOf(body).turns[1]?.parts).toMatchObject([
      { isError: true, content: [{ text: 'no file' }] },
      { isError: true, content: [] },
    ]);
  });

  it('keep state for the model that it is from, in its own form', () => {
    const details = [{ type: 'reasoning.encrypted', data: 'x' }];
    const { body, lost } = written({
      turns: [
        turn(
          'assistant',
          {
            kind: 'reasoning',
            text: ['a'],
            opaque: { kind: 'chat-details', data: JSON.stringify(details) },
            at: '/1',
          },
          { kind: 'reasoning', text: [], opaque: { kind: 'anthropic-signature', data: 's' }, at: '/2' },
          text('b', { opaque: { kind: 'gemini-signature', data: 't' } }),
          call({ opaque: { kind: 'gemini-signature', data: 'g' } }),
        ),
      ],
    });
    expect(body.messages).toMatchObject([
      {
        reasoning_details: details,
        extra_content: { google: { thought_signature: 't' } },
        tool_calls: [{ extra_content: { google: { thought_signature: 'g' } } }],
      },
    ]);
    expect(lost).toEqual(['opaque /2']);
  });

  it('have hosted steps as their text, native parts not at all', () => {
    const { body, lost } = written({
      turns: [
        turn(
          'assistant',
          {
            kind: 'hosted',
            tool: 'web-search',
            text: 'searched q',
            dialect: 'anthropic-messages',
            value: {},
            at: '/h',
          },
          { kind: 'native', what: 'x', dialect: 'anthropic-messages', value: {}, at: '/n' },
        ),
      ],
    });
    expect(body.messages).toEqual([{ role: 'assistant', content: 'searched q' }]);
    expect(lost).toEqual(['hosted /h', 'part /n']);
  });

  it.each<[string, Part, unknown]>([
    [
      'a document as its text',
      { kind: 'media', media: 'document', title: 'T', source: { kind: 'text', text: 'x' }, at: '' },
      '<document name="T">\nx\n</document>',
    ],
    [
      'a text file as its text',
      {
        kind: 'media',
        media: 'document',
        source: { kind: 'base64', mimeType: 'text/plain', data: 'eA==' },
        at: '',
      },
      '<document>\nx\n</document>',
    ],
    [
      'a PDF as a file',
      {
        kind: 'media',
        media: 'document',
        source: { kind: 'base64', mimeType: 'application/pdf', data: 'AAAA' },
        at: '',
      },
      [{ type: 'file', file: { filename: 'document.pdf', file_data: 'data:application/pdf;base64,AAAA' } }],
    ],
    [
      'sound by the name of its format',
      {
        kind: 'media',
        media: 'audio',
        source: { kind: 'base64', mimeType: 'audio/x-wav', data: 'AAAA' },
        at: '',
      },
      [{ type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } }],
    ],
    [
      'a video as a note',
      { kind: 'media', media: 'video', source: { kind: 'url', url: 'u' }, at: '' },
      "[A video was here, which this model's API does not take.]",
    ],
  ])('hold %s', (_what, part, content) => {
    expect(messagesOf([turn('user', part)])).toEqual([{ role: 'user', content }]);
  });
});

describe('earlier reasoning', () => {
  const turns = [turn('assistant', { kind: 'reasoning', text: ['a', 'b'], at: '/1' }, text('c'), call())];

  it('is lost where the provider has no member for it', () => {
    expect(written({ turns }).lost).toEqual(['reasoning-text /1']);
  });

  it('goes into the provider’s member', () => {
    for (const reasoningField of ['reasoning_content', 'reasoning'] as const)
      expect(written({ turns }, { reasoningField })).toMatchObject({
        body: { messages: [{ [reasoningField]: 'a\n\nb' }] },
        lost: [],
      });
    expect(messagesOf(turns, { reasoningField: 'content-parts' })).toMatchObject([
      {
        content: [
          { type: 'thinking', thinking: [{ type: 'text', text: 'a\n\nb' }] },
          { type: 'text', text: 'c' },
        ],
      },
    ]);
  });

  it('is empty where there was none before a call: DeepSeek refuses a message without', () => {
    expect(messagesOf([turn('assistant', call())], { reasoningField: 'reasoning_content' })).toMatchObject([
      { reasoning_content: '' },
    ]);
    expect(messagesOf([turn('assistant', text('a'))], { reasoningField: 'reasoning_content' })).toEqual([
      { role: 'assistant', content: 'a' },
    ]);
  });
});

describe('tools', () => {
  it('have a schema even for no arguments; what only their dialect knows is lost', () => {
    const { body, lost } = written({
      tools: [
        { ...tool, rest: { eager: true }, examples: [{}], deferred: true },
        { kind: 'hosted', tool: 'web-search', dialect: 'anthropic-messages', value: {}, at: '/tools/1' },
      ],
    });
    expect(body.tools).toEqual([
      { type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} } } },
    ]);
    expect(lost).toEqual(['tool /tools/0', 'tool /tools/0', 'tool /tools/0', 'tool /tools/1']);
  });

  it('are chosen; some of them by offering no others', () => {
    const tools = [tool, { ...tool, name: 'g' }, { ...tool, name: 'h' }];
    expect(written({ tools, toolChoice: { kind: 'tool', name: 'g' } }).body.tool_choice).toEqual({
      type: 'function',
      function: { name: 'g' },
    });
    expect(
      written({ tools, toolChoice: { kind: 'some', names: ['f', 'h'], required: true } }).body,
    ).toMatchObject({
      tool_choice: 'required',
      tools: [{ function: { name: 'f' } }, { function: { name: 'h' } }],
    });
    const native = { kind: 'native', dialect: 'anthropic-messages', value: {} } as const;
    expect(written({ tools, toolChoice: native }).lost).toEqual(['tool-choice /tool_choice']);
  });

  it('gone, nothing speaks of them: OpenAI refuses a choice without tools', () => {
    const { body, lost } = written({ toolChoice: { kind: 'required' }, parallelTools: false });
    expect(body).not.toHaveProperty('tool_choice');
    expect(body).not.toHaveProperty('parallel_tool_calls');
    expect(lost).toEqual(['tool-choice /tool_choice']);
  });

  it('may be called in parallel by default', () => {
    expect(written({ tools: [tool], parallelTools: true }).body).not.toHaveProperty('parallel_tool_calls');
    expect(written({ tools: [tool], parallelTools: false }).body.parallel_tool_calls).toBe(false);
  });
});

describe('settings', () => {
  it.each<[ReasoningWish, Quirks, unknown, readonly string[]]>([
    [{ effort: 'medium' }, {}, 'medium', []],
    [{ effort: 'none' }, {}, 'none', []],
    [{ effort: 'minimal' }, {}, 'low', ['value /thinking']],
    [{ effort: 'max' }, {}, 'high', ['value /thinking']],
    [{ effort: 'xhigh' }, { developerRole: 'keep' }, 'xhigh', []],
    [{ budget: 0 }, {}, 'none', []],
    [{ budget: 1024 }, {}, 'low', ['value /thinking']],
    [{ budget: 10_000 }, {}, 'medium', ['value /thinking']],
    [{ budget: 31_999 }, {}, 'high', ['value /thinking']],
    [{ budget: -1 }, {}, undefined, []],
    [{ adaptive: true }, {}, undefined, []],
    [{ show: false }, {}, undefined, ['field /thinking/display']],
  ])('of reasoning %j with %j', (reasoning, quirks, effort, lost) => {
    const request = written({ reasoning }, quirks);
    expect(request.body.reasoning_effort).toBe(effort);
    expect(request.lost).toEqual(lost);
  });

  it('of reasoning are for models that reason', () => {
    expect(written({ reasoning: { effort: 'high' } }, {}, { thinking: 'none' })).toEqual({
      body: { model: 'm', messages: [] },
      lost: ['field /thinking'],
    });
  });

  it('have the provider’s name for the limit, which the model’s own caps', () => {
    expect(written({ maxTokens: 9 }).body.max_tokens).toBe(9);
    const capped = written(
      { maxTokens: 128_000 },
      { maxTokensField: 'max_completion_tokens' },
      { outputLimit: 8192 },
    );
    expect(capped.body).toEqual({ model: 'm', messages: [], max_completion_tokens: 8192 });
    expect(capped.lost).toEqual(['value /max_tokens']);
  });

  it('that OpenAI would refuse are lost', () => {
    const { body, lost } = written({
      stop: ['a', 'b', 'c', 'd', 'e'],
      sampling: { topK: 5, count: 2, logprobs: true },
      metadata: {
        user: 'x'.repeat(65),
        pairs: { a: 'b' },
        serviceTier: 'standard_only',
        previousResponseId: 'r',
      },
      cache: { key: 'x'.repeat(65), mark: {} },
      extra: [{ at: '/context_management', value: {} }],
    });
    expect(body).toEqual({ model: 'm', messages: [], stop: ['a', 'b', 'c', 'd'] });
    expect(lost).toEqual([
      'field /top_k',
      'count ',
      'logprobs ',
      'value /stop_sequences',
      'value ',
      'cache /cache_control',
      'value /metadata/user_id',
      'field /metadata',
      'value /service_tier',
      'field ',
      'field /context_management',
    ]);
  });

  it('of the answer’s form have a name', () => {
    const schema = { type: 'object' };
    expect(
      written({ output: { format: { kind: 'json', schema, strict: true } } }).body.response_format,
    ).toEqual({
      type: 'json_schema',
      json_schema: { name: 'response', schema, strict: true },
    });
    expect(written({ output: { format: { kind: 'json' }, modalities: ['text'] } }).body).toEqual({
      model: 'm',
      messages: [],
      response_format: { type: 'json_object' },
    });
  });

  it('of a stream ask for figures, unless the provider does not know the word', () => {
    expect(written({}, {}, { stream: true }).body).toMatchObject({
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(written({}, { streamUsage: 'never' }, { stream: true }).body).toEqual({
      model: 'm',
      messages: [],
      stream: true,
    });
  });

  it('that the provider does not take are lost, whatever they are', () => {
    expect(
      written({ output: { verbosity: 'low' } }, { unsupportedFields: ['verbosity', 'messages', 'seed'] }),
    ).toEqual({
      body: { model: 'm', messages: [] },
      lost: ['field /verbosity'],
    });
  });
});

describe('cache marks', () => {
  const turns = [
    turn('system', text('a', { cache: {}, at: '/1' })),
    turn('user', result([text('b')], { cache: { ttl: '1h' }, at: '/2' })),
    turn('user', text('c', { cache: {}, at: '/3' })),
  ];

  it('are lost where the provider takes none', () => {
    const { body, lost } = written({ turns });
    expect(JSON.stringify(body)).not.toContain('cache_control');
    expect(lost).toEqual(['cache /1', 'cache /2', 'cache /3']);
  });

  it('are kept from the end, as many as it takes', () => {
    const { body, lost } = written({ turns }, { mostCacheMarks: 2 });
    const marked = (value: string, ttl = {}) => [
      { type: 'text', text: value, cache_control: { type: 'ephemeral', ...ttl } },
    ];
    expect(body.messages).toEqual([
      { role: 'system', content: [{ type: 'text', text: 'a' }] },
      { role: 'tool', tool_call_id: 'c', content: marked('b', { ttl: '1h' }) },
      { role: 'user', content: marked('c') },
    ]);
    expect(lost).toEqual(['cache /1']);
  });
});

describe('a client of this dialect', () => {
  it('gets its unknown members back in their places', () => {
    const body = {
      model: 'm',
      messages: [
        {
          role: 'user',
          content: [{ type: 'text', text: 'a', prompt_cache_breakpoint: { mode: 'explicit' } }],
          weight: 1,
        },
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            {
              id: 'c',
              type: 'function',
              function: { name: 'f', arguments: '{}', parsed_arguments: {} },
              x: 1,
            },
          ],
        },
        { role: 'tool', tool_call_id: 'c', content: 'r', y: 2 },
      ],
      tools: [{ type: 'function', function: { name: 'f', z: 3 }, defer: true }, { type: 'mystery' }],
      response_format: { type: 'json_schema', json_schema: { name: 'n', w: 4 }, v: 5 },
      provider: { order: ['x'] },
      web_search_options: {},
    };
    expect(requestOf(conversationOf(body))).toEqual({ body, lost: [] });
  });

  it('is told what has lost its place', () => {
    const conversation = conversationOf({ messages: [{ role: 'user', content: 'a', weight: 1 }] });
    expect(requestOf({ ...conversation, turns: [] }).lost).toEqual(['field /messages/0/weight']);
  });
});
