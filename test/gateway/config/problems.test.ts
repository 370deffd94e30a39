import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkConfig, readConfig } from '../../../src/gateway/config/load.ts';
import { problemText } from '../../../src/gateway/config/problem.ts';
import { known, plain, problemsOf } from './known.ts';

/** A provider with these fields beside those that it needs. */
const provider = (fields: object): object => ({ providers: [{ ...plain, ...fields }] });
const account = (fields: object): object => provider({ accounts: [{ id: 'a', ...fields }] });

describe('every problem is one line: path, what is wrong, what is allowed', () => {
  test.each<[string, unknown, string]>([
    ['no object', [], 'config: a list is not an object'],
    [
      'unknown key',
      { lisen: {} },
      'lisen: is not a known key; did you mean listen? known here: $schema, listen, clients, providers, models, routing, storage',
    ],
    [
      'unknown key that others use',
      provider({ apiKey: 'x' }),
      'providers[0].apiKey: is not a known key; keys belong to accounts: "accounts": [{ "id": "main", "key": { "env": "NAME" } }]',
    ],
    ['missing id', { providers: [{ preset: 'anthropic' }] }, 'providers[0].id: is missing; a text is needed'],
    [
      'bad id',
      provider({ id: 'A b' }),
      'providers[0].id: "A b" is not an id; allowed are 1 to 40 of a-z, 0-9 and -, beginning with a letter or digit',
    ],
    [
      'bad address',
      provider({ baseUrl: 'htp://x' }),
      'providers[0].baseUrl: "htp://x" is not an http or https address',
    ],
    [
      'address with a query',
      provider({ baseUrl: 'http://x/?a=1' }),
      'providers[0].baseUrl: has a query or a fragment; write the address without it',
    ],
    ['wrong kind', provider({ enabled: 'yes' }), 'providers[0].enabled: "yes" is not true or false'],
    [
      'wrong word',
      provider({ role: 'bakcup' }),
      'providers[0].role: "bakcup" is not allowed; did you mean "backup"? allowed are "primary" or "backup"',
    ],
    [
      'no list',
      provider({ dialects: 'openai-chat' }),
      'providers[0].dialects: "openai-chat" is not a list or an object',
    ],
    [
      'unknown dialect in the map',
      provider({ dialects: { 'openai-chta': {} } }),
      'providers[0].dialects.openai-chta: is not a known key; did you mean openai-chat? known here: openai-chat, openai-responses, anthropic-messages, gemini-generate, openai-completions, openai-embeddings',
    ],
    [
      'a dialect twice',
      provider({ dialects: ['openai-chat', 'openai-chat'] }),
      'providers[0].dialects: names openai-chat twice; keep one',
    ],
    [
      'path without slash',
      provider({ dialects: { 'openai-chat': { path: 'v1' } } }),
      'providers[0].dialects.openai-chat.path: "v1" is not a path; it begins with / and has no query',
    ],
    [
      'unknown quirk',
      provider({ quirks: { streamusage: 'ask' } }),
      'providers[0].quirks.streamusage: is not a known key; did you mean streamUsage? known here: streamUsage, reasoningInsideOutput, developerRole, maxTokensField, reasoningField, simpleInputList, mostCacheMarks, unsupportedFields, streaming',
    ],
    [
      'time out of range',
      provider({ timeouts: { idleMs: 0 } }),
      'providers[0].timeouts.idleMs: 0 is out of range; allowed is 1 to 86400000',
    ],
    [
      'fraction of a millisecond',
      provider({ timeouts: { idleMs: 1.5 } }),
      'providers[0].timeouts.idleMs: 1.5 is not a whole number',
    ],
    [
      'star among models',
      provider({ models: ['a', '*'] }),
      'providers[0].models: "*" accepts every name and stands alone; leave the other names out, or the "*"',
    ],
    [
      'empty models',
      provider({ models: [] }),
      'providers[0].models: is empty; leave it out to have them discovered, or write ["*"] to accept every name',
    ],
    [
      'proxy',
      provider({ proxy: 'socks5://x' }),
      'providers[0].proxy: "socks5://x" is not a proxy; allowed are "http://host:port" and "none"',
    ],
    [
      'unknown preset',
      { providers: [{ id: 'a', preset: 'antropic' }] },
      'providers[0].preset: "antropic" is not a preset; did you mean "anthropic"? there are "anthropic", "deepseek", "ollama" or "demo"',
    ],
    [
      'preset named like a method',
      { providers: [{ id: 'a', preset: 'toString' }] },
      'providers[0].preset: "toString" is not a preset; there are "anthropic", "deepseek", "ollama" or "demo"',
    ],
    [
      'nothing to call',
      { providers: [{ id: 'anthropic' }] },
      'providers[0].dialects: is missing; name what the provider speaks, such as ["openai-chat"], or a preset. There is a preset of this name: "preset": "anthropic".',
    ],
    [
      'no address',
      { providers: [{ id: 'a', dialects: ['openai-chat'] }] },
      'providers[0].baseUrl: is missing; an http or https address is needed',
    ],
    [
      'dialect that the preset lacks',
      { providers: [{ id: 'a', preset: 'ollama', dialects: ['gemini-generate'] }] },
      'providers[0].baseUrl: is missing: the preset "ollama" has no address for gemini-generate; write one, or leave the dialect out',
    ],
    [
      'reserved id',
      provider({ id: 'demo' }),
      'providers[0].id: "demo" is the id of the built-in provider; choose another one, or write "preset": "demo"',
    ],
    [
      'demo under another id',
      { providers: [{ id: 'a', preset: 'demo' }] },
      'providers[0].id: "a" cannot be the id of the built-in provider; it is "demo"',
    ],
    [
      'demo with an address',
      { providers: [{ id: 'demo', preset: 'demo', baseUrl: 'http://x' }] },
      'providers[0].baseUrl: has no meaning for the built-in provider; leave it out',
    ],
    [
      'two providers of one id',
      { providers: [plain, plain] },
      'providers[1].id: "plain" is the id of another provider already; choose another',
    ],
    [
      'two accounts of one id',
      provider({ accounts: [{ id: 'a' }, { id: 'a' }] }),
      'providers[0].accounts[1].id: "a" is the id of two accounts; choose another',
    ],
    [
      'two clients of one id',
      {
        clients: [
          { id: 'a', key: { env: 'A' } },
          { id: 'a', key: { env: 'B' } },
        ],
      },
      'clients[1].id: "a" is the id of another client already; choose another',
    ],
    [
      'two clients of one key',
      {
        clients: [
          { id: 'a', key: { env: 'A' } },
          { id: 'b', key: { env: 'A' } },
        ],
      },
      'clients[1].key: is the key of client "a" too; give each client a key of its own',
    ],
    [
      'no clients',
      { clients: [] },
      'clients: is empty, so nobody could use the gateway; leave it out for the one client "local"',
    ],
    [
      'client of an unknown provider',
      { ...provider({}), clients: [{ id: 'a', key: { env: 'A' }, providers: ['plian'] }] },
      'clients[0].providers[0]: there is no provider "plian"; did you mean "plain"? known are "plain"',
    ],
    [
      'key and passthrough',
      account({ key: { env: 'A' }, passthrough: true }),
      'providers[0].accounts[0].key: and passthrough exclude each other: the client’s login is sent, or this key',
    ],
    [
      'several accounts of a preset, one without key',
      {
        providers: [
          { id: 'a', preset: 'anthropic', accounts: [{ id: 'x', key: { env: 'X' } }, { id: 'y' }] },
        ],
      },
      'providers[0].accounts[1].key: is missing; each of several accounts names its own, such as {"env": "ANTHROPIC_API_KEY"}',
    ],
    [
      'rule without slash',
      { models: { rules: [{ match: 'a', use: ['b'] }] } },
      'models.rules[0].use[0]: "b" is not a target; write "provider/model", or "provider/*" to keep the name',
    ],
    [
      'rule to nobody',
      { ...provider({}), models: { rules: [{ match: 'a', use: ['nobody/*'] }] } },
      'models.rules[0].use[0]: there is no provider "nobody"; known are "plain"',
    ],
    [
      'rule that sets the model',
      { models: { rules: [{ match: 'a', use: ['demo/*'], set: { model: 'x' } }] } },
      'models.rules[0].set.model: is not a known key; the model is what "use" names: "provider/model"',
    ],
    [
      'rule that sets a dialect’s own member',
      { models: { rules: [{ match: 'a', use: ['demo/*'], set: { reasoning_effort: 'high' } }] } },
      'models.rules[0].set.reasoning_effort: is not a known key; how much to think is called effort, or thinkingBudget as a number of tokens',
    ],
    [
      'rule that spells a setting in another way',
      { models: { rules: [{ match: 'a', use: ['demo/*'], set: { max_tokens: 5 } }] } },
      'models.rules[0].set.max_tokens: is not a known key; did you mean maxTokens? known here: effort, thinkingBudget, maxTokens, temperature, topP, topK',
    ],
    [
      'rule with an effort that is none',
      { models: { rules: [{ match: 'a', use: ['demo/*'], set: { effort: 'huge' } }] } },
      'models.rules[0].set.effort: "huge" is not allowed; allowed are "none", "minimal", "low", "medium", "high", "xhigh" or "max"',
    ],
    [
      'rule with a temperature out of range',
      { models: { rules: [{ match: 'a', use: ['demo/*'], set: { temperature: 3 } }] } },
      'models.rules[0].set.temperature: 3 is out of range; allowed is 0 to 2',
    ],
    [
      'rule that says twice how much to think',
      {
        models: { rules: [{ match: 'a', use: ['demo/*'], set: { effort: 'low', thinkingBudget: 1024 } }] },
      },
      'models.rules[0].set: has effort and thinkingBudget, which say the same; keep one of them',
    ],
    [
      'client with a mode that is none',
      { clients: [{ id: 'c', key: { env: 'C' }, mode: 'cheap' }] },
      'clients[0].mode: "cheap" is not allowed; allowed are "preferred", "balanced", "latency" or "price"',
    ],
    [
      'preferred nobody',
      { routing: { preferred: 'nobody' } },
      'routing.preferred: there is no provider "nobody"; known are "demo"',
    ],
    [
      'origin with a path',
      { listen: { origins: ['https://x.example/'] } },
      'listen.origins[0]: "https://x.example/" is not the origin of a page; write scheme and host alone, such as "https://tools.example.com"',
    ],
    [
      'origin null',
      { listen: { origins: ['null'] } },
      'listen.origins[0]: "null" is not the origin of a page; write scheme and host alone, such as "https://tools.example.com"',
    ],
    [
      'any host',
      { listen: { hosts: ['*'] } },
      'listen.hosts[0]: "*" is not a host name; write it without scheme and port, and no *',
    ],
    [
      'host with port',
      { listen: { hosts: ['x.example:4000'] } },
      'listen.hosts[0]: "x.example:4000" is not a host name; write it without scheme and port, and no *',
    ],
    [
      'days',
      { storage: { retentionDays: 0 } },
      'storage.retentionDays: 0 is out of range; allowed is 1 to 3650',
    ],
  ])('%s', (_, value, expected) => {
    expect(problemsOf(value)).toEqual([expected]);
  });

  test('all problems come at once, those across pieces too, in the order of the file and with its lines', () => {
    const text = `{
      "listen": { "prt": 1 },
      "providers": [
        { "id": "A",
          "preset": "antropic" },
        { "id": "plain", "baseUrl": "htp://x", "dialects": ["openai-chat"] }
      ],
      "routing": { "preferred": "nobody", "mode": "fast" }
    }`;
    const result = readConfig(text, known);
    const lines = result.ok ? [] : result.problems.map((problem) => `${problem.path} ${problem.line}`);
    expect(lines).toEqual([
      'listen.prt 2',
      'providers[0].id 4',
      'providers[0].preset 5',
      'providers[1].baseUrl 6',
      'routing.mode 8',
      'routing.preferred 8',
    ]);
    expect(result.ok ? '' : problemText(result.problems[3] ?? { path: '', message: '' })).toBe(
      'providers[1].baseUrl: "htp://x" is not an http or https address (line 6)',
    );
  });
});

