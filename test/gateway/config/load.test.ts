import { describe, expect, test } from 'vitest';
import { localClients, readConfig } from '../../../src/gateway/config/load.ts';
import { configOf, known, plain } from './known.ts';

describe('what is left out', () => {
  test('an empty object is a whole config: loopback, one local admin, the demo provider', () => {
    const config = configOf({});
    expect(config.listen).toEqual({
      host: '127.0.0.1',
      port: 4000,
      hosts: [],
      origins: [],
      websocket: true,
      drainSeconds: 25,
      insecure: false,
    });
    expect(config.clients).toBe(localClients);
    expect(config.providers).toEqual([known.demo]);
    expect(config.models.rules).toEqual([]);
    expect(config.routing).toEqual({
      mode: 'preferred',
      failureThreshold: 2,
      windowSeconds: 60,
      windowFailures: 0.5,
      windowRequests: 10,
      cooldownSeconds: 600,
      stabilizeSeconds: 30,
      affinity: true,
      paused: false,
    });
    expect(config.storage.retentionDays).toBe(90);
  });

  test('a plain provider: enabled primary, one account without a key, the usual times', () => {
    expect(configOf({ providers: [plain] }).providers).toEqual([
      {
        id: 'plain',
        name: 'plain',
        vendor: 'other',
        endpoints: new Map([['openai-chat', { baseUrl: 'https://llm.example.com', auth: 'bearer' }]]),
        quirks: {},
        accounts: [{ id: 'main', priority: 1, weight: 1, enabled: true, passthrough: false }],
        headers: {},
        timeouts: { connectMs: 10_000, firstByteMs: 120_000, idleMs: 300_000, totalMs: 600_000 },
        role: 'primary',
        enabled: true,
      },
    ]);
  });

  test('one of the times may be given alone', () => {
    const [provider] = configOf({ providers: [{ ...plain, timeouts: { idleMs: 5 } }] }).providers;
    expect(provider?.timeouts).toEqual({
      connectMs: 10_000,
      firstByteMs: 120_000,
      idleMs: 5,
      totalMs: 600_000,
    });
  });
});

describe('presets', () => {
  test('fill in name, vendor, endpoints, quirks and the key that is usual', () => {
    const [provider] = configOf({ providers: [{ id: 'ds', preset: 'deepseek' }] }).providers;
    expect(provider).toMatchObject({ id: 'ds', name: 'DeepSeek', vendor: 'other' });
    expect([...(provider?.endpoints.keys() ?? [])]).toEqual(['openai-chat', 'anthropic-messages']);
    expect(provider?.quirks).toEqual({ developerRole: 'system', streamUsage: 'ask' });
    expect(provider?.accounts[0]?.key).toEqual({ env: 'DEEPSEEK_API_KEY' });
  });

  test('what the user wrote wins, quirk by quirk', () => {
    const [provider] = configOf({
      providers: [
        { id: 'ds', preset: 'deepseek', name: 'Mine', vendor: 'openai', quirks: { streamUsage: 'never' } },
      ],
    }).providers;
    expect(provider).toMatchObject({ name: 'Mine', vendor: 'openai' });
    expect(provider?.quirks).toEqual({ developerRole: 'system', streamUsage: 'never' });
  });

  test('baseUrl replaces the address of every endpoint; the last slash is taken off', () => {
    const [provider] = configOf({
      providers: [{ id: 'ds', preset: 'deepseek', baseUrl: 'http://relay.example/v1//' }],
    }).providers;
    expect(provider?.endpoints).toEqual(
      new Map([
        ['openai-chat', { baseUrl: 'http://relay.example/v1', auth: 'bearer' }],
        ['anthropic-messages', { baseUrl: 'http://relay.example/v1', auth: 'x-api-key' }],
      ]),
    );
  });

  test('the preset’s own address, written out, moves nothing', () => {
    const baseUrl = 'https://api.deepseek.com/';
    const [provider] = configOf({ providers: [{ id: 'ds', preset: 'deepseek', baseUrl }] }).providers;
    expect(provider?.endpoints).toEqual(known.presets.deepseek?.endpoints);
  });

  test('a path that the preset needs at home is not taken to another address', () => {
    const chat = (fields: object): unknown =>
      configOf({ providers: [{ id: 'ds', preset: 'deepseek', ...fields }] }).providers[0]?.endpoints.get(
        'openai-chat',
      );
    expect(chat({})).toMatchObject({ path: '/chat/completions' });
    expect(chat({ baseUrl: 'http://relay.example' })).toEqual({
      baseUrl: 'http://relay.example',
      auth: 'bearer',
    });
  });

  test('a list of dialects picks from the preset, in the order of the list', () => {
    const dialects = ['anthropic-messages', 'openai-chat'];
    const [provider] = configOf({ providers: [{ id: 'ds', preset: 'deepseek', dialects }] }).providers;
    expect([...(provider?.endpoints ?? [])]).toEqual([
      ['anthropic-messages', { baseUrl: 'https://api.deepseek.com/anthropic', auth: 'x-api-key' }],
      ['openai-chat', { baseUrl: 'https://api.deepseek.com', path: '/chat/completions', auth: 'bearer' }],
    ]);
  });

  test('a key for a preset that needs none is sent all the same', () => {
    const accounts = [{ id: 'main', key: { env: 'OLLAMA_KEY' } }];
    const auth = (value: object): string | undefined =>
      configOf({ providers: [value] }).providers[0]?.endpoints.get('openai-chat')?.auth;
    expect(auth({ id: 'o', preset: 'ollama' })).toBe('none');
    expect(auth({ id: 'o', preset: 'ollama', accounts })).toBe('bearer');
  });

  test('an account that passes the client’s login on gets no key from the preset', () => {
    const accounts = [{ id: 'login', passthrough: true }];
    const [provider] = configOf({ providers: [{ id: 'a', preset: 'anthropic', accounts }] }).providers;
    expect(provider?.accounts[0]).toEqual({
      id: 'login',
      priority: 1,
      weight: 1,
      enabled: true,
      passthrough: true,
    });
  });
});

