import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { isRecord, type JsonRecord, textAt, valueAt } from '../support/json-value.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { answer, calling, failure, raw } from '../support/scripted-upstream-behaviour.ts';
import { accountKey } from '../support/secret-watch.ts';
import { configOf, provider, type StartedGateway, startGateway, testKey } from '../support/start-gateway.ts';

let upstream: ScriptedUpstream;
let gateway: StartedGateway;
const open: WebSocket[] = [];

beforeEach(async () => {
  upstream = await createScriptedUpstream();
  gateway = await startGateway({ providers: [provider('one', upstream.url)] });
});
afterEach(async () => {
  for (const socket of open.splice(0)) socket.terminate();
  await gateway.close();
  await upstream.close();
});

interface Connection {
  readonly socket: WebSocket;
  send(message: unknown): void;
  /** Frames up to the terminal one of the next turn. */
  turn(): Promise<readonly JsonRecord[]>;
  /** The close code. */
  readonly closed: Promise<number>;
}

const terminal = new Set(['response.completed', 'response.failed', 'response.incomplete', 'error']);

async function connect(path = '/v1/responses', headers: Record<string, string> = {}): Promise<Connection> {
  const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}${path}`, {
    headers: {
      authorization: `Bearer ${testKey}`,
      'openai-beta': 'responses_websockets=2026-02-06',
      ...headers,
    },
  });
  open.push(socket);
  const frames: JsonRecord[] = [];
  let wake = (): void => undefined;
  socket.on('message', (data) => {
    const frame: unknown = JSON.parse(String(data));
    if (isRecord(frame)) frames.push(frame);
    wake();
  });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('unexpected-response', (_request, response) =>
      reject(new Error(`status ${response.statusCode}`)),
    );
    socket.on('error', reject);
  });
  return {
    socket,
    closed,
    send: (message) => socket.send(JSON.stringify(message)),
    async turn() {
      for (;;) {
        const end = frames.findIndex((frame) => terminal.has(String(frame.type)));
        if (end >= 0) return frames.splice(0, end + 1);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

const create = (more: object): object => ({
  type: 'response.create',
  model: 'some-model',
  input: [],
  ...more,
});
const said = (text: string): object => ({
  type: 'message',
  role: 'user',
  content: [{ type: 'input_text', text }],
});
const idOf = (frames: readonly JsonRecord[]): string => textAt(frames.at(-1), 'response', 'id') ?? '';
const typesOf = (frames: readonly JsonRecord[]): readonly unknown[] => frames.map(({ type }) => type);

describe('Responses over a WebSocket', () => {
  test('each event is a frame; the provider gets an ordinary request', async () => {
    const connection = await connect();
    connection.send(create({ input: [said('hello')], instructions: 'be brief' }));
    const frames = await connection.turn();
    expect(frames[0]?.type).toBe('response.created');
    expect(frames.at(-1)?.type).toBe('response.completed');
    const [call] = upstream.calls;
    expect(call?.path).toBe('/v1/responses');
    expect(call?.json).toEqual({
      model: 'some-model',
      instructions: 'be brief',
      stream: true,
      input: [said('hello')],
    });
    expect(call?.headers.authorization).toBe(`Bearer ${accountKey('one')}`);
    expect(call?.headers['content-type']).toBe('application/json');
    for (const name of ['openai-beta', 'sec-websocket-key', 'upgrade'])
      expect(call?.headers).not.toHaveProperty(name);
  });

  test('a prewarm is answered at once, asks nobody, and the next turn goes on from it', async () => {
    const connection = await connect();
    connection.send(create({ generate: false, input: [said('long instructions')] }));
    const warm = await connection.turn();
    expect(typesOf(warm)).toEqual(['response.created', 'response.completed']);
    expect(upstream.calls).toEqual([]);
    connection.send(create({ previous_response_id: idOf(warm), input: [said('go')] }));
    await connection.turn();
    expect(valueAt(upstream.calls[0]?.json, 'input')).toEqual([said('long instructions'), said('go')]);
    expect(upstream.calls[0]?.json).not.toHaveProperty('previous_response_id');
  });

  test('a tool round sends only what is new; the provider gets the whole conversation', async () => {
    upstream.script([calling('shell', { a: 1 }), answer('done')]);
    const connection = await connect();
    connection.send(create({ input: [said('go')] }));
    const first = await connection.turn();
    const output = first.filter(({ type }) => type === 'response.output_item.done').map(({ item }) => item);
    const callId = textAt(output.at(-1), 'call_id') ?? '';
    const result = { type: 'function_call_output', call_id: callId, output: 'hi' };
    connection.send(create({ previous_response_id: idOf(first), input: [result] }));
    await connection.turn();
    expect(valueAt(upstream.calls[1]?.json, 'input')).toEqual([said('go'), ...output, result]);
  });

  test('an id that the connection does not know gets OpenAI’s own error, and the connection goes on', async () => {
    const connection = await connect();
    connection.send(create({ previous_response_id: 'resp_of_somebody', input: [said('go')] }));
    expect(await connection.turn()).toEqual([
      expect.objectContaining({
        type: 'error',
        status: 400,
        error: expect.objectContaining({ code: 'previous_response_not_found' }),
      }),
    ]);
    connection.send(create({ input: [said('go')] }));
    expect((await connection.turn()).at(-1)?.type).toBe('response.completed');
  });

  test('turns that come at once are answered one after the other', async () => {
    const connection = await connect();
    connection.send(create({ input: [said('first')] }));
    connection.send(create({ input: [said('second')] }));
    await connection.turn();
    await connection.turn();
    expect(upstream.calls.map(({ json }) => valueAt(json, 'input'))).toEqual([
      [said('first')],
      [said('second')],
    ]);
  });

  test('what is over at once leaves the turns behind it in their order', async () => {
    const connection = await connect();
    connection.send(create({ input: [said('first')] }));
    connection.send(create({ generate: false, input: [said('for later')] }));
    connection.socket.send('no JSON');
    connection.send(create({ previous_response_id: 'resp_of_somebody', input: [said('lost')] }));
    connection.send(create({ input: [said('second')] }));
    const turns = [];
    for (let turn = 0; turn < 5; turn += 1) turns.push(await connection.turn());
    expect(turns.map((frames) => frames.at(-1)?.type)).toEqual([
      'response.completed',
      'response.completed',
      'error',
      'error',
      'response.completed',
    ]);
    expect(valueAt(turns[1]?.at(-1), 'response', 'output')).toEqual([]);
    expect(upstream.calls.map(({ json }) => valueAt(json, 'input'))).toEqual([
      [said('first')],
      [said('second')],
    ]);
  });

  test('a conversation is no larger than a body may be', async () => {
    const connection = await connect();
    const large = said('x'.repeat(33 * 1024 * 1024));
    connection.send(create({ generate: false, input: [large] }));
    const warm = await connection.turn();
    connection.send(create({ previous_response_id: idOf(warm), input: [large] }));
    expect(await connection.turn()).toEqual([expect.objectContaining({ type: 'error', status: 413 })]);
    expect(upstream.calls).toEqual([]);
  });

  test('an answer that was cut short by its limit can be gone on from', async () => {
    upstream.script([answer('so far', { stop: 'length' }), answer('the rest')]);
    const connection = await connect();
    connection.send(create({ input: [said('go')] }));
    const first = await connection.turn();
    expect(first.at(-1)?.type).toBe('response.incomplete');
    connection.send(create({ previous_response_id: idOf(first), input: [said('go on')] }));
    expect((await connection.turn()).at(-1)?.type).toBe('response.completed');
    expect(valueAt(upstream.calls[1]?.json, 'input')).toHaveLength(3);
  });

  test('an event that is too large for a frame is told as an error', async () => {
    const huge = JSON.stringify({
      type: 'response.output_text.delta',
      delta: 'x'.repeat(33 * 1024 * 1024),
    });
    upstream.script(
      raw(`event: response.output_text.delta\ndata: ${huge}\n\n`, {
        headers: { 'content-type': 'text/event-stream' },
      }),
    );
    const connection = await connect();
    connection.send(create({ input: [said('go')] }));
    expect(await connection.turn()).toEqual([expect.objectContaining({ type: 'error', status: 502 })]);
  });

  test('failover works as over HTTP, and each turn has its row', async () => {
    const second = await createScriptedUpstream({ script: answer('from the second') });
    gateway.apply({ providers: [provider('one', upstream.url), provider('two', second.url)] });
    upstream.script(failure(500));
    const connection = await connect('/t/some-terminal/v1/responses', { 'session-id': 'a-session' });
    connection.send(create({ input: [said('go')] }));
    expect((await connection.turn()).at(-1)?.type).toBe('response.completed');
    const { items } = await gateway.storage.requests({ limit: 5 });
    expect(items[0]).toMatchObject({
      provider: 'two',
      terminal: 'some-terminal',
      conversation: 'a-session',
      outcome: 'ok',
      stream: true,
    });
    await second.close();
  });

  test('what nobody can answer is an error frame with the status that HTTP would have', async () => {
    upstream.script(failure(400, { message: 'no such thing' }));
    const connection = await connect();
    connection.send(create({ input: [said('go')] }));
    expect(await connection.turn()).toEqual([
      expect.objectContaining({
        type: 'error',
        status: 400,
        error: expect.objectContaining({ message: 'no such thing' }),
      }),
    ]);
  });

  test.each([
    ['no JSON', 'hello'],
    ['another type', '{"type":"session.update"}'],
    ['no model', '{"type":"response.create","input":[]}'],
  ])('a frame with %s is told what is wrong, and the connection goes on', async (_, frame) => {
    const connection = await connect();
    connection.socket.send(frame);
    const [error] = await connection.turn();
    expect(error).toMatchObject({ type: 'error', status: 400, error: { message: expect.any(String) } });
    connection.send(create({ input: [said('go')] }));
    expect((await connection.turn()).at(-1)?.type).toBe('response.completed');
  });

  test('a binary frame ends it', async () => {
    const connection = await connect();
    connection.socket.send(Buffer.from([1, 2, 3]));
    expect(await connection.closed).toBe(1003);
  });

  test('a key that is taken away holds for no further turn', async () => {
    const connection = await connect();
    gateway.apply({
      providers: [provider('one', upstream.url)],
      clientKeys: new Map([['local', 'another-key']]),
    });
    connection.send(create({ input: [said('go')] }));
    expect(await connection.turn()).toEqual([expect.objectContaining({ type: 'error', status: 401 })]);
    expect(await connection.closed).toBe(1008);
    expect(upstream.calls).toEqual([]);
  });

  test('a client that leaves ends the provider’s call', async () => {
    upstream.script(answer('a b c d', { fault: { do: 'stall', after: 5 } }));
    const connection = await connect();
    connection.send(create({ input: [said('go')] }));
    await new Promise((resolve) => connection.socket.once('message', resolve));
    connection.socket.terminate();
    await expect.poll(() => upstream.calls[0]?.aborted).toBe(true);
    await expect
      .poll(async () => (await gateway.storage.requests({ limit: 5 })).items[0]?.outcome)
      .toBe('cancelled');
  });

  test.each([
    ['without a key', { authorization: '' }, 401],
    ['from a web page', { origin: 'https://evil.example' }, 403],
    ['to another host', { host: 'evil.example' }, 403],
  ])('%s there is none', async (_, headers, status) => {
    await expect(connect('/v1/responses', headers)).rejects.toThrow(`status ${status}`);
  });

  test('switched off, clients are told to use HTTP', async () => {
    const providers = [provider('one', upstream.url)];
    const { listen } = configOf({ providers });
    gateway.apply({ providers, config: { listen: { ...listen, websocket: false } } });
    await expect(connect()).rejects.toThrow('status 426');
  });

  test('shutting down ends it with a word', async () => {
    const connection = await connect();
    const closing = gateway.close();
    expect(await connection.closed).toBe(1012);
    await closing;
  });
});
