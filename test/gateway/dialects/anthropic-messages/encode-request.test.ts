import { describe, expect, it } from 'vitest';
import { anthropicMessagesCodec } from '../../../../src/gateway/dialects/anthropic-messages/codec.ts';
import type { Conversation, Part, Role, Turn } from '../../../../src/gateway/dialects/conversation.ts';
import type { Fields } from '../../../../src/gateway/dialects/json-value.ts';
import { CodecRun, emptyConversation, lost, origin } from '../../../support/run-codec.ts';

const { read, write } = new CodecRun(anthropicMessagesCodec);

function turn(role: Role, ...parts: readonly Part[]): Turn {
  return { role, parts, at: '/t' };
}

const text = (words: string, at = '/x'): Part => ({ kind: 'text', text: words, at });
const call = (id: string, input = ''): Part => ({
  kind: 'tool-call',
  id,
  name: 'f',
  form: 'function',
  input,
  at: `/${id}`,
});
const result = (id: string, ...content: readonly Part[]): Part => ({
  kind: 'tool-result',
  id,
  form: 'function',
  content,
  at: `/r${id}`,
});
const ask = turn('user', text('Hi'));

function conversation(more: Partial<Conversation>): Conversation {
  return { ...emptyConversation, turns: [ask], ...more };
}

function messagesOf(...turns: readonly Turn[]): unknown {
  return bare(write(conversation({ turns }), { quirks: { mostCacheMarks: 0 } }).body.messages);
}

function bare(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe('the body', () => {
  it('is what the API demands and no more', () => {
    expect(write(conversation({}), { quirks: { mostCacheMarks: 0 } }).body).toEqual({
      model: 'm',
      max_tokens: 8192,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
    });
  });

  it.each([
    [undefined, undefined, 8192, []],
    [undefined, 64_000, 64_000, []],
    [1000, undefined, 1000, []],
    [1000, 500, 500, ['value /max_completion_tokens']],
  ])(
    'for %s wanted and a limit of %s tokens has max_tokens %s',
    (maxTokens, outputLimit, expected, losses) => {
      const wanted = maxTokens === undefined ? {} : { maxTokens };
      const limit = outputLimit === undefined ? {} : { outputLimit };
      const written = write(conversation(wanted), limit);
      expect(written.body.max_tokens).toBe(expected);
      expect(lost(written.losses)).toEqual(losses);
    },
  );

  it('leaves out what the provider refuses', () => {
    const from = read({
      messages: [],
      metadata: { user_id: 'u' },
      output_config: { effort: 'low', task_budget: 1 },
    });
    const { body, losses } = write(from, {
      quirks: { unsupportedFields: ['metadata', 'output_config.effort', 'absent.too'] },
    });
    expect(body.metadata).toBeUndefined();
    expect(body.output_config).toEqual({ task_budget: 1 });
    expect(lost(losses)).toEqual(['field /metadata', 'field /output_config/effort']);
  });
});

describe('turns', () => {
  it('at the front with system or developer text are the system prompt', () => {
    const { body } = write(
      conversation({ turns: [turn('system', text('A'), text('')), turn('developer', text('B')), ask] }),
      { quirks: { mostCacheMarks: 0 } },
    );
    expect(body.system).toEqual([
      { type: 'text', text: 'A' },
      { type: 'text', text: 'B' },
    ]);
  });

  it('alternate, begin with the user, and hold no empty text', () => {
    expect(
      messagesOf(turn('assistant', text('A')), turn('user', text(' \n'), text('B')), turn('user', text('C'))),
    ).toEqual([
      { role: 'user', content: [{ type: 'text', text: '(The conversation begins.)' }] },
      { role: 'assistant', content: [{ type: 'text', text: 'A' }] },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'B' },
          { type: 'text', text: 'C' },
        ],
      },
    ]);
  });

  it('are the system prompt alone when there is nothing else', () => {
    const { body } = write(conversation({ turns: [turn('system', text('Do it'))] }));
    expect(body.system).toBeUndefined();
    expect(body.messages).toMatchObject([{ role: 'user', content: [{ type: 'text', text: 'Do it' }] }]);
  });

  it('put results first and thoughts in front', () => {
    const thought: Part = {
      kind: 'reasoning',
      text: ['Hm'],
      opaque: { kind: 'anthropic-signature', data: 's', origin },
      at: '/h',
    };
    expect(
      messagesOf(
        ask,
        turn('assistant', text('A'), thought, call('a')),
        turn('user', text('B'), result('a', text('R'))),
      ),
    ).toMatchObject([
      {},
      {
        content: [
          { type: 'thinking', thinking: 'Hm', signature: 's' },
          { type: 'text' },
          { type: 'tool_use' },
        ],
      },
      { content: [{ type: 'tool_result', tool_use_id: 'a', content: 'R' }, { type: 'text' }] },
    ]);
  });

  it('end without white space where they begin the answer', () => {
    expect(messagesOf(ask, turn('assistant', text('{ "a": \n')))).toMatchObject([
      {},
      { content: [{ text: '{ "a":' }] },
    ]);
    expect(messagesOf(ask, turn('assistant', text('A'), text(' ')))).toMatchObject([
      {},
      { content: [{ text: 'A' }] },
    ]);
  });

  it('of a Messages client stay where they were', () => {
    const body = {
      model: 'm',
      max_tokens: 5,
      system: [{ type: 'text', text: 'S' }],
      messages: [
        { role: 'system', content: [{ type: 'text', text: 'First' }] },
        { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
        { role: 'system', content: [], output_config: { effort: 'low' } },
        { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'f', input: { a: 1 } }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: 'R', is_error: false }] },
        { role: 'system', content: [{ type: 'text', text: 'Brief' }], clear_at: 'never' },
      ],
      output_config: { effort: 'low' },
    };
    const written = write(read(body));
    expect(written.body).toEqual(body);
    expect(lost(written.losses)).toEqual([]);
  });
});