describe('the map of dialects', () => {
  test('keeps the order of the text and takes address, path and auth from each entry', () => {
    const [provider] = configOf({
      providers: [
        {
          id: 'mixed',
          baseUrl: 'https://one.example',
          dialects: {
            'gemini-generate': {},
            'openai-chat': { baseUrl: 'https://two.example/', path: '/chat', auth: 'x-api-key' },
            'anthropic-messages': { auth: 'none' },
          },
        },
      ],
    }).providers;
    expect([...(provider?.endpoints ?? [])]).toEqual([
      ['gemini-generate', { baseUrl: 'https://one.example', auth: 'x-goog-api-key' }],
      ['openai-chat', { baseUrl: 'https://two.example', path: '/chat', auth: 'x-api-key' }],
      ['anthropic-messages', { baseUrl: 'https://one.example', auth: 'none' }],
    ]);
  });
});

describe('the demo provider', () => {
  test('never stands beside a real provider by itself', () => {
    expect(configOf({ providers: [{ ...plain, enabled: false }] }).providers.map(({ id }) => id)).toEqual([
      'plain',
    ]);
  });

  test('may be asked for', () => {
    const providers = [plain, { id: 'demo', preset: 'demo', role: 'backup', name: 'Show' }];
    expect(configOf({ providers }).providers[1]).toMatchObject({
      id: 'demo',
      name: 'Show',
      role: 'backup',
      models: ['demo'],
    });
  });
});

describe('what the host adds', () => {
  test('host and port of the command line win, and are checked like those of the file', () => {
    expect(configOf({ listen: { port: 1 } }, { port: 0, host: 'localhost' }).listen).toMatchObject({
      port: 0,
      host: 'localhost',
    });
    expect(readConfig('{}', known, { host: '0.0.0.0' }).ok).toBe(false);
  });

  test('relative paths start at the config’s directory, ~ at home', () => {
    const config = configOf(
      {
        listen: { tls: { cert: 'tls/cert.pem', key: '/abs/key.pem' } },
        clients: [{ id: 'a', key: { file: '~/a.key' } }],
        providers: [{ ...plain, accounts: [{ id: 'x', key: { file: '../x.key' } }] }],
      },
      { directory: '/etc/patchbay', home: '/home/me' },
    );
    expect(config.listen.tls).toEqual({ cert: '/etc/patchbay/tls/cert.pem', key: '/abs/key.pem' });
    expect(config.clients[0]?.key).toEqual({ file: '/home/me/a.key' });
    expect(config.providers[0]?.accounts[0]?.key).toEqual({ file: '/etc/x.key' });
  });

  test('the brackets of an IPv6 address are taken off', () => {
    expect(configOf({ listen: { host: '[::1]' } }).listen.host).toBe('::1');
  });
});
