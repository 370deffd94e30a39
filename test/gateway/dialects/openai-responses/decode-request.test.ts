import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../../../src/gateway/dialects/conversation.ts';
import type { Fields } from '../../../../src/gateway/dialects/json-value.ts';
import { wrapOpaque } from '../../../../src/gateway/dialects/opaque.ts';
import { openAiResponsesCodec as codec } from '../../../../src/gateway/dialects/openai-responses/codec.ts';
import { CodecRun, origin } from '../../../support/run-codec.ts';

const { read, write } = new CodecRun(codec);

const items = (...input: readonly Fields[]): Conversation => read({ model: 'm', input });
const turns = (...input: readonly Fields[]) =>
  items(...input).turns.map(({ role, parts }) => [role, ...parts.map(({ at: _, ...part }) => part)]);
const user = { role: 'user', content: 'go' };

describe('who speaks', () => {
  it('instructions lead, a text is the user’s', () => {
    expect(read({ model: 'm', instructions: 'Be kind', input: 'hello' }).turns).toEqual([
      {
        role: 'system',
        parts: [{ kind: 'text', text: 'Be kind', at: '/instructions' }],
        at: '/instructions',
      },
      { role: 'user', parts: [{ kind: 'text', text: 'hello', at: '/input' }], at: '/input' },
    ]);
  });

  it('items without a type are messages when they have a role, else references', () => {
    expect(turns({ role: 'developer', content: 'a' }, { id: 'msg_1' })).toEqual([
      ['developer', { kind: 'text', text: 'a' }],
      [
        'assistant',
        { kind: 'native', dialect: 'openai-responses', what: 'item_reference', value: { id: 'msg_1' } },
      ],
    ]);
  });

  it('a run of the model’s items is one turn, and results are one of the user', () => {
    const list = turns(
      user,
      {
        type: 'reasoning',
        id: 'rs_1',
        summary: [{ type: 'summary_text', text: 'hm' }],
        encrypted_content: 'e',
        content: null,
      },
      {
        type: 'message',
        role: 'assistant',
        phase: 'commentary',
        content: [{ type: 'output_text', text: 'Looking', annotations: [] }],
      },
      { type: 'function_call', call_id: 'c1', name: 'f', namespace: 'n', arguments: '{"a":1}' },
      { type: 'custom_tool_call', call_id: 'c2', name: 'exec', input: 'ls' },
      { type: 'function_call_output', call_id: 'c1', output: 'one' },
      { type: 'custom_tool_call_output', call_id: 'c2', output: [{ type: 'input_text', text: 'two' }] },
      user,
    );
    expect(list).toEqual([
      ['user', { kind: 'text', text: 'go' }],
      [
        'assistant',
        { kind: 'reasoning', id: 'rs_1', text: ['hm'], opaque: { kind: 'openai-encrypted', data: 'e' } },
        { kind: 'text', text: 'Looking', phase: 'commentary' },
        { kind: 'tool-call', form: 'function', id: 'c1', name: 'f', namespace: 'n', input: '{"a":1}' },
        { kind: 'tool-call', form: 'custom', id: 'c2', name: 'exec', input: 'ls' },
      ],
      [
        'user',
        {
          kind: 'tool-result',
          form: 'function',
          id: 'c1',
          content: [{ kind: 'text', text: 'one', at: '/input/5/output' }],
        },
        {
          kind: 'tool-result',
          form: 'custom',
          id: 'c2',
          content: [{ kind: 'text', text: 'two', at: '/input/6/output/0' }],
        },
      ],
      ['user', { kind: 'text', text: 'go' }],
    ]);
  });

  it('another agent’s words are the user’s, and who spoke is left over', () => {
    const { turns: found, extra } = items({
      type: 'agent_message',
      author: '/root/a',
      recipient: '/root',
      content: [{ type: 'input_text', text: 'done' }],
    });
    expect(found).toMatchObject([{ role: 'user', parts: [{ kind: 'text', text: 'done' }] }]);
    expect(extra.map(({ at }) => at)).toEqual(['/input/0/author', '/input/0/recipient']);
  });
});

