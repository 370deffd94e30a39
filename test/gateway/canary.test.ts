import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Home, homes, providerConfig, type RunningProgram } from '../long/running-program.ts';
import { type ConnectProxy, createConnectProxy } from '../support/connect-proxy.ts';
import { isRecord, listAt, textAt } from '../support/json-value.ts';
import { conversing, request } from '../support/requests.ts';
import {
  createScriptedUpstream,
  type RecordedRequest,
  type ScriptedUpstream,
} from '../support/scripted-upstream.ts';
import { type Answer, answer, type Behaviour, failure, raw } from '../support/scripted-upstream-behaviour.ts';
import { ownKey } from '../support/secret-watch.ts';
import { type AskInit, ask } from '../support/start-gateway.ts';

/** No shape of any vendor: what finds these has to know them. */
const admin = 'canaryAdmin+7Qw_1kz=XbT2';
const guest = 'canary-guest-Zu81mPqLw3';
const literal = 'canary-literal-in-the-config-9Ks';
const wrong = 'canary-wrong-key-of-a-stranger-3Jd';
const typed = 'canary-typed-into-a-form-6Vx';
const proxyPassword = 'canaryProxy!Pass9w0rd';
const keyOf = (provider: string): string => `canary-of/${provider}+k3y=${provider.length}Tz`;

/** What a provider was given as its key, in every form in which vendors quote it. */
function quoted({ headers }: RecordedRequest): string {
  const keys = [
    headers.authorization?.replace(/^Bearer /, ''),
    headers['x-api-key'],
    headers['x-goog-api-key'],
  ]
    .flat()
    .filter((key) => key !== undefined);
  return keys.flatMap(forms).join(' and ');
}