describe('a secret is never a literal, and never repeated in a message', () => {
  const pasted = 'sk-ant-api03-AbCdEfGhIjKlMnOpQrStUvWxYz';
  test.each<[string, object, string]>([
    [
      'as the key',
      account({ key: pasted }),
      'providers[0].accounts[0].key: is written out; a config only names where a secret is kept: allowed are {"env": "NAME"}, {"file": "/path/to/file"} and {"secret": "id"}',
    ],
    [
      'as the name of a variable',
      account({ key: { env: pasted } }),
      'providers[0].accounts[0].key.env: looks like the key itself; a config names where it is kept: allowed are {"env": "NAME"}, {"file": "/path/to/file"} and {"secret": "id"}',
    ],
    [
      'as a header',
      provider({ headers: { 'x-extra': `Bearer ${pasted}` } }),
      'providers[0].headers.x-extra: looks like a key; put it into an account, the gateway sends it',
    ],
    [
      'as the authorization header',
      provider({ headers: { Authorization: 'Token t' } }),
      'providers[0].headers.Authorization: would hold a secret; put the key into an account, the gateway sends it',
    ],
    [
      'as an id',
      provider({ id: pasted }),
      'providers[0].id: a text that looks like a key is not an id; allowed are 1 to 40 of a-z, 0-9 and -, beginning with a letter or digit',
    ],
    [
      'inside an address',
      provider({ baseUrl: `https://user:${pasted}@x.example` }),
      'providers[0].baseUrl: holds a name or password; write the address alone and put the key into an account',
    ],
    [
      'inside a proxy',
      provider({ proxy: `http://user:${pasted}@x.example` }),
      'providers[0].proxy: holds a password; write the address alone, and a proxy with a password into HTTPS_PROXY',
    ],
  ])('%s', (_, value, expected) => {
    expect(problemsOf(value)).toEqual([expected]);
  });

  test('a key anywhere in the file is in no message', () => {
    const places = fc.constantFrom<(key: string) => object>(
      (key) => ({ listen: { host: key } }),
      (key) => ({ listen: { hosts: [key, `${key}/`] } }),
      (key) => provider({ preset: key, role: key, dialects: [key] }),
      (key) => provider({ accounts: key }),
      (key) => account({ key: { file: key, secret: key } }),
      (key) => ({ clients: [{ id: key, key, role: key, providers: [key] }] }),
      (key) => ({ models: { rules: [{ match: key, use: [key] }] }, routing: { mode: key, preferred: key } }),
    );
    const keys = fc.stringMatching(/^[A-Za-z0-9]{10,20}[0-9][A-Za-z0-9]{10,20}$/).map((text) => `sk-${text}`);
    fc.assert(
      fc.property(places, keys, (place, key) => {
        const result = checkConfig(place(key), known);
        const printed = result.ok ? '' : result.problems.map(problemText).join('\n');
        expect(result.ok).toBe(false);
        expect(printed).not.toContain(key);
      }),
    );
  });
});

describe('headers for a provider', () => {
  test.each([
    ['a line break', { 'x-a': 'a\r\nhost: evil' }],
    ['a NUL', { 'x-a': 'a\u0000' }],
    ['a letter outside Latin-1', { 'x-a': 'Ω' }],
    ['a space at the end', { 'x-a': 'a ' }],
    ['a name with a space', { 'x a': 'a' }],
    ['Host', { HOST: 'a' }],
    ['Connection', { Connection: 'close' }],
    ['Transfer-Encoding', { 'transfer-encoding': 'chunked' }],
    ['Content-Length', { 'Content-Length': '5' }],
    ['one of the gateway’s own', { 'x-patchbay-user': 'a' }],
    ['the same name twice', { 'X-A': '1', 'x-a': '2' }],
  ])('%s is refused', (_, headers) => {
    expect(problemsOf(provider({ headers }))).toHaveLength(1);
  });

  test('plain ones are taken', () => {
    expect(
      problemsOf(provider({ headers: { 'x-team': 'Käse 1', 'anthropic-beta': 'a,b', 'x-empty': '' } })),
    ).toEqual([]);
  });
});
