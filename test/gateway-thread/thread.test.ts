import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Setup, StartAnswer, Wishes } from '../../src/gateway-thread/protocol.ts';
import { type GatewayThread, startGatewayThread } from '../../src/gateway-thread/start-thread.ts';
import { temporaryDirectory } from '../support/temporary.ts';

// The real thread, its real storage thread, real sockets, from the bundles that an extension host runs.
const program = new URL('../../dist/gateway-worker.cjs', import.meta.url);
const base = temporaryDirectory();
let made = 0;
const threads: GatewayThread[] = [];
const servers: Server[] = [];
let logs: string[] = [];

beforeEach(() => {
  logs = [];
  process.env.XDG_RUNTIME_DIR = directory();
});
afterEach(async () => {
  await Promise.all(threads.splice(0).map((thread) => thread.terminate()));
  for (const server of servers.splice(0)) server.close();
});

function directory(): string {
  made += 1;
  const path = join(base, String(made));
  mkdirSync(path, { mode: 0o700 });
  return path;
}

function thread(ended: (reason: string) => void = () => undefined): GatewayThread {
  const started = startGatewayThread(program, { log: (level, text) => logs.push(`${level} ${text}`), ended });
  threads.push(started);
  return started;
}

const network: Wishes['network'] = { noProxy: [], strictSsl: true, systemCertificates: true };

function setup(config: unknown, secrets: Wishes['secrets'] = {}): Setup {
  return { config, secrets, network, dataDir: directory(), version: '0.0.1' };
}

function leading(answer: StartAnswer): Extract<StartAnswer, { kind: 'leading' }> {
  if (answer.kind !== 'leading') throw new Error(`not leading: ${JSON.stringify(answer)}`);
  return answer;
}

const free = { listen: { port: 0 } };

function ask(url: string, key: string, model = 'demo'): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'hello' }] }),
  });
}

async function upstream(): Promise<{ readonly url: string; readonly keys: string[] }> {
  const keys: string[] = [];
  const server = createServer((request, response) => {
    keys.push(String(request.headers.authorization));
    request.resume();
    response.setHeader('content-type', 'application/json');
    response.end(
      '{"id":"x","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}',
    );
  });
  servers.push(server);
  return { url: await listen(server), keys };
}

/** An upstream that answers when it is told to. */
async function slowUpstream(): Promise<{
  readonly url: string;
  readonly arrived: Promise<void>;
  answer(): void;
}> {
  let answer: () => void = () => undefined;
  let arrive: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const server = createServer((request, response) => {
    request.resume();
    answer = () => response.end('{"id":"x","choices":[]}');
    arrive();
  });
  servers.push(server);
  return { url: await listen(server), arrived, answer: () => answer() };
}

async function untilLeading(next: GatewayThread, wanted: Setup): Promise<ReturnType<typeof leading>> {
  for (let round = 0; round < 50; round += 1) {
    const answer = await next.start(wanted);
    if (answer.kind === 'leading') return answer;
  }
  throw new Error('the port did not become free');
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

test('starts a gateway that answers, keeps its data in the directory and tells where its key is', async () => {
  const wanted = setup(free);
  const answer = leading(await thread().start(wanted));
  expect(answer.url).toBe(`http://127.0.0.1:${answer.port}`);
  expect((await ask(answer.url, answer.key)).status).toBe(200);
  expect((await ask(answer.url, 'pbk-wrong-key')).status).toBe(401);
  expect(existsSync(join(wanted.dataDir, 'patchbay.db'))).toBe(true);
  expect(readFileSync(answer.keyFile ?? '', 'utf8').trim()).toBe(answer.key);
  expect(logs.join('\n')).not.toContain(answer.key);
});

test('keeps a key of its own, whatever a window inherited from the terminal that opened it', async () => {
  process.env.PATCHBAY_KEY = 'inherited-key-of-a-terminal';
  try {
    const answer = leading(await thread().start(setup(free)));
    expect(answer.key).not.toBe('inherited-key-of-a-terminal');
    expect(answer.keyFile).not.toBeNull();
  } finally {
    delete process.env.PATCHBAY_KEY;
  }
});

test('takes pushed secrets; one that is not there makes the account need a key, and nothing fails', async () => {
  const { url, keys } = await upstream();
  const config = {
    ...free,
    providers: [
      {
        id: 'own',
        baseUrl: `${url}/v1`,
        dialects: ['openai-chat'],
        models: ['m'],
        accounts: [{ id: 'main', key: { secret: 'own.main' } }],
      },
    ],
  };
  const own = thread();
  const wanted = setup(config);
  const answer = leading(await own.start(wanted));
  expect(answer.missing).toEqual([
    { owner: 'provider own, account main', reason: 'the secret storage has no own.main; set the key again' },
  ]);
  expect((await ask(answer.url, answer.key, 'm')).status).toBe(403);
  const applied = await own.apply({ config, secrets: { 'own.main': 'sk-canary-123456789' }, network });
  expect(applied).toMatchObject({ kind: 'applied', missing: [] });
  expect((await ask(answer.url, answer.key, 'm')).status).toBe(200);
  expect(keys).toContain('Bearer sk-canary-123456789');
  expect(logs.join('\n')).not.toContain('sk-canary');
});

test('settings that are wrong start nothing and say where, or leave what runs as it is', async () => {
  const own = thread();
  const wrong = { listen: { port: 70_000 }, providers: [{ id: 'No Id' }] };
  const refused = await own.start(setup(wrong));
  expect(refused).toMatchObject({ kind: 'invalid' });
  if (refused.kind === 'invalid') {
    expect(refused.problems.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['listen.port', 'providers[0].id']),
    );
  }
  const answer = leading(await own.start(setup(free)));
  expect(await own.apply({ config: wrong, secrets: {}, network })).toMatchObject({ kind: 'invalid' });
  expect((await ask(answer.url, answer.key)).status).toBe(200);
});

