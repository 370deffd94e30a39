import { describe, expect, test } from 'vitest';
import { configJsonSchema } from '../../../src/gateway/config/json-schema.ts';
import { isRecord } from '../../../src/gateway/config/situation.ts';
import { configOf, plain } from './known.ts';

/** The paths of all options, from the schema itself: `providers[].timeouts.idleMs`. */
function optionsOf(schema: unknown, path = ''): string[] {
  if (!isRecord(schema)) return [];
  const branches = [...listOf(schema.anyOf), ...listOf(schema.oneOf), ...listOf(schema.allOf)];
  const inner = [
    ...branches.flatMap((branch) => optionsOf(branch, path)),
    ...(schema.items === undefined ? [] : optionsOf(schema.items, `${path}[]`)),
    ...Object.entries(isRecord(schema.properties) ? schema.properties : {}).flatMap(([name, value]) =>
      optionsOf(value, path === '' ? name : `${path}.${name}`),
    ),
  ];
  return inner.length === 0 ? [path] : [...new Set(inner)];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

const base = { ...plain, accounts: [{ id: 'a', key: { env: 'KEY' } }] };
const provider = (fields: object): object => ({ providers: [{ ...base, ...fields }] });
const account = (fields: object): object => provider({ accounts: [{ ...base.accounts[0], ...fields }] });
const client = (fields: object): object => ({
  ...provider({}),
  clients: [{ id: 'c', key: { env: 'C' }, ...fields }],
});
const rule = (fields: object): object => ({
  ...provider({}),
  models: { rules: [{ match: 'm', use: ['plain/*'], ...fields }] },
});
const row = { id: 'r', codes: ['c'], action: 'retry-same' };
const strategy = (name: string, value: unknown): Record<string, [object, object]> => ({
  [`routing.strategies[].${name}`]: [
    { routing: { strategies: [row] }, ...provider({}) },
    {
      routing: { strategies: [{ ...row, [name.replace('[]', '')]: name.endsWith('[]') ? [value] : value }] },
      ...provider({}),
    },
  ],
});
const map = (fields: object): object => provider({ dialects: { 'openai-chat': fields } });
const dialect = (name: string): Record<string, [object, object]> =>
  Object.fromEntries(
    [{ baseUrl: 'http://b' }, { path: '/p' }, { auth: 'none' }].map((fields) => [
      `providers[].dialects.${name}.${Object.keys(fields)[0]}`,
      [provider({ dialects: { [name]: {} } }), provider({ dialects: { [name]: fields } })],
    ]),
  );
const described = (name: string, value: unknown): Record<string, [object, object]> => ({
  [`providers[].models[].${name}`]: [
    provider({ models: [{ id: 'm' }] }),
    provider({ models: [{ id: 'm', [name]: value }] }),
  ],
});
const priced = (name: string): Record<string, [object, object]> => {
  const price = { input: 1, output: 2, cacheRead: 0.1, cacheWrite: 1.25, cacheWrite1h: 2 };
  return {
    [`providers[].models[].price.${name}`]: [
      provider({ models: [{ id: 'm', price }] }),
      provider({ models: [{ id: 'm', price: { ...price, [name]: 5 } }] }),
    ],
  };
};
const quirk = (name: string, value: unknown): Record<string, [object, object]> => ({
  [`providers[].quirks.${name}`]: [provider({}), provider({ quirks: { [name]: value } })],
});

/** For every option two configs that differ in it alone. */
const cases: Record<string, [object, object]> = {
  'listen.host': [{}, { listen: { host: 'localhost' } }],
  'listen.port': [{}, { listen: { port: 1 } }],
  'listen.hosts[]': [{}, { listen: { hosts: ['a.example'] } }],
  'listen.origins[]': [{}, { listen: { origins: ['https://a.example'] } }],
  'listen.websocket': [{}, { listen: { websocket: false } }],
  'listen.drainSeconds': [{}, { listen: { drainSeconds: 0.5 } }],
  'listen.tls.cert': [
    { listen: { tls: { cert: 'a', key: 'k' } } },
    { listen: { tls: { cert: 'b', key: 'k' } } },
  ],
  'listen.tls.key': [
    { listen: { tls: { cert: 'a', key: 'k' } } },
    { listen: { tls: { cert: 'a', key: 'l' } } },
  ],
  'listen.insecure': [{}, { listen: { insecure: true } }],
  'clients[].id': [client({}), client({ id: 'd' })],
  'clients[].key.env': [client({}), client({ key: { env: 'D' } })],
  'clients[].key.file': [client({}), client({ key: { file: 'f' } })],
  'clients[].key.secret': [client({}), client({ key: { secret: 's' } })],
  'clients[].role': [client({}), client({ role: 'admin' })],
  'clients[].models[]': [client({}), client({ models: ['m*'] })],
  'clients[].providers[]': [client({}), client({ providers: ['plain'] })],
  'clients[].mode': [client({}), client({ mode: 'price' })],
  'providers[].id': [provider({}), provider({ id: 'other' })],
  'providers[].name': [provider({}), provider({ name: 'N' })],
  'providers[].preset': [
    { providers: [{ id: 'p', preset: 'ollama' }] },
    { providers: [{ id: 'p', preset: 'deepseek' }] },
  ],
  'providers[].vendor': [provider({}), provider({ vendor: 'google' })],
  'providers[].baseUrl': [provider({}), provider({ baseUrl: 'http://b' })],
  'providers[].dialects[]': [provider({}), provider({ dialects: ['openai-responses'] })],
  ...dialect('openai-chat'),
  ...dialect('openai-responses'),
  ...dialect('anthropic-messages'),
  ...dialect('gemini-generate'),
  ...dialect('openai-completions'),
  ...dialect('openai-embeddings'),
  ...quirk('streamUsage', 'never'),
  ...quirk('reasoningInsideOutput', false),
  ...quirk('developerRole', 'system'),
  ...quirk('maxTokensField', 'max_tokens'),
  ...quirk('reasoningField', 'reasoning'),
  ...quirk('simpleInputList', true),
  ...quirk('mostCacheMarks', 4),
  ...quirk('unsupportedFields', ['seed']),
  'providers[].quirks.unsupportedFields[]': [
    provider({}),
    provider({ quirks: { unsupportedFields: ['seed'] } }),
  ],
  ...quirk('streaming', 'no-stream'),
  'providers[].accounts[].id': [account({}), account({ id: 'b' })],
  'providers[].accounts[].key.env': [account({}), account({ key: { env: 'B' } })],
  'providers[].accounts[].key.file': [account({}), account({ key: { file: 'f' } })],
  'providers[].accounts[].key.secret': [account({}), account({ key: { secret: 's' } })],
  'providers[].accounts[].priority': [account({}), account({ priority: 2 })],
  'providers[].accounts[].weight': [account({}), account({ weight: 2 })],
  'providers[].accounts[].enabled': [account({}), account({ enabled: false })],
  'providers[].accounts[].passthrough': [
    provider({ accounts: [{ id: 'a' }] }),
    provider({ accounts: [{ id: 'a', passthrough: true }] }),
  ],
  'providers[].models[]': [provider({}), provider({ models: ['m'] })],
  'providers[].models[].id': [provider({}), provider({ models: [{ id: 'm' }] })],
  ...described('context', 1000),
  ...described('output', 100),
  ...described('images', true),
  ...described('documents', false),
  ...described('audio', true),
  ...described('tools', false),
  ...described('schemas', true),
  ...described('thinking', 'budget'),
  'providers[].models[].efforts[]': [
    provider({ models: [{ id: 'm' }] }),
    provider({ models: [{ id: 'm', efforts: ['low'] }] }),
  ],
  ...priced('input'),
  ...priced('output'),
  ...priced('cacheRead'),
  ...priced('cacheWrite'),
  ...priced('cacheWrite1h'),
  'providers[].headers': [provider({}), provider({ headers: { 'x-a': '1' } })],
  'providers[].timeouts.connectMs': [provider({}), provider({ timeouts: { connectMs: 1 } })],
  'providers[].timeouts.firstByteMs': [provider({}), provider({ timeouts: { firstByteMs: 1 } })],
  'providers[].timeouts.idleMs': [provider({}), provider({ timeouts: { idleMs: 1 } })],
  'providers[].timeouts.totalMs': [provider({}), provider({ timeouts: { totalMs: 1 } })],
  'providers[].timeouts.firstOutputMs': [provider({}), provider({ timeouts: { firstOutputMs: 1 } })],
  'providers[].timeouts.adaptive': [provider({}), provider({ timeouts: { adaptive: true } })],
  'providers[].role': [provider({}), provider({ role: 'backup' })],
  'providers[].group': [provider({}), provider({ group: 'eu' })],
  'providers[].proxy': [provider({}), provider({ proxy: 'none' })],
  'providers[].enabled': [provider({}), provider({ enabled: false })],
  'models.rules[].match': [rule({}), rule({ match: 'n*' })],
  'models.rules[].use[]': [rule({}), rule({ use: ['plain/x'] })],
  'models.rules[].set.effort': [rule({}), rule({ set: { effort: 'high' } })],
  'models.rules[].set.thinkingBudget': [rule({}), rule({ set: { thinkingBudget: 1024 } })],
  'models.rules[].set.maxTokens': [rule({}), rule({ set: { maxTokens: 5 } })],
  'models.rules[].set.temperature': [rule({}), rule({ set: { temperature: 0 } })],
  'models.rules[].set.topP': [rule({}), rule({ set: { topP: 0.5 } })],
  'models.rules[].set.topK': [rule({}), rule({ set: { topK: 5 } })],
  'models.rules[].mode': [rule({}), rule({ mode: 'price' })],
  'routing.mode': [{}, { routing: { mode: 'latency' } }],
  'routing.preferred': [{}, { routing: { preferred: 'demo' } }],
  'routing.failureThreshold': [{}, { routing: { failureThreshold: 1 } }],
  'routing.windowSeconds': [{}, { routing: { windowSeconds: 30 } }],
  'routing.windowFailures': [{}, { routing: { windowFailures: 0.25 } }],
  'routing.windowRequests': [{}, { routing: { windowRequests: 50 } }],
  'routing.cooldownSeconds': [{}, { routing: { cooldownSeconds: 1 } }],
  'routing.stabilizeSeconds': [{}, { routing: { stabilizeSeconds: 0 } }],
  'routing.affinity': [{}, { routing: { affinity: false } }],
  'routing.paused': [{}, { routing: { paused: true } }],
  'routing.hedge.afterMs': [{}, { routing: { hedge: { afterMs: 500 } } }],
  'routing.hedge.mostShare': [
    { routing: { hedge: { afterMs: 500 } } },
    { routing: { hedge: { afterMs: 500, mostShare: 0.5 } } },
  ],
  ...strategy('id', 's'),
  ...strategy('class', 'overload'),
  ...strategy('status[]', '500-504'),
  ...strategy('codes[]', 'd'),
  ...strategy('pattern', 'busy'),
  ...strategy('dialect', 'openai-chat'),
  ...strategy('provider', 'plain'),
  ...strategy('shouldRetry', true),
  ...strategy('waitAtMostMs', 5),
  'routing.strategies[].action': [
    { routing: { strategies: [{ ...row, action: 'return' }] } },
    { routing: { strategies: [{ ...row, action: 'next-provider' }] } },
  ],
  ...strategy('retries', 2),
  ...strategy('backoffMs', 5),
  ...strategy('withinMs', 5),
  ...strategy('afterwards', 'return'),
  'storage.retentionDays': [{}, { storage: { retentionDays: 1 } }],
};

/** Options that are for editors alone. */
const withoutEffect = ['$schema'];

describe('every option of the schema', () => {
  const options = optionsOf(configJsonSchema()).filter((option) => !withoutEffect.includes(option));

  test('has a case here', () => {
    expect(options.length).toBeGreaterThan(50);
    expect(options.filter((option) => cases[option] === undefined)).toEqual([]);
  });

  test.each(options)('%s changes the config that comes out', (option) => {
    const [before, after] = cases[option] ?? [{}, {}];
    expect(configOf(after)).not.toEqual(configOf(before));
  });

  test('$schema is allowed and changes nothing', () => {
    expect(configOf({ $schema: './config.schema.json' })).toEqual(configOf({}));
    expect(configOf(map({}))).toEqual(configOf(provider({})));
  });
});
