import { describe, expect, it } from 'vitest';
import { isBillingLine } from '../../../../src/gateway/dialects/anthropic-messages/billing-line.ts';
import { writeSignature } from '../../../../src/gateway/dialects/anthropic-messages/carried-state.ts';
import { anthropicMessagesCodec as codec } from '../../../../src/gateway/dialects/anthropic-messages/codec.ts';
import type { Part, Tool } from '../../../../src/gateway/dialects/conversation.ts';
import type { Fields } from '../../../../src/gateway/dialects/json-value.ts';
import { wrapOpaque } from '../../../../src/gateway/dialects/opaque.ts';
import { CodecRun, origin } from '../../../support/run-codec.ts';

const { read } = new CodecRun(codec);

const hi: Fields = { role: 'user', content: 'Hi' };

function parts(role: string, ...content: readonly unknown[]): readonly Part[] {
  return read({ messages: [{ role, content }] }).turns[0]?.parts ?? [];
}

function tools(...given: readonly Fields[]): readonly Tool[] {
  return read({ messages: [hi], tools: given }).tools;
}

describe('what is no request', () => {
  it.each([
    [{}, '/messages'],
    [{ messages: 'Hi' }, '/messages'],
    [{ messages: [null] }, '/messages/0'],
    [{ messages: [{ content: 'Hi' }] }, '/messages/0/role'],
    [{ messages: [{ role: 'tool', content: 'Hi' }] }, '/messages/0/role'],
    [{ messages: [hi, { role: 'user', content: 5 }] }, '/messages/1/content'],
  ])('%j is refused at %s', (body, at) => {
    expect(codec.decodeRequest(body, { stream: false })).toMatchObject({ ok: false, at });
  });

  it('is nested deeper than can be read', () => {
    const depth = 200_000;
    const deep = JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown;
    const input = { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'f', input: { deep } }] };
    const found = { role: 'assistant', content: [{ type: 'web_search_tool_result', content: deep }] };
    expect(codec.decodeRequest({ messages: [input] }, { stream: false })).toMatchObject({
      ok: false,
      at: '',
    });
    expect(codec.decodeRequest({ messages: [found] }, { stream: false }).ok).toBe(true);
  });

  it('is everything else', () => {
    const odd = { messages: [{ role: 'user', content: [null, 5, {}, { type: 'text' }, { type: 7 }] }] };
    expect(codec.decodeRequest({ ...odd, tools: 'x', system: 5, thinking: [] }, { stream: false }).ok).toBe(
      true,
    );
  });
});

describe('turns', () => {
  it('begin with the system prompt, block by block', () => {
    const billing = 'x-anthropic-billing-header: cc_version=2.1.329.983; cc_entrypoint=sdk-cli;';
    const marked = { type: 'text', text: 'You are.', cache_control: { type: 'ephemeral', ttl: '1h' } };
    const { turns } = read({ system: [{ type: 'text', text: billing }, marked], messages: [hi] });
    expect(turns[0]).toEqual({
      role: 'system',
      at: '/system',
      parts: [
        { kind: 'text', text: billing, at: '/system/0' },
        { kind: 'text', text: 'You are.', cache: { ttl: '1h' }, at: '/system/1' },
      ],
    });
    expect(isBillingLine(billing)).toBe(true);
    expect(isBillingLine('Explain x-anthropic-billing-header: to me')).toBe(false);
    expect(isBillingLine(`${billing}\nand more`)).toBe(false);
  });

  it('keep system messages where they are: with a string, a list, an empty list, after a result', () => {
    const { turns, reasoning, extra } = read({
      output_config: { effort: 'medium' },
      messages: [
        hi,
        { role: 'system', content: [], output_config: { effort: 'high' } },
        { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'Bash', input: {} }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: 'hi' }] },
        { role: 'system', content: 'Be brief.' },
        { role: 'system' },
      ],
    });
    expect(turns.map(({ role }) => role)).toEqual([
      'user',
      'system',
      'assistant',
      'user',
      'system',
      'system',
    ]);
    expect(turns[1]?.parts).toEqual([]);
    // The effort of the turn counts; both are kept for this dialect.
    expect(reasoning).toEqual({ effort: 'high' });
    expect(extra).toEqual([
      { at: '/messages/1/output_config', value: { effort: 'high' } },
      { at: '/output_config/effort', value: 'medium' },
    ]);
  });

  it('are done with the effort of an earlier turn', () => {
    const system = { role: 'system', content: [], output_config: { effort: 'high' } };
    const messages = [hi, system, { role: 'assistant', content: 'Yes?' }, hi];
    expect(read({ messages, output_config: { effort: 'low' } }).reasoning).toEqual({ effort: 'low' });
  });
});

