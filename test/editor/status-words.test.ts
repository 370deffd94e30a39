import { expect, test } from 'vitest';
import type { GatewayState } from '../../src/gateway-thread/gateway-state.ts';
import type { ProviderFacts } from '../../src/vscode/gateway-facts.ts';
import {
  healthWords,
  providerInForce,
  type StatusInput,
  statusWords,
} from '../../src/vscode/status-words.ts';

const leading: GatewayState = {
  kind: 'leading',
  url: 'http://127.0.0.1:4000',
  port: 4000,
  keyFile: '/key',
  key: 'pbk-1',
  missing: [],
};

function provider(id: string, more: Partial<ProviderFacts> = {}): ProviderFacts {
  return {
    id,
    name: id.toUpperCase(),
    enabled: true,
    role: 'primary',
    dialects: ['openai-chat'],
    state: 'ok',
    words: `${id} is well.`,
    accounts: [{ id: 'main', enabled: true, hasKey: true }],
    models: { count: 1, names: ['m'] },
    ...more,
  };
}

function input(more: Partial<StatusInput> = {}): StatusInput {
  return {
    state: leading,
    providers: [provider('a'), provider('b')],
    preferred: undefined,
    paused: false,
    status: undefined,
    lastAnsweredBy: undefined,
    ...more,
  };
}

test.each<[string, Partial<StatusInput>, string, string]>([
  ['off', { state: { kind: 'stopped' } }, '$(circle-slash) Patchbay is off', 'normal'],
  ['starting', { state: { kind: 'starting' } }, '$(sync~spin) Patchbay', 'normal'],
  [
    'a foreign program',
    { state: { kind: 'foreign', port: 4000, holder: 'nc (pid 7)', free: 4001 } },
    '$(warning) Port 4000 is taken',
    'warning',
  ],
  [
    'bad settings',
    { state: { kind: 'invalid', problems: [{ path: 'listen.port', message: 'is text' }] } },
    '$(warning) Patchbay settings',
    'warning',
  ],
  [
    'a failure',
    { state: { kind: 'failed', message: 'The disk is full.' } },
    '$(error) Patchbay failed',
    'error',
  ],
  ['only the demo', { providers: [provider('demo')] }, '$(plug) Add a provider', 'normal'],
  ['Auto', {}, '$(arrow-swap) A (Auto)', 'normal'],
  ['the preferred one', { preferred: 'b' }, '$(arrow-swap) B', 'normal'],
  [
    'another in its place',
    { preferred: 'a', providers: [provider('a', { state: 'cooling' }), provider('b')] },
    '$(clock) B, not A',
    'normal',
  ],
  [
    'nobody',
    { preferred: 'a', providers: [provider('a', { state: 'needs-key' })] },
    '$(key) A: needs a key',
    'warning',
  ],
  ['paused', { paused: true }, '$(debug-pause) Paused', 'warning'],
])('%s', (_, more, text, level) => {
  const words = statusWords(input(more));
  expect(words).toMatchObject({ text, level });
  expect(words.spoken).not.toContain('$(');
  expect(words.tooltip).not.toBe('');
});

test('a taken port says by whom, and where it would go', () => {
  const { tooltip } = statusWords(
    input({ state: { kind: 'foreign', port: 4000, holder: 'nc (pid 7)', free: 4001 } }),
  );
  expect(tooltip).toContain('nc (pid 7)');
  expect(tooltip).toContain('port 4001');
});

test('a window that follows says whose gateway it uses', () => {
  const state: GatewayState = {
    kind: 'following',
    url: 'http://127.0.0.1:4000',
    port: 4000,
    version: '1',
    key: 'k',
  };
  expect(statusWords(input({ state })).tooltip).toContain('another window');
});

test('a gateway whose key nobody here knows is said to be one', () => {
  const state: GatewayState = { kind: 'following', url: 'http://127.0.0.1:4000', port: 4000, version: '1' };
  const { text, explanation, level } = statusWords(input({ state, providers: [] }));
  expect(text).toBe('$(key) Gateway’s key unknown');
  expect(explanation).toContain('http://127.0.0.1:4000');
  expect(level).toBe('warning');
});

test('backups answer when no primary works, disabled ones never', () => {
  const primary = provider('a', { state: 'refused' });
  const backup = provider('b', { role: 'backup' });
  const off = provider('c', { enabled: false });
  expect(providerInForce([off, backup, primary], undefined).provider).toBe(backup);
  expect(providerInForce([off], 'c').provider).toBeUndefined();
});

test('a preferred one with trouble is in force until another one has answered in its place', () => {
  const one = provider('one', { state: 'impaired' });
  const two = provider('two');
  expect(providerInForce([one, two], 'one', 'one')).toEqual({ provider: one });
  expect(providerInForce([one, two], 'one', undefined)).toEqual({ provider: one });
  expect(providerInForce([one, two], 'one', 'two')).toEqual({ provider: two, instead: one });
  expect(providerInForce([{ ...one, state: 'ok' }, two], 'one', 'two').provider?.id).toBe('one');
});

test('every state has an icon and a word of its own kind', () => {
  for (const { icon, word } of Object.values(healthWords)) {
    expect(icon).toMatch(/^[a-z-]+$/);
    expect(word).toMatch(/^[A-Z]/);
  }
});
