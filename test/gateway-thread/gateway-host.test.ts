import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../src/gateway/exchange/system-clock.ts';
import { createGatewayHost, type GatewayHost } from '../../src/gateway-thread/gateway-host.ts';
import { type GatewayState, serving } from '../../src/gateway-thread/gateway-state.ts';
import type { Wishes } from '../../src/gateway-thread/protocol.ts';
import { temporaryDirectory } from '../support/temporary.ts';

// The real thread, which dies when the test says so.
const program = new URL('./frail-gateway.ts', import.meta.url);
const base = temporaryDirectory();
const die = join(base, 'die');
const hosts: GatewayHost[] = [];
let made = 0;
let wishes: Wishes;
let errors: string[];
let logged: string[];

beforeEach(() => {
  wishes = {
    config: { listen: { port: 0 }, routing: { preferred: 'demo' } },
    secrets: {},
    network: { noProxy: [], strictSsl: true, systemCertificates: true },
  };
  errors = [];
  logged = [];
  process.env.PATCHBAY_TEST_DIE = die;
});
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
});

function newHost(): GatewayHost {
  made += 1;
  const dataDir = join(base, `data-${made}`);
  mkdirSync(dataDir, { mode: 0o700 });
  process.env.XDG_RUNTIME_DIR = dataDir;
  const write = (line: string) => void logged.push(line);
  const host = createGatewayHost({
    program,
    dataDir,
    version: '0.0.1',
    wishes: async () => wishes,
    clock: systemClock,
    log: { debug: write, info: write, warn: write, error: write },
    showError: (message) => void errors.push(message),
  });
  hosts.push(host);
  return host;
}

/** Resolves when the host has come to a state of this kind, now or later. */
function state<Kind extends GatewayState['kind']>(
  host: GatewayHost,
  kind: Kind,
): Promise<Extract<GatewayState, { kind: Kind }>> {
  return new Promise((resolve) => {
    const look = (next: GatewayState): void => {
      if (isKind(next, kind)) resolve(next);
    };
    host.onDidChange(look);
    look(host.state);
  });
}

function isKind<Kind extends GatewayState['kind']>(
  value: GatewayState,
  kind: Kind,
): value is Extract<GatewayState, { kind: Kind }> {
  return value.kind === kind;
}

async function preferred(host: GatewayHost): Promise<unknown> {
  const server = serving(host.state);
  const answer = await fetch(`${server?.url}/api/config`, {
    headers: { authorization: `Bearer ${server?.key}` },
  });
  const config: unknown = await answer.json();
  return Reflect.get(Object(Reflect.get(Object(config), 'routing')), 'preferred');
}

test('a thread that crashes is started again with the settings of that moment, and the key is the same', async () => {
  const host = newHost();
  await host.start();
  const before = await state(host, 'leading');
  wishes = {
    ...wishes,
    config: { listen: { port: before.port }, routing: { preferred: 'demo', failureThreshold: 7 } },
  };
  const starting = new Promise<void>((resolve) => {
    host.onDidChange(({ kind }) => {
      if (kind === 'starting') resolve();
    });
  });
  writeFileSync(die, '');
  await starting;
  const after = await state(host, 'leading');
  expect(after).toMatchObject({ port: before.port, key: before.key });
  expect(await preferred(host)).toBe('demo');
  expect(logged.join('\n')).toContain('ended unexpectedly');
});

test('settings apply while it runs; a changed port restarts it there; wrong ones are refused and told', async () => {
  const host = newHost();
  await host.start();
  const first = await state(host, 'leading');
  wishes = { ...wishes, config: { listen: { port: 0 }, routing: {} } };
  await host.apply();
  expect(await preferred(host)).toBeUndefined();
  wishes = { ...wishes, config: { listen: { port: -1 } } };
  await host.apply();
  expect(errors).toEqual([expect.stringContaining('patchbay.listen.port')]);
  expect(serving(host.state)?.port).toBe(first.port);
});

test('what could not start because of its settings starts once they are right; what was stopped stays so', async () => {
  const host = newHost();
  wishes = { ...wishes, config: { listen: { port: 'x' } } };
  await host.start();
  expect(host.state.kind).toBe('invalid');
  wishes = { ...wishes, config: { listen: { port: 0 } } };
  await host.apply();
  expect(host.state.kind).toBe('leading');
  await host.stop();
  await host.apply();
  expect(host.state.kind).toBe('stopped');
});

test('a second window follows, and takes the place of the first when that is gone', async () => {
  const first = newHost();
  await first.start();
  const { port, key } = await state(first, 'leading');
  wishes = { ...wishes, config: { listen: { port } } };
  const runtime = process.env.XDG_RUNTIME_DIR;
  const second = newHost();
  process.env.XDG_RUNTIME_DIR = runtime;
  await second.start();
  expect(second.state).toMatchObject({ kind: 'following', key });
  await first.close();
  await second.lost();
  expect(second.state).toMatchObject({ kind: 'leading', port });
});
