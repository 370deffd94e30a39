import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { statusSchema } from '../../src/control/status.ts';
import { createRedactor } from '../../src/gateway/exchange/redact.ts';
import { createMemoryStorage } from '../../src/gateway/storage/memory-storage.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { conversing, request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import {
  type Asked,
  provider,
  type StartedGateway,
  type StartOptions,
  startGateway,
} from '../support/start-gateway.ts';

/** No shape of any vendor: what finds it has to know it. */
const before = 'canary-former-key-of-local-8Zr';
const hour = 3_600_000;

let upstream: ScriptedUpstream;
let gateway: StartedGateway;
let clock: ManualClock;
let logged: string[];

const line = (message: string, fields?: unknown): void => {
  logged.push(message + JSON.stringify(fields));
};

function options(more: Partial<StartOptions> = {}): StartOptions {
  return {
    providers: [provider('one', upstream.url)],
    formerClients: new Map([['local', { key: before, until: clock.now() + hour }]]),
    ...more,
  };
}

beforeEach(async () => {
  upstream = await createScriptedUpstream();
  clock = createManualClock();
  logged = [];
  const redactor = createRedactor();
  redactor.learn(before);
  const log = { debug: line, info: line, warn: line, error: line };
  gateway = await startGateway(options({ clock, redactor, log, storage: createMemoryStorage() }));
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

const chat = (key: string, headers: Record<string, string> = {}, prefix = ''): Promise<Asked> => {
  const { path, body } = request('openai-chat', { stream: false });
  return gateway.ask(prefix + path, body, { key, headers });
};

const formerKeys = async () => {
  const asked = await gateway.ask('/api/status', undefined, { method: 'GET' });
  return statusSchema.parse(asked.json()).formerKeys;
};

describe('the key that a client had before', () => {
  it.each(conversing)('opens %s as the present one does, and counts as the same client', async (dialect) => {
    const { path, body } = request(dialect, { stream: false });
    const asked = await gateway.ask(path, body, { key: before });
    expect(asked.status).toBe(200);
    expect((await gateway.record(asked)).client).toBe('local');
  });

  it('opens the control API of an admin, too', async () => {
    expect((await gateway.ask('/api/config', undefined, { method: 'GET', key: before })).status).toBe(200);
  });

  it('is a wrong key from its time on, without anything that has to fire', async () => {
    const { timers } = clock;
    clock.advance(hour - 1);
    expect((await chat(before)).status).toBe(200);
    expect(await formerKeys()).toHaveLength(1);
    clock.advance(1);
    const refused = await chat(before);
    expect([refused.status, refused.text]).toEqual([401, expect.stringContaining('not one of Patchbay’s')]);
    expect(await formerKeys()).toEqual([]);
    expect(clock.timers).toBeLessThanOrEqual(timers);
  });

  it('shows who still uses it: requests, programs, terminals', async () => {
    await chat(before, { 'user-agent': 'codex_cli_rs/1.0' }, '/t/terminal-1');
    clock.advance(5_000);
    await chat(before, { 'x-title': 'My script' }, `/t/terminal-2`);
    await chat('test-key-of-local', { 'x-title': 'With the new key' }, '/t/terminal-3');
    expect(await formerKeys()).toEqual([
      {
        client: 'local',
        until: clock.now() - 5_000 + hour,
        requests: 2,
        lastUsedAt: clock.now(),
        apps: ['My script', 'codex_cli_rs'],
        terminals: ['terminal-2', 'terminal-1'],
      },
    ]);
  });

  it('keeps its counts over a change of the config, and loses them with the key', async () => {
    await chat(before);
    gateway.apply(options());
    expect(await formerKeys()).toMatchObject([{ requests: 1 }]);
    const later = clock.now() + 2 * hour;
    gateway.apply(options({ formerClients: new Map([['local', { key: before, until: later }]]) }));
    expect(await formerKeys()).toMatchObject([{ requests: 1, until: later }]);
    gateway.apply({ providers: options().providers });
    expect(await formerKeys()).toEqual([]);
    expect((await chat(before)).status).toBe(401);
  });

  it('is in no answer, event, record or line of the log', async () => {
    const said = [
      await chat(before, {}, `/t/${before}`),
      await chat(before, {}, '/p/nobody'),
      await gateway.ask('/v1/nowhere', {}, { key: before }),
      await gateway.ask(`/k/${before}/v1/nowhere`, {}, { key: undefined }),
      await gateway.ask(`/api/providers?key=${before}`, undefined, { method: 'GET', key: undefined }),
    ];
    for (const page of ['status', 'config', 'providers', 'requests', 'events']) {
      said.push(await gateway.ask(`/api/${page}`, undefined, { method: 'GET' }));
    }
    const everything = said.map(({ text, headers }) => text + JSON.stringify([...headers])).join('\n');
    expect(everything + logged.join('\n')).not.toContain(before);
    const sent = upstream.requests.map(({ path, rawHeaders, body }) => path + rawHeaders.join() + body);
    expect(sent.join('\n')).not.toContain(before);
  });
});
