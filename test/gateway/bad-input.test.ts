import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conversing, request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import {
  type Asked,
  provider,
  type StartedGateway,
  startGateway,
  testKey,
} from '../support/start-gateway.ts';

let upstream: ScriptedUpstream;
let gateway: StartedGateway;
const restricted = 'key-of-a-restricted-client';

beforeAll(async () => {
  upstream = await createScriptedUpstream();
  gateway = await startGateway({
    providers: [provider('one', upstream.url), provider('two', upstream.url)],
    clients: [
      { id: 'local', key: { env: 'A' }, role: 'admin' },
      { id: 'guest', key: { env: 'B' }, role: 'user', models: ['cheap-*'], providers: ['one'] },
    ],
    clientKeys: new Map([
      ['local', testKey],
      ['guest', restricted],
    ]),
  });
});
afterAll(async () => {
  // After all of it the gateway still answers.
  const { path, body } = request('openai-chat', { stream: false });
  expect((await gateway.ask(path, body)).status).toBe(200);
  await gateway.close();
  await upstream.close();
});

/** Sends bytes as they are and reads what comes until the connection ends or a whole head and body came. */
async function rawExchange(bytes: string | Buffer): Promise<string> {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    // One character a byte, so that content-length counts what is here.
    text += chunk.toString('latin1');
    const head = text.indexOf('\r\n\r\n');
    const length = /content-length: (\d+)/i.exec(text)?.[1];
    if (head >= 0 && length !== undefined && text.length >= head + 4 + Number(length)) socket.destroy();
  });
  socket.on('error', () => undefined);
  socket.write(bytes);
  await once(socket, 'close');
  return text;
}

const chat = (body: unknown, init?: Parameters<StartedGateway['ask']>[2]): Promise<Asked> =>
  gateway.ask('/v1/chat/completions', body, init);

describe('keys', () => {
  it.each(conversing)(
    '%s: none or a wrong one is 401 in the dialect’s shape, and nothing is sent on',
    async (dialect) => {
      const before = upstream.calls.length;
      const { path, body } = request(dialect, { stream: true });
      for (const key of [undefined, 'wrong', `${testKey}x`, '']) {
        const asked = await gateway.ask(path, body, { key });
        expect(asked.status).toBe(401);
        const shape = asked.json();
        if (dialect === 'anthropic-messages')
          expect(shape).toMatchObject({ type: 'error', error: { type: 'authentication_error' } });
        else if (dialect === 'gemini-generate')
          expect(shape).toMatchObject({ error: { code: 401, status: 'UNAUTHENTICATED' } });
        else expect(shape).toMatchObject({ error: { message: expect.stringContaining('key') as string } });
        expect(asked.text).not.toContain(testKey);
      }
      expect(upstream.calls).toHaveLength(before);
    },
  );

  it('one good key among several is enough', async () => {
    const { path, body } = request('anthropic-messages', { stream: false });
    const asked = await gateway.ask(path, body, { key: 'sk-ant-other', headers: { 'x-api-key': testKey } });
    expect(asked.status).toBe(200);
  });

  it('is taken from the query for Gemini and from the path, and goes no further', async () => {
    const { path, body } = request('gemini-generate', { stream: false });
    expect((await gateway.ask(`${path}?key=${testKey}`, body, { key: undefined })).status).toBe(200);
    expect((await gateway.ask(`/k/${testKey}${path}`, body, { key: undefined })).status).toBe(200);
    for (const call of upstream.calls.slice(-2)) {
      expect(call.path + JSON.stringify(call.rawHeaders)).not.toContain(testKey);
    }
  });

  it('health and the clients’ probes need none; everything else does', async () => {
    expect((await gateway.ask('/healthz', '', { method: 'GET', key: undefined })).status).toBe(200);
    expect((await gateway.ask('/', '', { method: 'HEAD', key: undefined })).status).toBe(200);
    expect((await gateway.ask('/t/x/api/hello', '', { method: 'HEAD', key: undefined })).status).toBe(200);
    for (const path of ['/v1/models', '/api/status', '/v1/status', '/', '/metrics', '/nothing']) {
      expect((await gateway.ask(path, '', { method: 'GET', key: undefined })).status).toBe(401);
    }
  });

  it('a user’s key does not open the control API', async () => {
    const asked = await gateway.ask('/api/status', '', { method: 'GET', key: restricted });
    expect(asked.status).toBe(403);
  });
});

