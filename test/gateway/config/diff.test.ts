import { expect, test } from 'vitest';
import { describeChange } from '../../../src/gateway/config/diff.ts';
import { configOf, plain } from './known.ts';

const second = { ...plain, id: 'second' };

test('the same config is no change', () => {
  const value = { providers: [{ id: 'ds', preset: 'deepseek' }] };
  expect(describeChange(configOf(value), configOf(value))).toEqual({ changes: [], restart: [] });
});

test('says what changed in words', () => {
  const before = configOf({
    providers: [plain, { ...plain, id: 'old' }],
    clients: [{ id: 'a', key: { env: 'A' } }],
  });
  const after = configOf({
    providers: [{ ...plain, name: 'New', dialects: ['openai-responses'] }, second],
    clients: [{ id: 'b', key: { env: 'B' } }],
    models: { rules: [{ match: 'x', use: ['plain/*'] }] },
    routing: { mode: 'latency', preferred: 'plain' },
    storage: { retentionDays: 7 },
  });
  expect(describeChange(before, after).changes).toEqual([
    'client b added',
    'client a removed',
    'provider plain changed: name, endpoints',
    'provider second added',
    'provider old removed',
    'models.rules changed (1 rules, were 0)',
    'routing.mode is "latency" (was "preferred")',
    'routing.preferred is "plain" (was not set)',
    'storage.retentionDays is 7 (was 90)',
  ]);
});

test('the order of providers is a change', () => {
  const change = describeChange(
    configOf({ providers: [plain, second] }),
    configOf({ providers: [second, plain] }),
  );
  expect(change.changes).toEqual(['providers are in the order second, plain']);
});

test('host, port and certificates need a restart, the rest does not', () => {
  const listen = { host: '127.0.0.2', port: 5, tls: { cert: 'c', key: 'k' }, origins: ['https://a.example'] };
  const change = describeChange(configOf({}), configOf({ listen }));
  expect(change.restart).toEqual(['listen.host', 'listen.port', 'listen.tls']);
  expect(change.changes).toContain('listen.port is 5 (was 4000)');
});