describe('parts', () => {
  const parts = (...content: readonly Fields[]) => items({ role: 'user', content }).turns[0]?.parts;

  it('pictures come as bytes, address or upload', () => {
    expect(
      parts(
        { type: 'input_image', image_url: 'data:image/png;base64,AAAA', detail: 'low' },
        { type: 'input_image', image_url: 'https://e.org/a.png' },
        { type: 'input_image', file_id: 'file-1', image_url: null },
        { type: 'input_image', image_url: { url: 'https://e.org/b.png' } },
      ),
    ).toMatchObject([
      { media: 'image', detail: 'low', source: { kind: 'base64', mimeType: 'image/png', data: 'AAAA' } },
      { media: 'image', source: { kind: 'url', url: 'https://e.org/a.png' } },
      { media: 'image', source: { kind: 'file-id', id: 'file-1', dialect: 'openai-responses' } },
      { media: 'image', source: { kind: 'url', url: 'https://e.org/b.png' } },
    ]);
  });

  it('files are documents, with their names', () => {
    expect(
      parts(
        { type: 'input_file', file_data: 'data:application/pdf;base64,AAAA', filename: 'a.pdf' },
        { type: 'input_file', file_data: 'AAAA', filename: 'a.txt' },
        { type: 'input_file', file_url: 'https://e.org/a.pdf' },
        { type: 'input_file', file_id: 'file-1' },
        { type: 'input_audio', input_audio: { data: 'AAAA', format: 'mp3' } },
      ),
    ).toMatchObject([
      { media: 'document', filename: 'a.pdf', source: { kind: 'base64', mimeType: 'application/pdf' } },
      {
        media: 'document',
        filename: 'a.txt',
        source: { kind: 'base64', mimeType: 'text/plain', data: 'AAAA' },
      },
      { media: 'document', source: { kind: 'url', url: 'https://e.org/a.pdf' } },
      { media: 'document', source: { kind: 'file-id', id: 'file-1' } },
      { media: 'audio', source: { kind: 'base64', mimeType: 'audio/mpeg', data: 'AAAA' } },
    ]);
  });

  it('citations, refusals and cache marks are known, the rest is kept whole', () => {
    const annotation = {
      type: 'url_citation',
      url: 'https://e.org',
      title: 'E',
      start_index: 0,
      end_index: 2,
    };
    const content = [
      { type: 'output_text', text: 'ab', annotations: [annotation] },
      { type: 'refusal', refusal: 'no' },
      { type: 'output_hologram', data: 1 },
    ];
    const [turn] = items({ role: 'assistant', content }).turns;
    expect(turn?.parts).toMatchObject([
      { text: 'ab', citations: [{ url: 'https://e.org', title: 'E', start: 0, end: 2, value: annotation }] },
      { text: 'no', refusal: true },
      { kind: 'native', what: 'output_hologram', value: { type: 'output_hologram', data: 1 } },
    ]);
    const mark = { mode: 'explicit', ttl: '12h' };
    expect(parts({ type: 'input_text', text: 'a', prompt_cache_breakpoint: mark })).toMatchObject([
      { cache: { ttl: '1h' } },
    ]);
  });
});

describe('reasoning', () => {
  it('its own text goes before a summary', () => {
    const summary = [{ type: 'summary_text', text: 'short' }];
    const content = [{ type: 'reasoning_text', text: 'long' }];
    expect(turns({ type: 'reasoning', summary, content })).toEqual([
      ['assistant', { kind: 'reasoning', raw: true, text: ['long'] }],
    ]);
  });

  it('wrapped state comes out with its origin', () => {
    const opaque = { kind: 'anthropic-signature', data: 'sig', origin } as const;
    const list = turns({ type: 'reasoning', summary: [], encrypted_content: wrapOpaque(opaque) });
    expect(list).toEqual([['assistant', { kind: 'reasoning', text: [], opaque }]]);
  });

  it('a compaction is state of another kind', () => {
    expect(turns({ type: 'compaction', id: 'cmp_1', encrypted_content: 'e' })).toEqual([
      [
        'assistant',
        { kind: 'reasoning', text: [], id: 'cmp_1', opaque: { kind: 'openai-compaction', data: 'e' } },
      ],
    ]);
  });
});