/** A secret as it is, for an address, for Basic credentials. */
function forms(secret: string): string[] {
  return [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
}

const echo = (asked: RecordedRequest): { message: string; headers: Record<string, string> } => ({
  message: `Incorrect key provided: ${quoted(asked)}. See your account.`,
  headers: { 'x-echo': quoted(asked), 'x-request-id': quoted(asked).slice(0, 60) },
});

const streamed = (asked: RecordedRequest, after: number): Answer => {
  const { message, headers } = echo(asked);
  return answer('Some text that is long enough to stream.', {
    headers,
    fault: { do: 'error', after, message },
  });
};

/** Every way in which a provider can quote the key that it was sent. */
const manners = {
  echoing: (asked) => answer('fine', { headers: echo(asked).headers }),
  blaming: (asked) => failure(400, echo(asked)),
  refusing: (asked) => failure(401, echo(asked)),
  exhausted: (asked) => failure(429, { ...echo(asked), retryAfter: 1 }),
  failing: (asked) => failure(500, echo(asked)),
  paging: (asked) =>
    raw(`<html>${echo(asked).message}</html>`, { status: 502, headers: echo(asked).headers }),
  streaming: (asked) => streamed(asked, 0),
  breaking: (asked) => streamed(asked, 7),
} satisfies Readonly<Record<string, (asked: RecordedRequest) => Behaviour>>;

const providers = Object.keys(manners);
const secrets = [
  admin,
  guest,
  literal,
  wrong,
  typed,
  proxyPassword,
  ...[...providers, 'distant'].flatMap((name) => [keyOf(name), ownKey(name)]),
];

const home = homes();
const upstreams = new Map<string, ScriptedUpstream>();
let proxy: ConnectProxy;

beforeAll(async () => {
  for (const [name, manner] of Object.entries(manners)) {
    const upstream = await createScriptedUpstream({ script: manner, listed: ['some-model'] });
    // Lists of models and paths that only the provider knows.
    upstream.scriptOthers((asked) => {
      const list = name === 'echoing' && asked.ask.operation === 'models';
      return list ? answer('', { headers: echo(asked).headers }) : failure(403, echo(asked));
    });
    upstreams.set(name, upstream);
  }
  proxy = await createConnectProxy({ credentials: { user: 'somebody', password: 'another one' } });
});
afterAll(async () => {
  await Promise.all([...upstreams.values()].map((upstream) => upstream.close()));
  await proxy.close();
});

function config(place: Home): object {
  return {
    clients: [
      { id: 'local', key: { env: 'ADMIN' }, role: 'admin' },
      { id: 'guest', key: { env: 'GUEST' }, role: 'user' },
    ],
    providers: [
      ...providers.map((name) => {
        const whole = providerConfig(name, address(name), { file: join(place.path, `key-${name}`) });
        // Two of them are asked for their lists: one tells it, one refuses.
        return name === 'echoing' || name === 'blaming' ? { ...whole, models: undefined } : whole;
      }),
      {
        ...providerConfig('distant', 'http://distant.test', { file: join(place.path, 'key-distant') }),
      },
    ],
    routing: { failureThreshold: 100 },
  };
}

function address(name: string): string {
  return upstreams.get(name)?.url ?? '';
}

async function start(): Promise<{ place: Home; running: RunningProgram }> {
  const place = home();
  for (const name of [...providers, 'distant']) {
    writeFileSync(join(place.path, `key-${name}`), keyOf(name), { mode: 0o600 });
  }
  place.writeConfig(config(place));
  const running = await place.start({
    ADMIN: admin,
    GUEST: guest,
    HTTP_PROXY: `http://somebody:${encodeURIComponent(proxyPassword)}@127.0.0.1:${proxy.port}`,
  });
  return { place, running };
}

/** Everything that clients were told, for the search. */
type Said = { readonly where: string; readonly text: string };

/** Asks and keeps every byte of the answer. */
async function told(said: Said[], url: string, path: string, body: unknown, init: AskInit): Promise<void> {
  const got = await ask(url, path, body, init);
  const headers = [...got.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
  said.push({
    where: `${init.method ?? 'POST'} ${path} ${JSON.stringify(body)}`,
    text: `${headers}\n${got.text}`,
  });
}

/** The places where clients put their key. */
const doors: readonly ((path: string, key: string) => { path: string; init: AskInit })[] = [
  (path, key) => ({ path, init: { key } }),
  (path, key) => ({ path, init: { key: undefined, headers: { 'x-api-key': key } } }),
  (path, key) => ({ path, init: { key: wrong, headers: { 'x-goog-api-key': key } } }),
  (path, key) => ({ path: `/k/${encodeURIComponent(key)}${path}`, init: { key: undefined } }),
  (path, key) => ({
    path: `${path}${path.includes('?') ? '&' : '?'}key=${encodeURIComponent(key)}`,
    init: {
      key: undefined,
      headers: { cookie: `k=${key}` },
    },
  }),
];

async function everyRequest(url: string): Promise<Said[]> {
  const said: Said[] = [];
  let turn = 0;
  const door = (path: string, key: string): ReturnType<(typeof doors)[number]> => {
    turn += 1;
    return doors[turn % doors.length]?.(path, key) ?? { path, init: { key } };
  };
  for (const name of [...providers, 'distant']) {
    for (const dialect of conversing) {
      for (const stream of [true, false]) {
        const { path, body } = request(dialect, { stream, model: `${name}/some-model` });
        const knock = door(path, turn % 2 === 0 ? admin : guest);
        await told(said, url, knock.path, body, knock.init);
      }
    }
    const { path, body } = request('openai-chat', { stream: name.endsWith('ing'), model: 'some-model' });
    const brought = { key: guest, headers: { 'x-patchbay-api-key': ownKey(name) } };
    await told(said, url, `/p/${name}${path}`, body, brought);
    await told(said, url, `/p/${name}/v1/files?key=${encodeURIComponent(admin)}`, undefined, {
      key: undefined,
      method: 'GET',
    });
    await told(said, url, `/p/${name}/v1/batches`, { input: 'x' }, { key: guest });
  }
  const { path, body } = request('anthropic-messages', { stream: true });
  // Through all of them, one after the other.
  await told(said, url, path, body, { key: guest });
  await told(said, url, path, body, { key: wrong });
  await told(said, url, path, body, { key: keyOf('echoing') });
  for (const place of ['v1/nowhere', 'v1/../x', 'a%2Fb']) {
    await told(said, url, `/k/${wrong}/${place}`, body, { key: undefined });
    await told(said, url, `/k/${guest}/${place}`, body, { key: undefined });
  }
  for (const list of [
    '/v1/models',
    '/v1beta/models',
    `/v1/models?client_version=1`,
    '/v1/status',
    '/healthz',
  ]) {
    await told(said, url, list, undefined, { key: guest, method: 'GET' });
  }
  await told(said, url, `/v1beta/models?key=${encodeURIComponent(guest)}`, undefined, {
    key: undefined,
    method: 'GET',
  });
  return said;
}

/** Every answer of the control API that a dashboard shows. */
async function controlApi(url: string): Promise<Said[]> {
  const said: Said[] = [];
  const read = { key: admin, method: 'GET' };
  const pages = ['status', 'config', 'providers', 'presets', 'accounts', 'models', 'events', 'openapi.json'];
  for (const page of pages) await told(said, url, `/api/${page}`, undefined, read);
  // What the gateway asks for a person: with the keys of the config, and with one that is typed in.
  for (const name of [...providers, 'distant']) {
    await told(said, url, `/api/providers/${name}/test`, {}, { key: admin });
    const provider = { id: name, baseUrl: address(name) || 'http://distant.test', dialects: ['openai-chat'] };
    await told(said, url, '/api/providers/test', { provider, key: typed }, { key: admin });
    const wrongly = { provider: { ...provider, baseUrl: `http://${typed}@x` }, key: typed };
    await told(said, url, '/api/providers/test', wrongly, { key: admin });
    await told(said, url, '/api/providers/test', `{"key":"${typed}",`, { key: admin });
  }
  await told(said, url, '/metrics', undefined, read);
  const listed = await ask(url, '/api/requests?limit=200', undefined, read);
  said.push({ where: '/api/requests', text: listed.text });
  const rows = listAt(listed.json(), 'items').filter(isRecord);
  expect(rows.length).toBeGreaterThan(providers.length * 10);
  for (const row of rows) await told(said, url, `/api/requests/${textAt(row, 'id')}`, undefined, read);
  return said;
}

/** Which secrets stand in a text, in whichever form. */
function leaks(said: Iterable<Said>): string[] {
  const found: string[] = [];
  for (const { where, text } of said) {
    for (const secret of secrets) {
      if (forms(secret).some((form) => text.includes(form))) found.push(`${secret} in ${where}`);
    }
  }
  return found;
}

/** The files of a directory, without those in which the host itself keeps secrets. */
function filesIn(directory: string): Said[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ where: path, text: readFileSync(path).toString('latin1') }));
}