describe('Host and Origin', () => {
  it('a foreign Host is 403', async () => {
    const body = JSON.stringify({ model: 'm' });
    const text = await rawExchange(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: evil.example\r\nauthorization: Bearer ${testKey}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    expect(text).toMatch(/^HTTP\/1\.1 403 /);
  });

  it.each([{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }])(
    'a web page is 403 and is given no CORS header: %o',
    async (headers) => {
      const { path, body } = request('openai-chat', { stream: false });
      const { hostname, port } = new URL(gateway.url);
      const text = JSON.stringify(body);
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      const got = await rawExchange(
        `POST ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n${lines.join('')}authorization: Bearer ${testKey}\r\ncontent-length: ${text.length}\r\n\r\n${text}`,
      );
      expect(got).toMatch(/^HTTP\/1\.1 403 /);
      expect(got.toLowerCase()).not.toContain('access-control');
    },
  );

  it('hold for upgrades too; one to another path or protocol is answered as over HTTP', async () => {
    const upgrade = (headers: string): string =>
      `GET /v1/responses HTTP/1.1\r\n${headers}connection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`;
    const key = `authorization: Bearer ${testKey}\r\n`;
    const messages = upgrade(`host: localhost\r\n${key}`).replace('/v1/responses', '/v1/messages');
    expect(await rawExchange(messages)).toMatch(/^HTTP\/1\.1 426 /);
    const other = upgrade(`host: localhost\r\n${key}`).replace('upgrade: websocket', 'upgrade: h2c');
    expect(await rawExchange(other)).toMatch(/^HTTP\/1\.1 426 /);
    expect(await rawExchange(upgrade('host: localhost\r\n'))).toMatch(/^HTTP\/1\.1 401 /);
    expect(await rawExchange(upgrade(`host: evil.example\r\n${key}`))).toMatch(/^HTTP\/1\.1 403 /);
    expect(await rawExchange(upgrade(`host: localhost\r\norigin: http://a.example\r\n${key}`))).toMatch(
      /^HTTP\/1\.1 403 /,
    );
  });
});

describe('bodies', () => {
  it.each([
    ['nothing', ''],
    ['no JSON', 'hello'],
    ['an array', '[]'],
    ['an open string', '{"model":"m'],
    ['a NUL byte', '{"mo\u0000del":"m"}'],
    ['100,000 brackets', `{"a":${'['.repeat(100_000)}`],
    ['100,000 closed brackets', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)},"model":"m"}`],
  ])('%s is 400', async (_name, body) => {
    const before = upstream.calls.length;
    const asked = await chat(body);
    expect(asked.status).toBe(400);
    expect(asked.json()).toMatchObject({ error: { message: expect.any(String) as string } });
    expect(upstream.calls).toHaveLength(before);
  });

  it.each([[5], [null], [['m']], [''], [{}]])('a model that is %j is 400', async (model) => {
    expect((await chat({ model, messages: [] })).status).toBe(400);
  });

  it('escaped key names are the same keys', async () => {
    const asked = await chat('{"mod\\u0065l":"x-model","messages":[{"role":"user","content":"x"}]}');
    expect(asked.status).toBe(200);
    expect(upstream.calls.at(-1)?.ask.model).toBe('x-model');
  });

  it('with a restricted key a second model or stream is 400, also an escaped one', async () => {
    for (const second of ['"model":"dear"', '"mod\\u0065l":"dear"', '"stream":true,"stream":false']) {
      const asked = await chat(`{"model":"cheap-1","messages":[],${second}}`, { key: restricted });
      expect(asked.status).toBe(400);
    }
    const good = { model: 'cheap-1', messages: [{ role: 'user', content: 'x' }] };
    expect((await chat(good, { key: restricted })).status).toBe(200);
  });

  it('a restricted key gets its models and providers and no other', async () => {
    expect((await chat({ model: 'dear-1' }, { key: restricted })).status).toBe(403);
    expect((await chat({ model: 'two/cheap-1' }, { key: restricted })).status).toBe(403);
    expect(
      (await gateway.ask('/p/two/v1/chat/completions', { model: 'cheap-1' }, { key: restricted })).status,
    ).toBe(403);
    expect((await gateway.ask('/p/one/v1/files', '', { method: 'GET', key: restricted })).status).toBe(403);
  });

  it('a truncated gzip is 400, bombs and 65 MiB are 413', async () => {
    const whole = gzipSync(JSON.stringify({ model: 'm', messages: [] }));
    const cut = await chat(whole.subarray(0, whole.length - 12), { headers: { 'content-encoding': 'gzip' } });
    expect(cut.status).toBe(400);
    const zeros = Buffer.alloc(80 * 1024 * 1024, 0x20);
    for (const [encoding, bomb] of [
      ['gzip', gzipSync(zeros)],
      ['zstd', zstdCompressSync(zeros)],
    ] as const) {
      const asked = await chat(bomb, { headers: { 'content-encoding': encoding } });
      expect(asked.status).toBe(413);
    }
    const large = await chat(Buffer.alloc(65 * 1024 * 1024, 0x20));
    expect(large.status).toBe(413);
    expect(large.text).toContain('64 MiB');
  });

  it('compressed ones are sent on plain', async () => {
    const body = zstdCompressSync(JSON.stringify({ model: 'm', input: 'x', stream: false }));
    const asked = await gateway.ask('/v1/responses', body, { headers: { 'content-encoding': 'zstd' } });
    expect(asked.status).toBe(200);
    expect(upstream.calls.at(-1)?.headers['content-encoding']).toBeUndefined();
    expect(upstream.calls.at(-1)?.json).toMatchObject({ model: 'm' });
  });
});

describe('names', () => {
  it('a header cannot be smuggled in through the model’s name', async () => {
    const asked = await chat({ model: 'm\r\nx-evil: 1\r\n\r\n<b>', messages: [] });
    expect(asked.headers.get('x-evil')).toBeNull();
    expect(asked.headers.get('x-patchbay-model') ?? '').not.toMatch(/[\r\n ]/);
    const gemini = await gateway.ask(
      `/v1beta/models/${encodeURIComponent('m\r\nx-evil: 1')}:generateContent`,
      {},
    );
    expect(gemini.status).toBe(400);
  });

  it.each([
    '/p/../v1/chat/completions',
    '/p/one/../../api/status',
    '/v1/chat%2fcompletions',
    '/p/one/p/two/v1/models',
  ])('%s is 400', async (path) => {
    const { hostname, port } = new URL(gateway.url);
    const got = await rawExchange(
      `GET ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\nauthorization: Bearer ${testKey}\r\n\r\n`,
    );
    expect(got).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('unknown providers and paths are 404 as JSON, the wrong method 405', async () => {
    const pinned = await gateway.ask('/p/nobody/v1/chat/completions', { model: 'm' });
    expect(pinned.status).toBe(404);
    expect(pinned.text).toContain('one, two');
    expect((await gateway.ask('/v1/nothing', {})).status).toBe(404);
    expect((await gateway.ask('/v1/nothing', {})).json()).toMatchObject({ error: {} });
    expect((await gateway.ask('/v1/messages', '', { method: 'GET' })).status).toBe(405);
  });
});

describe('connections', () => {
  it('what is no HTTP gets a 400 and the connection ends', async () => {
    expect(await rawExchange('hello there\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('64 KiB of headers are too many', async () => {
    const got = await rawExchange(
      `GET /healthz HTTP/1.1\r\nhost: localhost\r\nx-long: ${'a'.repeat(70_000)}\r\n\r\n`,
    );
    expect(got).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('many that come and go leave nothing behind', async () => {
    const { hostname, port } = new URL(gateway.url);
    for (let i = 0; i < 50; i += 1) {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      socket.write('POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n{');
      socket.resetAndDestroy();
    }
    expect((await gateway.ask('/healthz', '', { method: 'GET' })).status).toBe(200);
  });
});