describe('blocks', () => {
  it('are text with its sources', () => {
    const citation = {
      type: 'web_search_result_location',
      url: 'https://a.example',
      title: 'A',
      cited_text: 'q',
    };
    expect(parts('assistant', { type: 'text', text: 'Yes', citations: [citation] }, 'bare')).toEqual([
      {
        kind: 'text',
        text: 'Yes',
        citations: [
          {
            url: 'https://a.example',
            title: 'A',
            quote: 'q',
            dialect: 'anthropic-messages',
            value: citation,
          },
        ],
        at: '/messages/0/content/0',
      },
      { kind: 'text', text: 'bare', at: '/messages/0/content/1' },
    ]);
  });

  it('are pictures and documents of every source', () => {
    const sources = [
      { type: 'base64', media_type: 'image/png', data: 'aa' },
      { type: 'url', url: 'https://a.example/a.png' },
      { type: 'file', file_id: 'file_1' },
    ];
    const images = parts('user', ...sources.map((source) => ({ type: 'image', source })));
    expect(images).toMatchObject([
      { media: 'image', source: { kind: 'base64', mimeType: 'image/png', data: 'aa' } },
      { media: 'image', source: { kind: 'url', url: 'https://a.example/a.png' } },
      { media: 'image', source: { kind: 'file-id', id: 'file_1', dialect: 'anthropic-messages' } },
    ]);
    const [text, list] = parts(
      'user',
      {
        type: 'document',
        source: { type: 'text', media_type: 'text/plain', data: 'Words' },
        title: 'T',
        context: 'C',
        citations: { enabled: true },
      },
      { type: 'document', source: { type: 'content', content: [{ type: 'text', text: 'One' }, 'Two'] } },
    );
    expect(text).toMatchObject({
      media: 'document',
      source: { kind: 'text', text: 'Words' },
      title: 'T',
      context: 'C',
      citable: true,
    });
    expect(list).toMatchObject({ media: 'document', source: { kind: 'text', text: 'One\nTwo' } });
  });

  it('are thoughts with state of unknown origin, or of the one that wrapped state names', () => {
    const opaque = { kind: 'openai-encrypted', data: 'e', origin } as const;
    expect(
      parts(
        'assistant',
        { type: 'thinking', thinking: 'Hm', signature: 'sig' },
        { type: 'thinking', thinking: '', signature: 'sig2' },
        { type: 'redacted_thinking', data: 'red' },
        { type: 'thinking', thinking: 'Sum', signature: wrapOpaque(opaque) },
        { type: 'thinking', thinking: 'Plain', signature: wrapOpaque({ kind: 'none', data: '' }) },
        { type: 'thinking', thinking: 'Unsigned', signature: '' },
        { type: 'redacted_thinking', data: wrapOpaque({ kind: 'anthropic-redacted', data: 'r', origin }) },
      ).map((part) => (part.kind === 'reasoning' ? [part.text, part.opaque] : part)),
    ).toEqual([
      [['Hm'], { kind: 'anthropic-signature', data: 'sig' }],
      [[], { kind: 'anthropic-signature', data: 'sig2' }],
      [[], { kind: 'anthropic-redacted', data: 'red' }],
      [['Sum'], opaque],
      [['Plain'], undefined],
      [['Unsigned'], undefined],
      [[], { kind: 'anthropic-redacted', data: 'r', origin }],
    ]);
  });

  it('are calls and their results, which learn the name from the call', () => {
    const { turns } = read({
      messages: [
        hi,
        {
          role: 'assistant',
          content: [
            { type: 'tool_use', id: 't1', name: 'Bash', input: { command: 'ls' } },
            { type: 'tool_use', id: 't2', name: 'Now', input: {} },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 't1', content: 'a\nb', is_error: false },
            { type: 'tool_result', tool_use_id: 't2' },
            {
              type: 'tool_result',
              tool_use_id: 'gone',
              is_error: true,
              content: [
                { type: 'text', text: 'Look' },
                { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'aa' } },
              ],
            },
          ],
        },
      ],
    });
    expect(turns[1]?.parts).toMatchObject([
      { kind: 'tool-call', id: 't1', name: 'Bash', form: 'function', input: '{"command":"ls"}' },
      { kind: 'tool-call', id: 't2', name: 'Now', input: '' },
    ]);
    expect(turns[2]?.parts).toMatchObject([
      { kind: 'tool-result', id: 't1', name: 'Bash', isError: false, content: [{ text: 'a\nb' }] },
      { kind: 'tool-result', id: 't2', name: 'Now', content: [] },
      { kind: 'tool-result', id: 'gone', isError: true, content: [{ text: 'Look' }, { media: 'image' }] },
    ]);
  });

  it('that only this API has say as text what others should know', () => {
    const found = {
      type: 'search_result',
      title: 'A',
      source: 'https://a.example',
      content: [{ type: 'text', text: 'W' }],
    };
    const result = {
      type: 'tool_result',
      tool_use_id: 't',
      content: [{ type: 'tool_reference', tool_name: 'WebFetch' }],
    };
    const compaction = { type: 'compaction', content: 'We spoke of cats.', encrypted_content: 'x' };
    expect(parts('user', found, result, compaction)).toMatchObject([
      { kind: 'text', text: 'A\nhttps://a.example\nW' },
      { kind: 'tool-result', content: [{ kind: 'text', text: 'Tool "WebFetch" can be called now.' }] },
      { kind: 'text', text: 'We spoke of cats.' },
    ]);
  });

  it('are steps of hosted tools with a text about them', () => {
    const told = parts(
      'assistant',
      { type: 'server_tool_use', id: 's1', name: 'web_search', input: { query: 'cats' } },
      {
        type: 'web_search_tool_result',
        tool_use_id: 's1',
        content: [
          { type: 'web_search_result', title: 'Cats', url: 'https://cats.example', encrypted_content: 'x' },
        ],
      },
      {
        type: 'web_search_tool_result',
        tool_use_id: 's1',
        content: { type: 'x_error', error_code: 'max_uses_exceeded' },
      },
      {
        type: 'web_fetch_tool_result',
        tool_use_id: 's2',
        content: {
          type: 'web_fetch_result',
          url: 'https://a.example',
          content: { type: 'document', title: 'T', source: { type: 'text', data: 'Page' } },
        },
      },
      {
        type: 'bash_code_execution_tool_result',
        tool_use_id: 's3',
        content: { stdout: 'out', stderr: 'err' },
      },
      { type: 'mcp_tool_use', id: 'm1', name: 'find', server_name: 'docs', input: { a: 1 } },
      { type: 'mcp_tool_result', tool_use_id: 'm1', content: [{ type: 'text', text: 'found' }] },
      {
        type: 'tool_search_tool_result',
        tool_use_id: 's4',
        content: {
          type: 'tool_search_tool_search_result',
          tool_references: [{ tool_name: 'f' }, { tool_name: 'g' }],
        },
      },
      {
        type: 'advisor_tool_result',
        tool_use_id: 's5',
        content: { type: 'advisor_result', text: 'Ship it.' },
      },
      { type: 'container_upload', file_id: 'file_1' },
    ).map((part) => (part.kind === 'hosted' ? [part.tool, part.text] : [part.kind]));
    expect(told).toEqual([
      ['web-search', 'web_search: cats'],
      ['web-search', 'Cats\nhttps://cats.example'],
      ['web-search', 'Error: max_uses_exceeded'],
      ['web-fetch', 'https://a.example\nT\nPage'],
      ['code', 'out\nerr'],
      ['mcp', 'docs find: {"a":1}'],
      ['mcp', 'found'],
      ['other', 'Tools found: f, g'],
      ['other', 'Ship it.'],
      ['native'],
    ]);
  });
});