/** Reads `/api/stream` until it ends. */
async function follow(url: string): Promise<{ text: Promise<string> }> {
  const response = await fetch(`${url}/api/stream`, { headers: { authorization: `Bearer ${admin}` } });
  expect(response.status).toBe(200);
  const text = response.text();
  // It is read at the end; a test that fails before must not fail twice.
  text.catch(() => undefined);
  return { text };
}

describe('secrets', () => {
  test('are in no answer, list, event, log line or file, whatever a provider quotes', async () => {
    const { place, running } = await start();
    const { program, url } = running;
    const stream = await follow(url);

    const said = await everyRequest(url);
    expect(leaks(said)).toEqual([]);

    place.writeConfig(
      `{ "providers": [{ "id": "x", "baseUrl": "http://u:${literal}@h", "proxy": "http://u:${proxyPassword}@p" }] }`,
    );
    await program.says(/was not applied/);
    place.writeConfig(JSON.stringify(config(place)).replace(/\{"file":"[^"]*key-failing"\}/, `"${literal}"`));
    await program.says(/was not applied[\s\S]*was not applied/);
    place.writeConfig(
      JSON.stringify(config(place)).replace(/\{"file":"[^"]*key-failing"\}/, `"${keyOf('failing')}"`),
    );
    await program.says(/was not applied[\s\S]*was not applied[\s\S]*was not applied/);
    writeFileSync(join(place.path, 'key-failing'), `${keyOf('failing')}\n${literal}`, { mode: 0o600 });
    place.writeConfig({ ...config(place), routing: { failureThreshold: 99 } });
    await program.says(/provider failing, account main needs a key/);

    expect(leaks(await controlApi(url))).toEqual([]);
    program.child.kill('SIGTERM');
    expect(await program.ended()).toBe(0);
    const changes = await stream.text;
    expect(changes).toContain('event: request');
    expect(leaks([{ where: '/api/stream', text: changes }])).toEqual([]);
    expect(leaks([{ where: 'the log', text: program.err() + program.out() }])).toEqual([]);
    const files = filesIn(place.dataDir);
    expect(files.map(({ where }) => where)).toContain(join(place.dataDir, 'patchbay.db'));
    expect(files.map(({ where }) => where)).toContain(join(place.dataDir, 'cache', 'model-lists.json'));
    expect(leaks(files)).toEqual([]);
    expect(leaks(filesIn(join(place.path, 'runtime')))).toEqual([]);

    expect(proxy.tunnels.length).toBeGreaterThan(0);
    for (const [name, upstream] of upstreams) {
      expect(upstream.requests.length).toBeGreaterThanOrEqual(3);
      for (const asked of upstream.requests) {
        const text = `${asked.path}\n${asked.rawHeaders.join('\n')}\n${asked.body.toString()}`;
        const strange = leaks([{ where: `a request to ${name}`, text }]);
        const meant = [keyOf(name), ownKey(name), typed].filter((key) =>
          strange.some((leak) => leak.startsWith(`${key} in`)),
        );
        // A test of a provider also asks for its list without a key, to see whether it needs one.
        const bare = asked.ask.operation === 'models' && quoted(asked) === '';
        expect([meant.length, strange.length]).toEqual(bare ? [0, 0] : [1, 1]);
      }
    }
  });

  test('are not shown of a request that still runs', async () => {
    const { running } = await start();
    const upstream = upstreams.get('echoing');
    upstream?.script(answer('slow', { fault: { do: 'stall', after: 'nothing' } }));
    const { path, body } = request('openai-chat', { stream: true, model: 'echoing/some-model' });
    const headers = { referer: `http://page/?key=${encodeURIComponent(guest)}`, 'x-title': `for ${guest}` };
    const slow = ask(running.url, `/t/${guest}${path}`, body, { key: guest, headers });
    await upstream?.stalled();
    const status = await ask(running.url, '/api/status', undefined, { key: admin, method: 'GET' });
    expect(textAt(status.json(), 'running', 'requests', 0, 'client')).toBe('guest');
    upstream?.release();
    expect((await slow).status).toBe(200);
    expect(leaks([{ where: '/api/status', text: status.text }])).toEqual([]);
  });
});