test('rotates its key by the control API: the new one is in the file, the old one works until it is revoked', async () => {
  const own = thread();
  const answer = leading(await own.start(setup(free)));
  const post = (path: string, key: string) =>
    fetch(`${answer.url}/api/key/${path}`, { method: 'POST', headers: { authorization: `Bearer ${key}` } });
  expect((await post('rotate', answer.key)).status).toBe(200);
  const next = readFileSync(answer.keyFile ?? '', 'utf8').trim();
  expect(next).not.toBe(answer.key);
  expect((await ask(answer.url, next)).status).toBe(200);
  expect((await ask(answer.url, answer.key)).status).toBe(200);
  expect((await post('revoke-former', next)).status).toBe(200);
  expect((await ask(answer.url, answer.key)).status).toBe(401);
  expect(logs.join('\n')).not.toContain(next);
});

test('finds another gateway at its port and follows it with the key from the discovery file', async () => {
  const first = leading(await thread().start(setup(free)));
  const second = await thread().start(setup({ listen: { port: first.port } }));
  expect(second).toMatchObject({ kind: 'following', url: first.url, key: first.key, version: '0.0.1' });
});

test('follows a gateway of its own data directory that the discovery file does not name', async () => {
  const wanted = setup(free);
  const first = leading(await thread().start(wanted));
  process.env.XDG_RUNTIME_DIR = directory();
  const second = await thread().start({ ...wanted, config: { listen: { port: first.port } } });
  expect(second).toMatchObject({ kind: 'following', key: first.key, keyFile: first.keyFile });
});

test('sends no key to a gateway that takes none of those it knows', async () => {
  const first = leading(await thread().start(setup(free)));
  process.env.XDG_RUNTIME_DIR = directory();
  const second = await thread().start(setup({ listen: { port: first.port } }));
  expect(second).toMatchObject({ kind: 'following', url: first.url });
  expect(second).not.toHaveProperty('key');
});

test('names a foreign program at its port and the next free port', async () => {
  const { url } = await upstream();
  const port = Number(new URL(url).port);
  const answer = await thread().start(setup({ listen: { port } }));
  expect(answer).toMatchObject({ kind: 'foreign', port });
  if (answer.kind === 'foreign') {
    expect(answer.free).toBeGreaterThan(port);
    expect(answer.holder).toContain(String(process.pid));
  }
});

test('gives its port free when it closes, and lets the running answer come to its end', async () => {
  const { url, arrived, answer } = await slowUpstream();
  const provider = { id: 'own', baseUrl: `${url}/v1`, dialects: ['openai-chat'], models: ['m'] };
  const own = thread();
  const first = leading(
    await own.start(setup({ ...free, providers: [{ ...provider, accounts: [{ id: 'main' }] }] })),
  );
  const running = ask(first.url, first.key, 'm');
  await arrived;
  const closed = own.close(20);
  const next = thread();
  const again = await untilLeading(next, setup({ listen: { port: first.port } }));
  expect(again.port).toBe(first.port);
  answer();
  expect((await running).status).toBe(200);
  await closed;
});

test('a thread that dies is told to the listener, and a call to it fails instead of waiting', async () => {
  const reasons: string[] = [];
  const dying = new URL('data:text/javascript,process.exit(3)');
  const own = startGatewayThread(dying, { log: () => undefined, ended: (reason) => reasons.push(reason) });
  threads.push(own);
  await expect(own.start(setup(free))).rejects.toThrow('has ended');
  expect(reasons).toHaveLength(1);
  await expect(own.apply(setup(free))).rejects.toThrow('has ended');
});