describe('state of calls and texts', () => {
  const opaque = { kind: 'gemini-signature', data: 'g', origin } as const;
  const call = (id: string) => ({ type: 'tool_use', id, name: 'f', input: {} });
  const state = (signature: string) => ({ type: 'thinking', thinking: '', signature });
  const ofB = state(writeSignature(opaque, { kind: 'call', id: 'b' }));
  const ofText = state(writeSignature(opaque, { kind: 'text' }));
  const text = { type: 'text', text: 'So' };
  const signed = (...content: readonly unknown[]) =>
    parts('assistant', ...content).map((part) =>
      'opaque' in part && part.opaque !== undefined ? `${part.kind} signed` : part.kind,
    );

  it('goes back to its owner, wherever the client has put it', () => {
    for (const content of [
      [call('a'), call('b'), ofB],
      [ofB, call('a'), call('b')],
      [call('a'), ofB, call('b')],
    ]) {
      expect(signed(...content)).toEqual(['tool-call', 'tool-call signed']);
    }
    expect(signed(text, ofText, call('a'))).toEqual(['text signed', 'tool-call']);
    expect(signed(ofText, text)).toEqual(['text signed']);
    expect(signed(text, call('b'), ofB, state('native'))).toEqual([
      'text',
      'tool-call signed',
      'reasoning signed',
    ]);
  });

  it('is of a text without words where there was one', () => {
    const empty = state(writeSignature(opaque, { kind: 'empty-text' }));
    expect(parts('assistant', call('a'), empty)[1]).toEqual({
      kind: 'text',
      text: '',
      opaque,
      at: '/messages/0/content/1',
    });
  });

  it('is set aside when its owner is gone', () => {
    const { turns, extra } = read({ messages: [{ role: 'assistant', content: [text, ofB] }] });
    expect(turns[0]?.parts).toHaveLength(1);
    expect(extra).toEqual([{ at: '/messages/0/content/1', value: ofB }]);
  });
});