describe('parts', () => {
  it('are calls with an object as input, whatever the model wrote', () => {
    const inputs = ['', '{"a":1}', '[1]', '{"a":', '"x"'];
    const custom: Part = {
      kind: 'tool-call',
      id: 'c',
      name: 'patch',
      form: 'custom',
      input: '*** Begin',
      at: '/c',
    };
    expect(
      messagesOf(ask, turn('assistant', ...inputs.map((input, at) => call(`t${at}`, input)), custom)),
    ).toMatchObject([
      {},
      {
        content: [
          { input: {} },
          { input: { a: 1 } },
          { input: { input: [1] } },
          { input: { input: '{"a":' } },
          { input: { input: 'x' } },
          { input: { input: '*** Begin' } },
        ],
      },
    ]);
  });

  it('are results without content, but for errors', () => {
    const failed: Part = { ...(result('b') as Extract<Part, { kind: 'tool-result' }>), isError: true };
    const value: Part = { ...(result('c') as Extract<Part, { kind: 'tool-result' }>), value: { ok: 1 } };
    expect(
      messagesOf(
        ask,
        turn('assistant', call('a'), call('b'), call('c')),
        turn('user', result('a'), failed, value),
      ),
    ).toMatchObject([
      {},
      {},
      {
        content: [
          { type: 'tool_result', tool_use_id: 'a' },
          { tool_use_id: 'b', is_error: true, content: [{ type: 'text', text: 'Error' }] },
          { tool_use_id: 'c', content: [{ type: 'text', text: '{"ok":1}' }] },
        ],
      },
    ]);
  });

  it('are media where the API takes them, else a note', () => {
    const media = (more: object): Part => ({ kind: 'media', at: '/m', ...more }) as Part;
    const base64 = (mimeType: string, data = 'aGk=') => ({ source: { kind: 'base64', mimeType, data } });
    const { body, losses } = write(
      conversation({
        turns: [
          turn(
            'user',
            media({ media: 'image', ...base64('image/jpg'), detail: 'auto' }),
            media({ media: 'image', source: { kind: 'url', url: 'https://a.example' }, detail: 'high' }),
            media({ media: 'image', ...base64('image/tiff'), filename: 'a.tiff' }),
            media({ media: 'document', ...base64('application/pdf'), filename: 'a.pdf' }),
            media({ media: 'document', ...base64('text/csv') }),
            media({ media: 'document', source: { kind: 'text', text: 'W' }, title: 'T', citable: true }),
            media({ media: 'document', source: { kind: 'file-id', id: 'f', dialect: 'openai-chat' } }),
            media({ media: 'audio', ...base64('audio/wav') }),
          ),
          turn('assistant', media({ media: 'image', ...base64('image/png') })),
          ask,
        ],
      }),
      { quirks: { mostCacheMarks: 0 } },
    );
    expect(body.messages).toMatchObject([
      {
        content: [
          { type: 'image', source: { type: 'base64', media_type: 'image/jpeg', data: 'aGk=' } },
          { type: 'image', source: { type: 'url', url: 'https://a.example' } },
          { type: 'text', text: '[image left out: a.tiff]' },
          { type: 'document', source: { media_type: 'application/pdf' }, title: 'a.pdf' },
          { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'hi' } },
          { type: 'document', source: { type: 'text', data: 'W' }, title: 'T', citations: { enabled: true } },
          { type: 'text', text: '[document left out]' },
          { type: 'text', text: '[audio left out]' },
        ],
      },
      { content: [{ type: 'text', text: '[image left out]' }] },
      {},
    ]);
    expect(lost(losses)).toEqual(['field /m', 'media /m', 'media /m', 'media /m', 'media /m']);
  });

  it('of a failure are text, and addresses are of the web', () => {
    const image: Part = {
      kind: 'media',
      media: 'image',
      source: { kind: 'base64', mimeType: 'image/png', data: 'aa' },
      at: '/i',
    };
    const cloud: Part = {
      kind: 'media',
      media: 'document',
      source: { kind: 'url', url: 'gs://a/b.pdf' },
      at: '/d',
    };
    const failed: Part = { ...(result('a', image) as Extract<Part, { kind: 'tool-result' }>), isError: true };
    const { body, losses } = write(
      conversation({ turns: [ask, turn('assistant', call('a')), turn('user', failed, cloud)] }),
      { quirks: { mostCacheMarks: 0 } },
    );
    expect(body.messages).toMatchObject([
      {},
      {},
      {
        content: [
          { is_error: true, content: [{ text: '[image left out]' }] },
          { type: 'text', text: '[document left out]' },
        ],
      },
    ]);
    expect(lost(losses)).toEqual(['media /i', 'media /d']);
  });

  it('of thoughts need state of this API', () => {
    const thought = (kind: 'anthropic-redacted' | 'openai-encrypted' | 'none', ...words: string[]): Part => ({
      kind: 'reasoning',
      text: words,
      opaque: { kind, data: 'd', origin },
      at: `/${kind}`,
    });
    const { body, losses } = write(
      conversation({
        turns: [
          ask,
          turn(
            'assistant',
            thought('anthropic-redacted'),
            thought('openai-encrypted', 'A', 'B'),
            thought('none', 'C'),
            { kind: 'reasoning', text: ['D'], at: '/bare' },
            text('So'),
          ),
          ask,
        ],
      }),
      { quirks: { mostCacheMarks: 0 } },
    );
    expect(body.messages).toMatchObject([
      {},
      {
        content: [
          { type: 'redacted_thinking', data: 'd' },
          { type: 'text', text: 'So' },
        ],
      },
      {},
    ]);
    expect(lost(losses)).toEqual([
      'opaque /openai-encrypted',
      'reasoning-text /openai-encrypted',
      'reasoning-text /none',
      'reasoning-text /bare',
    ]);
  });

  it('that only another dialect knows are reported', () => {
    const foreign: readonly Part[] = [
      { kind: 'hosted', tool: 'web-search', text: 'cats', dialect: 'openai-responses', value: {}, at: '/h' },
      { kind: 'native', what: 'x', dialect: 'openai-responses', value: {}, at: '/n' },
      {
        ...{ kind: 'text', text: 'T', phase: 'commentary', at: '/t' },
        citations: [{ url: 'https://a.example', dialect: 'openai-responses', value: {} }],
        opaque: { kind: 'gemini-signature', data: 'g' },
      },
    ];
    const { body, losses } = write(conversation({ turns: [ask, turn('assistant', ...foreign), ask] }));
    expect(body.messages).toMatchObject([
      {},
      { content: [{ text: 'cats' }, { type: 'text', text: 'T' }] },
      {},
    ]);
    expect(lost(losses)).toEqual(['hosted /h', 'part /n', 'opaque /t', 'field /t', 'citation /t']);
  });

  it('named by a speaker and members of another dialect are reported', () => {
    const named: Turn = { ...ask, name: 'Ann', at: '/messages/0' };
    const { losses } = write(conversation({ turns: [named], extra: [{ at: '/logit_bias', value: {} }] }));
    expect(lost(losses)).toEqual(['field /messages/0', 'field /logit_bias']);
  });
});