describe('steps of tools', () => {
  it('a shell call’s input is its action', () => {
    const action = { type: 'exec', command: ['ls'], env: {} };
    expect(
      turns(
        { type: 'local_shell_call', id: 'lsh_1', call_id: 'c', action, status: 'completed' },
        { type: 'local_shell_call_output', id: 'c', output: 'files' },
      ),
    ).toMatchObject([
      ['assistant', { form: 'local-shell', id: 'c', name: 'local_shell', input: JSON.stringify(action) }],
      ['user', { form: 'local-shell', id: 'c', content: [{ text: 'files' }] }],
    ]);
  });

  it('what the client’s own tool search found are tools of the request', () => {
    const found = { type: 'function', name: 'deep', parameters: { type: 'object' } };
    const { turns: list, tools } = items(
      { type: 'tool_search_call', call_id: 'c', execution: 'client', arguments: { query: 'q' } },
      {
        type: 'tool_search_output',
        call_id: 'c',
        execution: 'client',
        tools: [{ type: 'namespace', name: 'n', tools: [found] }],
      },
    );
    expect(list).toMatchObject([
      { parts: [{ form: 'tool-search', name: 'tool_search', input: '{"query":"q"}' }] },
      { parts: [{ form: 'tool-search', content: [{ text: 'Tools found: deep' }] }] },
    ]);
    expect(tools).toMatchObject([{ kind: 'function', name: 'deep', namespace: 'n' }]);
  });

  it.each<[string, Fields, string, string, string]>([
    [
      'web_search_call',
      { action: { type: 'search', query: 'q', sources: [{ type: 'url', url: 'u' }] } },
      'assistant',
      'web-search',
      'q\nu',
    ],
    [
      'file_search_call',
      { queries: ['q'], results: [{ filename: 'f', text: 't' }] },
      'assistant',
      'file-search',
      'q\nf\nt',
    ],
    [
      'code_interpreter_call',
      { code: 'c', outputs: [{ type: 'logs', logs: 'l' }] },
      'assistant',
      'code',
      'c\nl',
    ],
    ['mcp_call', { name: 'n', arguments: '{}', output: 'o' }, 'assistant', 'mcp', 'n {}\no'],
    ['mcp_approval_response', { approve: true }, 'user', 'mcp', ''],
    ['shell_call', { action: { commands: ['ls'] } }, 'assistant', 'other', 'ls'],
    ['shell_call_output', { output: [{ stdout: 'o', stderr: '' }] }, 'user', 'other', 'o'],
    [
      'apply_patch_call',
      { operation: { type: 'update_file', path: 'p', diff: 'd' } },
      'assistant',
      'other',
      'update_file\np\nd',
    ],
    ['computer_call', {}, 'assistant', 'computer', ''],
    ['computer_call_output', {}, 'user', 'computer', ''],
    ['program', {}, 'assistant', 'code', ''],
  ])('%s', (type, members, role, tool, text) => {
    expect(turns({ type, ...members })).toEqual([
      [role, { kind: 'hosted', dialect: 'openai-responses', tool, text, value: { type, ...members } }],
    ]);
  });

  it.each(['compaction_trigger', 'configuration_update'])('%s is the client’s', (type) => {
    expect(turns({ type })).toMatchObject([['user', { kind: 'native', what: type }]]);
  });

  it('a picture that was made is one, as long as it is there', () => {
    const item = { type: 'image_generation_call', id: 'ig_1', status: 'completed', output_format: 'webp' };
    expect(
      turns({ ...item, result: 'AAAA' }, { ...item, result: null, revised_prompt: 'a cat' }),
    ).toMatchObject([
      [
        'assistant',
        { kind: 'media', source: { mimeType: 'image/webp', data: 'AAAA' } },
        { kind: 'hosted', text: 'a cat' },
      ],
    ]);
  });
});