describe('tools', () => {
  it('are functions', () => {
    const schema = { type: 'object', properties: {} };
    expect(
      tools({
        ...{ type: 'custom', name: 'f', description: 'D', input_schema: schema, strict: true },
        ...{ input_examples: [{}], cache_control: { type: 'ephemeral' }, eager_input_streaming: true },
      }),
    ).toEqual([
      {
        ...{ kind: 'function', name: 'f', description: 'D', schema, strict: true, examples: [{}] },
        ...{ cache: {}, rest: { eager_input_streaming: true }, at: '/tools/0' },
      },
    ]);
  });

  it('of the client that Anthropic knows are functions for everybody else', () => {
    const given = tools(
      { type: 'bash_20250124', name: 'bash' },
      { type: 'text_editor_20250728', name: 'str_replace_based_edit_tool' },
      { type: 'text_editor_20250124', name: 'str_replace_editor' },
      { type: 'computer_20250124', name: 'computer', display_width_px: 800, display_height_px: 600 },
      { type: 'memory_20250818', name: 'memory' },
    );
    expect(given.map((tool) => tool.kind)).toEqual(Array(5).fill('function'));
    for (const tool of given) {
      expect(tool).toMatchObject({ schema: { type: 'object' }, description: expect.any(String) });
    }
    expect(JSON.stringify(given[1])).not.toContain('undo_edit');
    expect(JSON.stringify(given[2])).toContain('undo_edit');
    expect(JSON.stringify(given[3])).toContain('800 x 600');
  });

  it('of Anthropic are hosted, or native where nobody else has such', () => {
    expect(
      tools(
        {
          ...{ type: 'web_search_20250305', name: 'web_search', max_uses: 2, allowed_domains: ['a.example'] },
          user_location: { type: 'approximate', city: 'Bern' },
        },
        { type: 'web_fetch_20250910', name: 'web_fetch', blocked_domains: ['b.example'] },
        { type: 'code_execution_20250825', name: 'code_execution' },
        { type: 'mcp_toolset', mcp_server_name: 's' },
        { type: 'tool_search_tool_regex_20251119', name: 'tool_search_tool_regex' },
        { type: 'advisor_20260301', name: 'advisor', model: 'm' },
        { type: 'something_new', name: 'n' },
      ),
    ).toMatchObject([
      {
        tool: 'web-search',
        name: 'web_search',
        maxUses: 2,
        allowedDomains: ['a.example'],
        place: { city: 'Bern' },
      },
      { tool: 'web-fetch', blockedDomains: ['b.example'] },
      { tool: 'code' },
      { tool: 'mcp' },
      { kind: 'native', what: 'tool_search_tool_regex_20251119' },
      { kind: 'native', what: 'advisor_20260301' },
      { kind: 'native', what: 'something_new' },
    ]);
  });

  const deferred = (name: string) => ({ name, input_schema: { type: 'object' }, defer_loading: true });
  const reference = {
    messages: [
      hi,
      { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'ToolSearch', input: {} }] },
      {
        role: 'user',
        content: [
          {
            type: 'tool_result',
            tool_use_id: 't',
            content: [{ type: 'tool_reference', tool_name: 'WebFetch' }],
          },
        ],
      },
    ],
  };

  it('that are deferred are offered elsewhere once the client has handed them over', () => {
    const { tools: given } = read({ ...reference, tools: [deferred('WebFetch'), deferred('WebSearch')] });
    expect(given).toMatchObject([{ deferred: false }, { deferred: true }]);
  });

  it('that are deferred are offered elsewhere at once when Anthropic would search for them', () => {
    const search = { type: 'tool_search_tool_bm25_20251119', name: 'tool_search_tool_bm25' };
    expect(tools(deferred('f'), search)[0]).toMatchObject({ kind: 'function', deferred: false });
  });

  it("do not include Claude Code's placeholder", () => {
    expect(tools(deferred('DeferredToolPlaceholder'))).toMatchObject([{ kind: 'native' }]);
  });

  it('change in the middle of the conversation', () => {
    const change = (type: string, tool: object) => ({ role: 'system', content: [{ type, tool }] });
    const { tools: given } = read({
      tools: [deferred('late'), deferred('gone'), { name: 'off', input_schema: { type: 'object' } }],
      messages: [
        hi,
        change('tool_addition', { type: 'tool_reference', name: 'late' }),
        change('tool_addition', { type: 'tool_definition', definition: { name: 'new', input_schema: {} } }),
        change('tool_removal', { type: 'tool_reference', name: 'off' }),
      ],
    });
    expect(given).toMatchObject([
      { kind: 'function', name: 'late', deferred: false },
      { kind: 'function', name: 'gone', deferred: true },
      { kind: 'native', what: 'withdrawn tool' },
      { kind: 'function', name: 'new', at: '/messages/2/content/0/tool/definition' },
    ]);
  });
});

