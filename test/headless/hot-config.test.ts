import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Config } from '../../src/gateway/config/config.ts';
import type { GatewayEvent } from '../../src/gateway/exchange/event.ts';
import type { Secrets } from '../../src/gateway/gateway-contract.ts';
import { type ConfigFile, loadConfig } from '../../src/headless/config-file.ts';
import { type HotConfig, startHotConfig } from '../../src/headless/hot-config.ts';
import { hostSecrets } from '../../src/machine/host-secrets.ts';
import { createHandClock } from '../gateway/config/hand-clock.ts';
import { temporaryDirectory } from '../support/temporary.ts';

const directory = temporaryDirectory();
const pollMs = 3000;
const settleMs = 150;
const provider = (id: string): object => ({
  id,
  baseUrl: 'https://llm.example.com',
  dialects: ['openai-chat'],
});

describe('a config that changes while the gateway runs', () => {
  const file: ConfigFile = { path: join(directory, 'config.jsonc'), named: true };
  let applied: { config: Config; secrets: Secrets }[] = [];
  let events: GatewayEvent[] = [];
  let lines: string[] = [];
  let clock = createHandClock();
  let hot: HotConfig | undefined;

  const write = (value: unknown): void => {
    writeFileSync(file.path, typeof value === 'string' ? value : JSON.stringify(value));
    clock.pass(pollMs);
    clock.pass(settleMs);
  };
  const start = (value: unknown): void => {
    writeFileSync(file.path, JSON.stringify(value));
    const loaded = loadConfig(file);
    if (!loaded.ok) throw new Error(loaded.stop.lines.join('\n'));
    const line = (level: string) => (message: string) => void lines.push(`${level} ${message}`);
    hot = startHotConfig({
      file,
      loaded: loaded.value,
      clock,
      storage: { event: (event) => void events.push(event) },
      log: { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') },
      secretsOf: (config) => hostSecrets(config, directory, () => undefined),
      gateway: {
        apply(config, secrets) {
          applied.push({ config, secrets });
          return { restartNeeded: [] };
        },
      },
    });
  };

  beforeEach(() => {
    hot?.close();
    applied = [];
    events = [];
    lines = [];
    clock = createHandClock();
  });

  test('is applied when it is valid, and told in words', () => {
    start({ providers: [provider('one')] });
    write({ providers: [provider('one'), provider('two')] });
    expect(applied.map(({ config }) => config.providers.map(({ id }) => id))).toEqual([['one', 'two']]);
    expect(lines).toEqual(['info config applied: provider two added']);
    expect(events).toMatchObject([{ code: 'config.applied', level: 'info' }]);
  });

  test('is not applied when it is invalid: the old one stays, every problem is told, and the next valid one counts', () => {
    start({ providers: [provider('one')] });
    write({ providers: [{ ...provider('one'), baseUrl: 'htp://x' }], lisen: {} });
    expect(applied).toEqual([]);
    expect(lines).toEqual([
      `error The config ${file.path} was not applied; the one before stays.`,
      'error providers[0].baseUrl: "htp://x" is not an http or https address (line 1)',
      expect.stringContaining('error lisen: is not a known key'),
    ]);
    expect(events).toMatchObject([{ code: 'config.invalid', level: 'error' }]);
    write({ providers: [provider('two')] });
    expect(applied).toHaveLength(1);
  });

  test('a file caught empty or half-written changes nothing', () => {
    start({ providers: [provider('one')] });
    write('');
    write('{"providers": [');
    expect(applied).toEqual([]);
  });

  test('a file that is removed changes nothing', () => {
    start({ providers: [provider('one')] });
    rmSync(file.path);
    clock.pass(pollMs);
    clock.pass(settleMs);
    expect(applied).toEqual([]);
    expect(lines).toEqual([`warn the config file ${file.path} is gone; what it said stays in force`]);
  });

  test('names what needs a restart', () => {
    start({});
    write({ listen: { port: 5000 } });
    expect(lines).toContain('warn These take effect after a restart: listen.port');
    expect(events.map(({ code }) => code)).toEqual(['config.applied', 'config.restart_needed']);
  });

  test('brings new secrets, and tells of those that are missing', () => {
    const key = join(directory, 'new.key');
    writeFileSync(key, 'new-key', { mode: 0o600 });
    start({ providers: [provider('one')] });
    const accounts = [
      { id: 'a', key: { file: 'new.key' } },
      { id: 'b', key: { file: 'none.key' } },
    ];
    write({ providers: [{ ...provider('one'), accounts }] });
    expect([...(applied[0]?.secrets.accounts ?? [])]).toEqual([['one/a', 'new-key']]);
    expect(lines).toContain(
      `warn provider one, account b needs a key: there is no file ${join(directory, 'none.key')}`,
    );
  });

  test('a reload reads key files again though the config is the same', () => {
    const key = join(directory, 'turned.key');
    writeFileSync(key, 'old-key', { mode: 0o600 });
    start({ providers: [{ ...provider('one'), accounts: [{ id: 'a', key: { file: 'turned.key' } }] }] });
    writeFileSync(key, 'newer-key');
    hot?.reload();
    expect(applied[0]?.secrets.accounts.get('one/a')).toBe('newer-key');
  });
});

describe('the config at the start', () => {
  const at = (name: string, named: boolean): ConfigFile => ({ path: join(directory, name), named });

  test('without a default file is the built-in demo', () => {
    const loaded = loadConfig(at('none.jsonc', false));
    expect(loaded.ok && loaded.value.config.providers.map(({ id }) => id)).toEqual(['demo']);
  });

  test('must be there when it was named', () => {
    const path = join(directory, 'none.jsonc');
    expect(loadConfig({ path, named: true })).toEqual({
      ok: false,
      stop: { code: 2, lines: [`${path}: there is no such config file. Make it, or leave --config out.`] },
    });
  });

  test('must name certificates that can be read', () => {
    const file = at('tls.jsonc', true);
    writeFileSync(file.path, JSON.stringify({ listen: { tls: { cert: 'cert.pem', key: 'key.pem' } } }));
    expect(loadConfig(file)).toMatchObject({
      ok: false,
      stop: {
        code: 2,
        lines: [
          expect.any(String),
          expect.stringMatching(/^listen\.tls\.cert: .*cert\.pem cannot be read \(ENOENT\)$/),
        ],
      },
    });
    writeFileSync(join(directory, 'cert.pem'), 'no certificate');
    writeFileSync(join(directory, 'key.pem'), 'no key');
    expect(loadConfig(file)).toMatchObject({
      stop: {
        lines: [
          expect.any(String),
          expect.stringMatching(/^listen\.tls: certificate and key are not a PEM pair/),
        ],
      },
    });
  });
});
