import { describe, expect, it } from 'vitest';
import { ask, json } from './ask.ts';
import { readResponsesStream } from './readers.ts';

/** Text that the demo provider answers with. */
async function chatText(body: Record<string, unknown>): Promise<string> {
  return json(await ask('/v1/chat/completions', { model: 'demo', ...body })).choices[0].message.content;
}
async function messagesText(body: Record<string, unknown>): Promise<string> {
  return json(await ask('/v1/messages', { model: 'demo', max_tokens: 1, ...body })).content[0].text;
}
async function geminiText(body: Record<string, unknown>): Promise<string> {
  const answer = json(await ask('/v1beta/models/demo:generateContent', body));
  return answer.candidates[0].content.parts[0].text;
}

describe('what Codex sends', () => {
  const user = (words: string) => ({
    type: 'message',
    role: 'user',
    id: 'msg_1',
    content: [{ type: 'input_text', text: words }],
  });
  const developer = {
    type: 'message',
    role: 'developer',
    content: [{ type: 'input_text', text: 'Be brief.' }],
  };
  const environment = user('<environment_context>2026</environment_context>');

  async function codex(input: readonly unknown[], more: Record<string, unknown> = {}) {
    const body = { model: 'demo', stream: true, store: false, input, ...more };
    return readResponsesStream((await ask('/v1/responses', body)).body);
  }

  it('is answered by the last user message', async () => {
    const { text } = await codex([developer, environment, user('say hi')]);
    expect(text).toContain('You said: "say hi"');
  });

  it('has tools in an item of the input, in groups, some of them free text', async () => {
    const exec = {
      type: 'custom',
      name: 'exec',
      format: { type: 'grammar', syntax: 'lark', definition: '' },
    };
    const additional = {
      type: 'additional_tools',
      role: 'developer',
      tools: [{ type: 'namespace', name: 'functions', tools: [exec] }],
    };
    for (const name of ['exec', 'functions.exec']) {
      const said = `/tool ${name} await tools.exec_command({"cmd":"ls"});\n// done`;
      const { call } = await codex([additional, developer, user(said)]);
      expect(call).toMatchObject({ name: 'exec', input: 'await tools.exec_command({"cmd":"ls"});\n// done' });
    }
  });

  it('gets the group back in the call', async () => {
    const tools = [
      { type: 'namespace', name: 'multi_agent_v1', tools: [{ type: 'function', name: 'spawn' }] },
    ];
    const answer = json(
      await ask('/v1/responses', { model: 'demo', input: [user('/tool spawn {"a":1}')], tools }),
    );
    expect(answer.output[0]).toMatchObject({
      type: 'function_call',
      name: 'spawn',
      namespace: 'multi_agent_v1',
      arguments: '{"a":1}',
    });
  });

  it.each([
    ['function_call_output', 'Output:\nhi-42'],
    ['custom_tool_call_output', [{ type: 'input_text', text: 'hi-42' }]],
  ])('brings a result as %s', async (type, output) => {
    const call = {
      type: type.replace('_output', ''),
      call_id: 'c',
      name: 'exec',
      arguments: '{}',
      input: '',
    };
    const { text } = await codex([user('/tool exec {}'), call, { type, call_id: 'c', output }]);
    expect(text).toContain('hi-42');
    expect(text).toContain('The tool returned');
  });

  it('forgets a result when the user has spoken again', async () => {
    const output = { type: 'function_call_output', call_id: 'c', output: 'old' };
    const { text } = await codex([user('/tool x'), output, user('thanks')]);
    expect(text).toContain('You said: "thanks"');
  });

  it('gets exactly one compaction item for its trigger', async () => {
    const input = [user('hello'), { type: 'compaction_trigger' }];
    for (const stream of [false, true]) {
      const answer = await ask('/v1/responses', { model: 'demo', input, stream });
      const done = answer.body.match(/"type":"response\.output_item\.done"/g) ?? [];
      expect(done).toHaveLength(stream ? 1 : 0);
      expect(answer.body).toContain('"type":"compaction"');
      expect(answer.body).toContain('"encrypted_content":"');
    }
  });
});

