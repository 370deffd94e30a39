import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRedactor, type Redactor } from '../../src/gateway/exchange/redact.ts';
import { listAt, textAt } from '../support/json-value.ts';
import { request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { failure } from '../support/scripted-upstream-behaviour.ts';
import { accountKey } from '../support/secret-watch.ts';
import { type Asked, provider, type StartedGateway, startGateway } from '../support/start-gateway.ts';

/** No shape of any vendor: what finds it has to know it. */
const typed = 'canary-typed-into-a-form-6Vx';

let upstream: ScriptedUpstream;
let gateway: StartedGateway;
let redactor: Redactor;
let logged: string[];

const line = (message: string, fields?: unknown): void => {
  logged.push(message + JSON.stringify(fields));
};

beforeEach(async () => {
  upstream = await createScriptedUpstream();
  // As vendors do: the refusal quotes what was sent.
  upstream.scriptOthers(({ headers }) =>
    failure(401, { message: `Incorrect API key provided: ${headers.authorization}.` }),
  );
  redactor = createRedactor();
  logged = [];
  gateway = await startGateway({
    providers: [provider('one', upstream.url)],
    redactor,
    log: { debug: line, info: line, warn: line, error: line },
  });
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

const get = (path: string): Promise<Asked> => gateway.ask(path, undefined, { method: 'GET' });

const test = (body: unknown, headers: Record<string, string> = {}): Promise<Asked> =>
  gateway.ask('/api/providers/test', body, { headers });

const definition = (): object => ({ id: 'new', baseUrl: upstream.url, dialects: ['openai-chat'] });

describe('a test of a provider', () => {
  it('leaves its health alone, and is no request', async () => {
    for (let turn = 0; turn < 4; turn += 1) {
      const asked = await gateway.ask('/api/providers/one/test', {});
      expect(asked.json()).toMatchObject({ ok: false, accounts: [{ failure: { class: 'credential' } }] });
      expect(asked.text).not.toContain(accountKey('one'));
    }
    const providers = (await get('/api/providers')).json();
    expect(listAt(providers, 'providers')[0]).toMatchObject({ state: 'ok', health: [] });
    expect(listAt((await get('/api/requests')).json(), 'items')).toEqual([]);
    const { path, body } = request('openai-chat', { stream: false });
    expect((await gateway.ask(path, body)).status).toBe(200);
  });

  it('goes on while routing is paused: it is how a person finds out what is wrong', async () => {
    const routing = {
      mode: 'preferred',
      failureThreshold: 2,
      windowSeconds: 60,
      windowFailures: 0.5,
      windowRequests: 10,
      cooldownSeconds: 600,
      stabilizeSeconds: 30,
      affinity: true,
      paused: true,
    } as const;
    gateway.apply({ providers: [provider('one', upstream.url)], config: { routing } });
    expect((await gateway.ask('/api/providers/one/test', {})).status).toBe(200);
  });

  it('is refused to web pages, and to keys that are no admin’s', async () => {
    const body = { provider: definition(), key: typed };
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      expect((await test(body, headers)).status).toBe(403);
    }
    const clients = [{ id: 'local', key: { env: 'A' }, role: 'user' } as const];
    gateway.apply({ providers: [provider('one', upstream.url)], clients });
    expect((await test(body)).status).toBe(403);
    expect(upstream.requests.filter(({ rawHeaders }) => rawHeaders.join().includes(typed))).toEqual([]);
  });
});

describe('a key that is tested', () => {
  it('is in no answer, event, record or line of the log, whatever the provider quotes', async () => {
    const said = [
      await test({ provider: definition(), key: typed }),
      await test({ provider: { ...definition(), baseUrl: `http://${typed}:x@h` }, key: typed }),
      await test({ provider: { ...definition(), [typed]: 1 }, key: typed }),
      await test({ provider: { ...definition(), id: typed }, key: typed }),
      await test(`{"provider":{},"key":"${typed}"`),
    ];
    expect(textAt(said[0]?.json(), 'accounts', 0, 'failure', 'message')).toContain('[redacted]');
    expect(said.slice(1).map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    for (const page of ['status', 'config', 'providers', 'requests', 'events']) {
      said.push(await get(`/api/${page}`));
    }
    const everything = said.map(({ text, headers }) => text + JSON.stringify([...headers])).join('\n');
    expect(everything + logged.join('\n')).not.toContain(typed);
  });

  it('goes to the provider alone, and is forgotten afterwards', async () => {
    await test({ provider: definition(), key: typed });
    await test({ provider: { id: 'no provider' }, key: typed });
    const sent = upstream.requests.filter(({ rawHeaders }) => rawHeaders.join().includes(typed));
    expect(sent.map(({ path }) => path)).toEqual(['/v1/models']);
    expect(redactor.text(typed)).toBe(typed);
  });

  it('works for the built-in provider through the gateway’s own transport', async () => {
    const asked = await test({ provider: { id: 'demo', preset: 'demo' } });
    expect(asked.json()).toMatchObject({ ok: true, accounts: [{ account: 'demo', checked: 'address' }] });
  });
});
