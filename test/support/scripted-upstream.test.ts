import { once } from 'node:events';
import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { parsedJson, textAt, valueAt } from './json-value.ts';
import {
  createScriptedUpstream,
  type ScriptedUpstream,
  type ScriptedUpstreamOptions,
} from './scripted-upstream.ts';
import { answer, calling, failure, faulty, raw, toolRound } from './scripted-upstream-behaviour.ts';

const open: ScriptedUpstream[] = [];

async function upstream(options?: ScriptedUpstreamOptions): Promise<ScriptedUpstream> {
  const made = await createScriptedUpstream(options);
  open.push(made);
  return made;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((made) => made.close()));
});

const chat = { model: 'm', messages: [{ role: 'user', content: 'hi' }] };
const messages = { ...chat, max_tokens: 100 };
const gemini = { contents: [{ role: 'user', parts: [{ text: 'hi' }] }] };

function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

const anthropic = { 'anthropic-version': '2023-06-01' };

/** The bytes of an answer as they stand on the wire, head included, until the connection ends. */
async function wire(made: ScriptedUpstream, path: string, body: unknown): Promise<string> {
  const json = JSON.stringify(body);
  const socket = connect(Number(new URL(made.url).port), '127.0.0.1');
  socket.on('error', () => socket.destroy());
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: ${json.length}\r\n\r\n${json}`,
  );
  let text = '';
  socket.setEncoding('latin1').on('data', (part: string) => {
    text += part;
  });
  await new Promise((done) => socket.once('close', done));
  return text;
}

describe('a normal answer has the form of its vendor', () => {
  test('Chat Completions: nameless events, usage only when asked for, [DONE]', async () => {
    const made = await upstream({ script: answer('Hi there') });
    const streamed = { ...chat, stream: true, stream_options: { include_usage: true } };
    const text = await (await post(`${made.url}/v1/chat/completions`, streamed)).text();
    const events = text.split('\n\n').filter((event) => event !== '');
    expect(events.every((event) => event.startsWith('data: '))).toBe(true);
    expect(events.at(-1)).toBe('data: [DONE]');
    const chunks = events.slice(0, -1).map((event) => JSON.parse(event.slice(6)));
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe('Hi there');
    expect(chunks.at(-1)).toMatchObject({
      choices: [],
      usage: { prompt_tokens: 160, completion_tokens: 18, prompt_tokens_details: { cached_tokens: 40 } },
    });
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
    const plain = await (await post(`${made.url}/v1/chat/completions`, { ...chat, stream: true })).text();
    expect(plain).not.toContain('usage');
  });

  test('Responses: event lines, sequence numbers without gaps, a terminal event with figures', async () => {
    const made = await upstream({ script: answer('Hi', { reasoning: 'Hm', usage: { reasoning: 5 } }) });
    const text = await (
      await post(`${made.url}/v1/responses`, { model: 'm', input: 'hi', stream: true })
    ).text();
    const events = text
      .split('\n\n')
      .filter((event) => event !== '')
      .map((event) => /^event: (.+)\ndata: (.+)$/.exec(event));
    const data = events.map((event) => JSON.parse(event?.[2] ?? ''));
    expect(events.map((event) => event?.[1])).toEqual(data.map((each) => each.type));
    expect(data.map((each) => each.sequence_number)).toEqual(data.map((_, index) => index));
    expect(data.at(-1)).toMatchObject({
      type: 'response.completed',
      response: { status: 'completed', usage: { output_tokens: 23, total_tokens: 183 } },
    });
    expect(data.at(-1).response.output.map((item: { type: string }) => item.type)).toEqual([
      'reasoning',
      'message',
    ]);
  });

  test('Messages: a ping inside, a placeholder first and true figures last', async () => {
    const made = await upstream({ script: answer('Hi', { usage: { output: 9 } }) });
    const text = await (
      await post(`${made.url}/v1/messages?beta=true`, { ...messages, stream: true }, anthropic)
    ).text();
    const names = [...text.matchAll(/^event: (.+)$/gm)].map((match) => match[1]);
    expect(names).toEqual([
      'message_start',
      'content_block_start',
      'ping',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    const data = [...text.matchAll(/^data: (.+)$/gm)].map((match) => JSON.parse(match[1] ?? ''));
    expect(data[0].message.usage.output_tokens).toBe(1);
    expect(data[5].usage.output_tokens).toBe(9);
  });

  test('generateContent: CRLF as SSE, a JSON array without alt=sse, one object without a stream', async () => {
    const made = await upstream({ script: answer('Hi') });
    const base = `${made.url}/v1beta/models/g`;
    const sse = await (await post(`${base}:streamGenerateContent?alt=sse`, gemini)).text();
    expect(sse.endsWith('\r\n\r\n')).toBe(true);
    expect(sse.replaceAll('\r\n', '')).not.toContain('\n');
    const chunks = sse
      .split('\r\n\r\n')
      .filter((event) => event !== '')
      .map((event) => JSON.parse(event.slice(6)));
    expect(chunks.at(-1).candidates[0].finishReason).toBe('STOP');
    const array: unknown = await (await post(`${base}:streamGenerateContent`, gemini)).json();
    expect(array).toEqual(chunks.map((chunk) => ({ ...chunk, responseId: expect.any(String) })));
    const whole = await (await post(`${base}:generateContent`, gemini)).json();
    expect(whole).toMatchObject({
      candidates: [{ content: { parts: [{ text: 'Hi' }] } }],
      usageMetadata: { promptTokenCount: 160, totalTokenCount: 178 },
    });
  });

  test('the same figures and text without a stream', async () => {
    const made = await upstream({ script: answer('Hi') });
    const body = await (await post(`${made.url}/v1/chat/completions`, chat)).json();
    expect(valueAt(body, 'choices', 0, 'message', 'content')).toBe('Hi');
    expect(valueAt(body, 'usage', 'total_tokens')).toBe(178);
  });

  test('model lists are told apart by headers', async () => {
    const made = await upstream({ models: ['a', 'b'] });
    const list = async (path: string, headers: Record<string, string> = {}) =>
      (await fetch(`${made.url}${path}`, { headers })).json();
    expect(await list('/v1/models')).toMatchObject({ object: 'list', data: [{ id: 'a' }, { id: 'b' }] });
    expect(await list('/v1/models', anthropic)).toMatchObject({ has_more: false, first_id: 'a' });
    expect(await list('/v1beta/models?key=k')).toMatchObject({ models: [{ name: 'models/a' }, {}] });
  });
});

describe('tools', () => {
  test.each([
    ['/v1/chat/completions', { ...chat, tools: [{ type: 'function', function: { name: 'bash' } }] }, {}],
    ['/v1/responses', { model: 'm', input: 'x', tools: [{ type: 'function', name: 'exec_command' }] }, {}],
    ['/v1/messages', { ...messages, tools: [{ name: 'Bash' }] }, anthropic],
    [
      '/v1beta/models/g:generateContent',
      { ...gemini, tools: [{ functionDeclarations: [{ name: 'run_shell_command' }] }] },
      {},
    ],
  ])('a tool round calls the shell that %s offers', async (path, body, headers) => {
    const made = await upstream({ script: toolRound('echo hi') });
    const text = await (await post(`${made.url}${path}`, body, headers)).text();
    expect(text).toContain('echo hi');
  });

  test('with the result in the request the answer quotes it', async () => {
    const made = await upstream({ script: toolRound('echo hi') });
    const item = { type: 'function_call_output', call_id: 'c', output: 'Output:\nhi-42\n' };
    const body = await (await post(`${made.url}/v1/responses`, { model: 'm', input: [item] })).json();
    expect(textAt(body, 'output', 0, 'content', 0, 'text')).toBe('The tool said: Output: hi-42');
  });

  test('Codex’s custom tool inside additional_tools is called with a script', async () => {
    const made = await upstream({ script: toolRound('echo hi') });
    const tools = [{ type: 'namespace', name: 'functions', tools: [{ type: 'custom', name: 'exec' }] }];
    const input = [{ type: 'additional_tools', role: 'developer', tools }];
    const body = await (await post(`${made.url}/v1/responses`, { model: 'm', input })).json();
    expect(body).toMatchObject({
      output: [{ type: 'custom_tool_call', name: 'exec', namespace: 'functions' }],
    });
    expect(textAt(body, 'output', 0, 'input')).toContain('tools.exec_command({ cmd: "echo hi" })');
  });

  test('a side request that asks for JSON gets what its schema says', async () => {
    const made = await upstream({ script: toolRound('echo hi') });
    const properties = { why: { type: 'STRING' }, score: { type: 'INTEGER' }, tags: { type: 'ARRAY' } };
    const generationConfig = { responseJsonSchema: { type: 'OBJECT', properties } };
    const body = await (
      await post(`${made.url}/v1beta/models/g:generateContent`, { ...gemini, generationConfig })
    ).json();
    const text = textAt(body, 'candidates', 0, 'content', 'parts', 0, 'text') ?? '';
    expect(JSON.parse(text)).toEqual({ why: 'scripted', score: 50, tags: ['scripted'] });
  });

  test('a named function with its arguments whole over the deltas', async () => {
    const made = await upstream({ script: calling('weather', { city: 'Köln' }) });
    const text = await (await post(`${made.url}/v1/chat/completions`, { ...chat, stream: true })).text();
    const parts = [...text.matchAll(/^data: (\{.+\})$/gm)].map(
      (match) =>
        textAt(JSON.parse(match[1] ?? ''), 'choices', 0, 'delta', 'tool_calls', 0, 'function', 'arguments') ??
        '',
    );
    expect(parts.join('')).toBe('{"city":"Köln"}');
  });
});

describe('what a real provider refuses', () => {
  test.each([
    [401, '/v1/chat/completions', chat, { authorization: 'Bearer wrong' }],
    [404, '/v1/chat/completions', { ...chat, model: 'other' }, { authorization: 'Bearer k' }],
    [404, '/v1/v1/chat/completions', chat, { authorization: 'Bearer k' }],
    [404, '/v1/nowhere', chat, { authorization: 'Bearer k' }],
    [400, '/v1/chat/completions', { model: 'm', messages: [] }, { authorization: 'Bearer k' }],
    [400, '/v1/messages', chat, { 'x-api-key': 'k', ...anthropic }],
    [400, '/v1/messages', messages, { 'x-api-key': 'k' }],
    [400, '/v1beta/models/m:generateContent', {}, { 'x-goog-api-key': 'k' }],
  ])('%i for %s', async (status, path, body, headers) => {
    const made = await upstream({ key: 'k', models: ['m'] });
    expect((await post(`${made.url}${path}`, body, headers)).status).toBe(status);
  });
});

describe('faults', () => {
  const streamed = { ...chat, stream: true };
  const path = '/v1/chat/completions';

  test('an error with its headers, in the vendor’s shape', async () => {
    const made = await upstream({ script: failure(429, { retryAfter: 7 }) });
    const reply = await post(`${made.url}/v1/messages`, messages, anthropic);
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, '7']);
    expect(await reply.json()).toMatchObject({ type: 'error', error: { type: 'rate_limit_error' } });
  });

  test('a list of behaviours is followed in turn, the last one stays', async () => {
    const made = await upstream({ script: [failure(500), answer('a'), answer('b')] });
    const statuses: number[] = [];
    for (let at = 0; at < 4; at += 1) statuses.push((await post(`${made.url}${path}`, chat)).status);
    expect(statuses).toEqual([500, 200, 200, 200]);
  });

  test('reset before the head: nothing comes', async () => {
    const made = await upstream({ script: faulty({ do: 'reset', after: 'nothing' }) });
    expect(await wire(made, path, streamed)).toBe('');
  });

  test('reset after two events: exactly these arrive, without an end', async () => {
    const made = await upstream({ script: faulty({ do: 'reset', after: 2 }) });
    const text = await wire(made, path, streamed);
    expect(text.match(/data: /g)).toHaveLength(2);
    expect(text).not.toContain('\r\n0\r\n');
  });

  test('end after two events: a well-formed body that is too short; cut: one without its end', async () => {
    const made = await upstream({ script: faulty({ do: 'end', after: 2 }) });
    const ended = await wire(made, path, streamed);
    expect(ended.match(/data: /g)).toHaveLength(2);
    expect(ended.endsWith('\r\n0\r\n\r\n')).toBe(true);
    made.script(faulty({ do: 'cut', after: 2 }));
    const cut = await wire(made, path, streamed);
    expect(cut.match(/data: /g)).toHaveLength(2);
    expect(cut.endsWith('\r\n0\r\n\r\n')).toBe(false);
  });

  test('half a JSON answer', async () => {
    const made = await upstream({ script: faulty({ do: 'cut', after: 1 }) });
    const [head = '', body = ''] = (await wire(made, path, chat)).split('\r\n\r\n');
    const length = Number(/content-length: (\d+)/.exec(head)?.[1]);
    expect(body.length).toBe(Math.floor(length / 2));
  });

  test('tear after two events: these, half of the third as if it were whole, and a well-formed end', async () => {
    const made = await upstream({ script: faulty({ do: 'tear', after: 2 }) });
    const events = (await (await post(`${made.url}${path}`, streamed)).text()).split('\n\n');
    const parsed = events.map((event) => parsedJson(event.replace(/^data: /, '')) !== undefined);
    expect(parsed).toEqual([true, true, false, false]);
    expect(events.slice(2)).toEqual([expect.stringMatching(/^data: \{"id"/), '']);
  });

  test('a stall stands until it is released, and then the rest follows', async () => {
    const made = await upstream({ script: faulty({ do: 'stall', after: 'nothing' }) });
    const pending = post(`${made.url}${path}`, streamed);
    await made.stalled();
    made.release();
    expect(await (await pending).text()).toContain('[DONE]');
  });

  test('a stall ends when the client leaves, and the request is marked as aborted', async () => {
    const made = await upstream({ script: faulty({ do: 'stall', after: 1 }) });
    const leave = new AbortController();
    const pending = fetch(`${made.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(streamed),
      signal: leave.signal,
    });
    const request = await made.nextRequest();
    await pending;
    expect(request.aborted).toBe(false);
    leave.abort();
    await request.closed;
    expect(request.aborted).toBe(true);
  });

  test('a body that never ends after the terminal event', async () => {
    const made = await upstream({ script: faulty({ do: 'hold-open', after: 'everything' }) });
    const reply = await post(`${made.url}${path}`, streamed);
    let text = '';
    for await (const part of reply.body ?? []) {
      text += Buffer.from(part).toString();
      if (text.includes('[DONE]')) break;
    }
    expect(text).toContain('"finish_reason":"stop"');
  });

  test.each([
    ['/v1/chat/completions', streamed, {}, /^data: \{"error":\{"message"/],
    [
      '/v1/responses',
      { model: 'm', input: 'x', stream: true },
      {},
      /^event: error\n[\s\S]*event: response\.failed\n/,
    ],
    ['/v1/messages', { ...messages, stream: true }, anthropic, /^event: error\n.*overloaded_error/],
    ['/v1beta/models/m:streamGenerateContent?alt=sse', gemini, {}, /^data: \{"error": \{"code": 503,/],
  ])('an error as the first event of %s', async (where, body, headers, form) => {
    const made = await upstream({ script: faulty({ do: 'error', after: 0 }) });
    const reply = await post(`${made.url}${where}`, body, headers);
    expect(reply.status).toBe(200);
    expect(await reply.text()).toMatch(form);
  });

  test('JSON though a stream was asked for', async () => {
    const made = await upstream({ script: answer('Hi', { shape: 'json' }) });
    const reply = await post(`${made.url}${path}`, streamed);
    expect(reply.headers.get('content-type')).toBe('application/json');
    expect(textAt(await reply.json(), 'choices', 0, 'message', 'content')).toBe('Hi');
  });

  test('compressed though identity was asked for', async () => {
    const made = await upstream({ script: answer('Hi', { coding: 'gzip' }) });
    const text = await wire(made, path, chat);
    const body = text.slice(text.indexOf('\r\n\r\n') + 4);
    expect(text).toContain('content-encoding: gzip');
    expect(gunzipSync(Buffer.from(body, 'latin1')).toString()).toContain('"content": "Hi"');
    for (const coding of ['br', 'deflate', 'zstd'] as const) {
      made.script(answer('Hi', { coding }));
      expect(await (await post(`${made.url}${path}`, streamed)).text()).toContain('[DONE]');
    }
  });

  test('byte by byte', async () => {
    const made = await upstream({ script: answer('Hi', { cuts: 'byte' }) });
    const text = await wire(made, path, streamed);
    expect(text.match(/\r\n1\r\n/g)?.length).toBeGreaterThan(500);
  });

  test('recorded bytes at the given cuts', async () => {
    const made = await upstream({ script: raw('data: äöü\n\n', { cuts: [7, 9] }) });
    const text = await wire(made, path, streamed);
    expect(text.split('\r\n\r\n')[1]).toBe('7\r\ndata: \xc3\r\n2\r\n\xa4\xc3\r\n5\r\n\xb6\xc3\xbc\n\n\r\n0');
  });
});

describe('the record', () => {
  test('method, path, headers in order, body and connection', async () => {
    const made = await upstream();
    await post(`${made.url}/v1/chat/completions?x=1`, chat, { 'X-One': 'a' });
    const request = await made.nextRequest();
    expect(request).toMatchObject({
      method: 'POST',
      path: '/v1/chat/completions?x=1',
      json: chat,
      connection: 1,
      ask: { dialect: 'openai-chat', operation: 'generate', model: 'm', stream: false },
    });
    expect(request.headers['x-one']).toBe('a');
    expect(request.body.toString()).toBe(JSON.stringify(chat));
  });

  test('an upgrade is recorded and refused with 426', async () => {
    const made = await upstream();
    const socket = connect(Number(new URL(made.url).port), '127.0.0.1');
    socket.write(
      'GET /v1/responses HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
    );
    const [part] = await once(socket, 'data');
    socket.destroy();
    expect(String(part)).toMatch(/^HTTP\/1\.1 426 /);
    expect(made.requests).toHaveLength(1);
    expect(made.calls).toHaveLength(0);
  });

  test('a script that throws is reported when the upstream closes', async () => {
    const made = await createScriptedUpstream({
      script: () => {
        throw new Error('broken test');
      },
    });
    await expect(post(`${made.url}/v1/chat/completions`, chat)).rejects.toThrow();
    await expect(made.close()).rejects.toThrow('A script of the upstream threw.');
  });
});