describe('what Claude Code sends', () => {
  const tools = [
    { name: 'Bash', input_schema: { type: 'object' } },
    { type: 'web_search_20250305', name: 'web' },
  ];

  it('has system messages and reminders around the user’s words', async () => {
    const text = await messagesText({
      system: [{ type: 'text', text: 'x-anthropic-billing-header: a' }],
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'say hi' },
            { type: 'text', text: '<system-reminder>\nNever mind.\n</system-reminder>' },
          ],
        },
        { role: 'system', content: [], output_config: { effort: 'high' } },
        { role: 'system', content: 'You are in plan mode.' },
      ],
    });
    expect(text).toContain('You said: "say hi"');
  });

  it.each([
    ['text', 'hi-42'],
    [
      'blocks',
      [
        { type: 'text', text: 'hi-42' },
        { type: 'image', source: {} },
      ],
    ],
  ])('brings a result as %s, with a system message behind it', async (_form, content) => {
    const text = await messagesText({
      tools,
      messages: [
        { role: 'user', content: '/tool Bash {"command":"ls"}' },
        { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'Bash', input: {} }] },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 't', is_error: false, content },
            { type: 'text', text: '<system-reminder>x</system-reminder>' },
          ],
        },
        { role: 'system', content: 'x' },
      ],
    });
    expect(text).toBe('The tool returned: hi-42');
  });

  it('asks for JSON of a schema for its titles', async () => {
    const title = { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] };
    const text = await messagesText({
      messages: [{ role: 'user', content: 'a long story' }],
      output_config: { format: { type: 'json_schema', schema: title } },
    });
    expect(JSON.parse(text)).toEqual({ title: 'demo' });
  });

  it('cannot call a server’s own tool', async () => {
    const text = await messagesText({ tools, messages: [{ role: 'user', content: '/tool web {}' }] });
    expect(text).toContain('It offers: Bash.');
  });
});

describe('what Gemini CLI sends', () => {
  it('says things of the machine before the user’s words', async () => {
    const contents = [{ role: 'user', parts: [{ text: '<session_context>linux' }, { text: 'say hi' }] }];
    expect(await geminiText({ contents })).toContain('You said: "say hi"');
  });

  it.each([
    [{ output: 'hi-42' }, 'hi-42'],
    [{ result: 'hi-42' }, 'hi-42'],
    [{ name: 'x', content: 'hi-42' }, 'hi-42'],
    [{ other: 1 }, '{"other":1}'],
  ])('brings a result as %j', async (response, expected) => {
    const text = await geminiText({
      contents: [
        { role: 'user', parts: [{ text: '/tool x' }] },
        { role: 'model', parts: [{ functionCall: { name: 'x', args: {} }, thoughtSignature: 's' }] },
        { role: 'user', parts: [{ functionResponse: { id: 'i', name: 'x', response } }] },
      ],
    });
    expect(text).toBe(`The tool returned: ${expected}`);
  });

  it('asks for JSON of a schema for its router, in either spelling of types', async () => {
    const properties = { complexity_score: { type: 'INTEGER', minimum: 1 }, why: { type: 'STRING' } };
    const schema = { type: 'OBJECT', properties, required: ['complexity_score', 'why'] };
    const contents = [{ role: 'user', parts: [{ text: 'x' }] }];
    for (const field of ['responseSchema', 'responseJsonSchema']) {
      const generationConfig = { responseMimeType: 'application/json', [field]: schema };
      expect(JSON.parse(await geminiText({ contents, generationConfig }))).toEqual({
        complexity_score: 1,
        why: 'demo',
      });
    }
    const plain = { responseMimeType: 'application/json' };
    expect(JSON.parse(await geminiText({ contents, generationConfig: plain }))).toEqual({});
  });
});

describe('what chat clients send', () => {
  it('has words in parts and results in parts', async () => {
    const parts = [
      { type: 'text', text: 'look' },
      { type: 'image_url', image_url: { url: 'data:' } },
    ];
    expect(await chatText({ messages: [{ role: 'user', content: parts }] })).toContain('You said: "look"');
    const text = await chatText({
      messages: [
        { role: 'user', content: '/tool x' },
        { role: 'assistant', content: null, tool_calls: [] },
        { role: 'tool', tool_call_id: 'c', content: [{ type: 'text', text: 'hi-42' }] },
      ],
    });
    expect(text).toBe('The tool returned: hi-42');
  });

  it.each([
    ['required', 'first'],
    [{ type: 'function', function: { name: 'second' } }, 'second'],
  ])('may insist on a tool: %j', async (choice, name) => {
    const tools = ['first', 'second'].map((tool) => ({ type: 'function', function: { name: tool } }));
    const body = { model: 'demo', messages: [{ role: 'user', content: 'x' }], tools, tool_choice: choice };
    const { message } = json(await ask('/v1/chat/completions', body)).choices[0];
    expect(message.tool_calls[0].function).toEqual({ name, arguments: '{}' });
  });

  it('have nothing to say sometimes', async () => {
    expect(await chatText({ messages: [] })).toContain('You said nothing.');
    expect(await chatText({})).toContain('You said nothing.');
    expect(await chatText({ messages: [null, 7, { role: 'user' }] })).toContain('You said nothing.');
  });
});