describe('cache marks', () => {
  const block = (words: string): Fields => ({
    type: 'text',
    text: words,
    cache_control: { type: 'ephemeral' },
  });
  const marked = {
    system: [block('S1'), block('S2')],
    tools: [{ name: 'f', input_schema: {}, cache_control: { type: 'ephemeral', ttl: '1h' } }],
    messages: [1, 2, 3].map((number) => ({ role: 'user', content: [block(`M${number}`)] })),
  };
  const kept = (body: Fields) =>
    [
      ...JSON.stringify(body).matchAll(/"(?:text|name)":"(\w+)"(?:,"input_schema":\{\})?,"cache_control"/g),
    ].map(([, name]) => name);

  it.each([
    [0, []],
    [1, ['M3']],
    [2, ['S2', 'M3']],
    [3, ['S2', 'M2', 'M3']],
    [undefined, ['f', 'S2', 'M2', 'M3']],
    [6, ['f', 'S1', 'S2', 'M1', 'M2', 'M3']],
  ])('up to %s: the most useful stay', (mostCacheMarks, names) => {
    const quirks = mostCacheMarks === undefined ? {} : { mostCacheMarks };
    const { body, losses } = write(read(marked), { quirks });
    expect(kept(body)).toEqual(names);
    expect(lost(losses).filter((loss) => loss.startsWith('cache'))).toHaveLength(6 - names.length);
  });

  it('on the whole request is one of them', () => {
    const { body } = write(read({ ...marked, cache_control: { type: 'ephemeral', ttl: '1h' } }));
    expect(body.cache_control).toEqual({ type: 'ephemeral', ttl: '1h' });
    expect(kept(body)).toEqual(['S2', 'M2', 'M3']);
  });

  it('keep what the pivot has no word for', () => {
    const control = { type: 'ephemeral', ttl: '1h', scope: 'global' };
    const { body } = write(
      read({ messages: [], system: [{ type: 'text', text: 'S', cache_control: control }] }),
    );
    expect(body.system).toEqual([{ type: 'text', text: 'S', cache_control: control }]);
  });

  it('are set for dialects whose providers cache by themselves', () => {
    const from = conversation({
      turns: [turn('system', text('S')), ask, turn('assistant', text('A')), turn('user', text('B'))],
      tools: [{ kind: 'function', name: 'f', at: '/tools/0' }],
      cache: { key: 'k' },
    });
    const { body, losses } = write(from);
    const cache_control = { type: 'ephemeral' };
    expect(body).toMatchObject({
      tools: [{ name: 'f', cache_control }],
      system: [{ text: 'S', cache_control }],
      messages: [{ content: [{ cache_control }] }, {}, { content: [{ text: 'B', cache_control }] }],
    });
    expect(lost(losses)).toEqual([]);
    expect(JSON.stringify(write(from, { quirks: { mostCacheMarks: 0 } }).body)).not.toContain(
      'cache_control',
    );
  });

  it('of an hour come before those of minutes, or are of minutes', () => {
    const marks = [{}, { ttl: '1h' }, { ttl: '5m' }] as const;
    const parts = marks.map((cache, at): Part => ({ kind: 'text', text: `${at}`, cache, at: `/${at}` }));
    const tools = [{ kind: 'function', name: 'f', cache: { ttl: '1h' }, at: '/tools/0' }] as const;
    const { body, losses } = write(conversation({ turns: [turn('user', ...parts)], tools }));
    expect(body.tools).toMatchObject([{ cache_control: { ttl: '1h' } }]);
    expect(JSON.stringify(body.messages)).not.toContain('1h');
    expect(lost(losses)).toEqual(['cache /1']);
  });

  it('of a client are not added to', () => {
    const own: Part = { kind: 'text', text: 'Hi', cache: { ttl: '1h' }, at: '/x' };
    const { body } = write(conversation({ turns: [turn('system', text('S')), turn('user', own)] }));
    expect(body.system).toEqual([{ type: 'text', text: 'S' }]);
    expect(body.messages).toMatchObject([{ content: [{ cache_control: { ttl: '1h' } }] }]);
  });
});