describe('settings', () => {
  it.each([
    [{ thinking: { type: 'enabled', budget_tokens: 2000 } }, { budget: 2000 }],
    [{ thinking: { type: 'disabled' } }, { effort: 'none' }],
    [{ thinking: { type: 'adaptive', display: 'omitted' } }, { adaptive: true, show: false }],
    [{ thinking: { type: 'adaptive', display: 'summarized' } }, { adaptive: true, show: true }],
    [{ thinking: { type: 'adaptive', display: 'updates' } }, { adaptive: true, show: true }],
    [
      { thinking: { type: 'adaptive' }, output_config: { effort: 'xhigh' } },
      { adaptive: true, effort: 'xhigh' },
    ],
    [{ output_config: { effort: 'low' } }, { effort: 'low' }],
    [{ thinking: { type: 'disabled' }, output_config: { effort: 'low' } }, { effort: 'none' }],
    [{ thinking: { type: 'between_tools' } }, {}],
  ])('%j means to think %j', (body, wish) => {
    expect(read({ messages: [hi], ...body }).reasoning).toEqual(wish);
  });

  it.each([
    [{ type: 'auto' }, { kind: 'auto' }, undefined],
    [{ type: 'any', disable_parallel_tool_use: true }, { kind: 'required' }, false],
    [{ type: 'tool', name: 'f', disable_parallel_tool_use: false }, { kind: 'tool', name: 'f' }, true],
    [{ type: 'none' }, { kind: 'none' }, undefined],
    [{ type: 'new' }, { kind: 'native', dialect: 'anthropic-messages', value: { type: 'new' } }, undefined],
  ])('tool_choice %j is %j', (tool_choice, choice, parallel) => {
    const { toolChoice, parallelTools } = read({ messages: [hi], tool_choice });
    expect([toolChoice, parallelTools]).toEqual([choice, parallel]);
  });

  it('hold the answer to a schema, in both places', () => {
    const format = { type: 'json_schema', schema: { type: 'object' } };
    const wish = { format: { kind: 'json', schema: { type: 'object' } } };
    expect(read({ messages: [hi], output_config: { format } }).output).toEqual(wish);
    expect(read({ messages: [hi], output_format: format }).output).toEqual(wish);
  });

  it.each([
    ['{"device_id":"d","account_uuid":"","session_id":"s-1"}', 's-1'],
    ['user_0a_account_1b_session_2c-3d', '2c-3d'],
    ['somebody', undefined],
    ['{broken', undefined],
  ])('metadata.user_id %s has the session %s', (user_id, key) => {
    const { metadata, cache } = read({ messages: [hi], metadata: { user_id } });
    expect(metadata.user).toBe(user_id);
    expect(cache.key).toBe(key);
  });

  it('without a place in the pivot are set aside', () => {
    const more = { context_management: { edits: [] }, safeguards: [{}], speed: 'fast', temperature: 'warm' };
    const { extra } = read({ messages: [hi], ...more, container: null });
    expect(extra).toEqual(Object.entries(more).map(([name, value]) => ({ at: `/${name}`, value })));
  });

  it('have their names escaped in places', () => {
    expect(read({ messages: [hi], 'a/b~c': 1 }).extra).toEqual([{ at: '/a~1b~0c', value: 1 }]);
  });
});