describe('tools', () => {
  const exec = {
    type: 'custom',
    name: 'exec',
    format: { type: 'grammar', syntax: 'lark', definition: 'start: "a"' },
  };

  it('those in an item are the request’s tools, and are written back into the item', () => {
    const item = {
      type: 'additional_tools',
      role: 'developer',
      id: 'at_1',
      tools: [{ type: 'namespace', name: 'functions', description: 'All', tools: [exec] }],
    };
    const body = { model: 'm', input: [{ role: 'developer', content: 'a' }, item, user] };
    const conversation = read(body);
    expect(conversation.tools).toMatchObject([
      { kind: 'custom', name: 'exec', namespace: 'functions', namespaceText: 'All' },
    ]);
    expect(conversation.turns).toHaveLength(2);
    expect(conversation.extra).toEqual([]);
    expect(write(conversation).body.input).toMatchObject([{ role: 'developer' }, item, { role: 'user' }]);
  });

  it('reads functions, custom tools, groups of groups and hosted tools', () => {
    const f = {
      type: 'function',
      name: 'f',
      description: 'd',
      parameters: { type: 'object' },
      strict: true,
      defer_loading: true,
    };
    const search = {
      type: 'web_search',
      filters: { allowed_domains: ['e.org'] },
      user_location: { type: 'approximate', city: 'Bern' },
    };
    const tools = [
      f,
      {
        type: 'namespace',
        name: 'a',
        tools: [exec, { type: 'namespace', name: 'b', tools: [{ ...f, name: 'g' }] }],
      },
      search,
      { type: 'tool_search', execution: 'client' },
      { type: 'mcp', server_label: 'l' },
    ];
    const body = { model: 'm', input: 'go', tools };
    const conversation = read(body);
    expect(conversation.tools).toMatchObject([
      { kind: 'function', name: 'f', strict: true, deferred: true, schema: { type: 'object' } },
      { kind: 'custom', name: 'exec', namespace: 'a', format: exec.format },
      { kind: 'function', name: 'g', namespace: 'b' },
      {
        kind: 'hosted',
        tool: 'web-search',
        name: 'web_search',
        allowedDomains: ['e.org'],
        place: { city: 'Bern' },
      },
      { kind: 'native', what: 'tool_search' },
      { kind: 'hosted', tool: 'mcp' },
    ]);
    expect(write(conversation).body.tools).toEqual(tools);
  });

  it.each<[unknown, unknown]>([
    ['auto', { kind: 'auto' }],
    ['required', { kind: 'required' }],
    [
      { type: 'function', name: 'f' },
      { kind: 'tool', name: 'f' },
    ],
    [
      { type: 'custom', name: 'f' },
      { kind: 'tool', name: 'f' },
    ],
    [
      { type: 'allowed_tools', mode: 'required', tools: [{ type: 'function', name: 'f' }] },
      { kind: 'some', names: ['f'], required: true },
    ],
    [
      { type: 'web_search_preview' },
      { kind: 'native', dialect: 'openai-responses', value: { type: 'web_search_preview' } },
    ],
  ])('choice %j', (tool_choice, expected) => {
    const conversation = read({ model: 'm', input: 'go', tools: [], tool_choice });
    expect(conversation.toolChoice).toEqual(expected);
    expect(write(conversation).body.tool_choice).toEqual(tool_choice);
  });
});

describe('settings', () => {
  const body = {
    model: 'm',
    input: 'go',
    max_output_tokens: 100,
    temperature: 0.5,
    top_p: 0.9,
    parallel_tool_calls: false,
    reasoning: { effort: 'high', summary: 'auto', context: 'all_turns' },
    text: {
      verbosity: 'low',
      format: { type: 'json_schema', name: 'n', schema: { type: 'object' }, strict: true },
    },
    include: ['reasoning.encrypted_content', 'web_search_call.results'],
    store: false,
    prompt_cache_key: 'k',
    prompt_cache_retention: '24h',
    safety_identifier: 'u',
    metadata: { a: 'b' },
    service_tier: 'flex',
    truncation: 'auto',
    max_tool_calls: null,
    client_metadata: { thread: 't' },
    stream: true,
  };

  it('have a place in the pivot, or are left over with theirs', () => {
    const { extra, notes: _, turns: _turns, ...settings } = read(body);
    expect(settings).toEqual({
      from: 'openai-responses',
      tools: [],
      parallelTools: false,
      reasoning: { effort: 'high', summary: 'auto', show: true, wantsOpaque: true },
      sampling: { temperature: 0.5, topP: 0.9 },
      maxTokens: 100,
      stop: [],
      output: {
        verbosity: 'low',
        format: { kind: 'json', name: 'n', schema: { type: 'object' }, strict: true },
      },
      cache: { key: 'k', retention: '24h' },
      metadata: { user: 'u', pairs: { a: 'b' }, serviceTier: 'flex', store: false },
      stream: true,
    });
    expect(extra.map(({ at }) => at).toSorted()).toEqual([
      '/client_metadata',
      '/include/1',
      '/reasoning/context',
      '/truncation',
    ]);
    expect(write(read(body)).body).toEqual(body);
  });
});

describe('what is no request', () => {
  it.each<[Fields, string]>([
    [{ model: 'm' }, '/input'],
    [{ model: 'm', input: 5 }, '/input'],
    [{ model: 'm', input: [user, 'text'] }, '/input/1'],
  ])('%j', (body, at) => {
    expect(codec.decodeRequest(body, { stream: false })).toMatchObject({ ok: false, at });
  });

  it('a prompt or a former answer stands for the input', () => {
    expect(codec.decodeRequest({ prompt: { id: 'p' } }, { stream: false }).ok).toBe(true);
    expect(codec.decodeRequest({ previous_response_id: 'resp_1' }, { stream: false }).ok).toBe(true);
  });
});
