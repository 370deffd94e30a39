import { afterEach, describe, expect, it } from 'vitest';
import type { Config } from '../../src/gateway/config/config.ts';
import { fieldsOf } from '../../src/gateway/dialects/json-value.ts';
import { picoPerToken } from '../../src/gateway/exchange/money.ts';
import type { Provider } from '../../src/gateway/exchange/provider.ts';
import { parsedJson } from '../support/json-value.ts';
import { request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { answer } from '../support/scripted-upstream-behaviour.ts';
import {
  type AskInit,
  provider,
  type StartedGateway,
  type StartOptions,
  startGateway,
} from '../support/start-gateway.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function upstream(): Promise<ScriptedUpstream> {
  const made = await createScriptedUpstream({ script: answer('hello') });
  closing.push(() => made.close());
  return made;
}

async function start(options: StartOptions): Promise<StartedGateway> {
  const gateway = await startGateway(options);
  closing.push(() => gateway.close());
  return gateway;
}

const routing: Config['routing'] = {
  mode: 'preferred',
  failureThreshold: 2,
  windowSeconds: 60,
  windowFailures: 0.5,
  windowRequests: 10,
  cooldownSeconds: 600,
  stabilizeSeconds: 30,
  affinity: true,
  paused: false,
};
/** What the config says of the models: so many US dollars per million tokens. */
const costing = (usd: number): Partial<Provider> => {
  const rates = { input: picoPerToken(usd), output: picoPerToken(usd) };
  return { modelPrices: new Map(['some-model', 'sorted', 'listed'].map((model) => [model, rates])) };
};

describe('the order by price', () => {
  const clients: Config['clients'] = [
    { id: 'local', key: { env: 'PATCHBAY_KEY' }, role: 'admin' },
    { id: 'thrifty', key: { env: 'THRIFTY' }, role: 'user', mode: 'price' },
  ];
  const clientKeys = new Map([
    ['local', 'test-key-of-local'],
    ['thrifty', 'key-of-thrifty'],
  ]);

  async function twoPrices(config: StartOptions['config'] = {}) {
    const one = await upstream();
    const providers = [
      provider('dear', one.url, costing(10)),
      provider('cheap', one.url, costing(1)),
      provider('unpriced', one.url),
    ];
    const gateway = await start({ providers, clients, clientKeys, config: { routing, ...config } });
    const { path, body } = request('openai-chat', { stream: false });
    const answers = async (more: object = {}, init: AskInit = {}) =>
      (await gateway.ask(path, { ...body, ...more }, init)).headers.get('x-patchbay-provider');
    return { one, gateway, answers };
  }

  it('comes from the config', async () => {
    const { answers } = await twoPrices({ routing: { ...routing, mode: 'price' } });
    expect(await answers()).toBe('cheap');
  });

  it('comes from a header, in RouterX’s spelling too', async () => {
    const { answers } = await twoPrices();
    expect(await answers()).toBe('dear');
    expect(await answers({}, { headers: { 'x-patchbay-sort': 'Price' } })).toBe('cheap');
    expect(await answers({}, { headers: { 'x-routerx-sort': 'price' } })).toBe('cheap');
    expect(await answers({}, { headers: { 'x-routerx-sort': 'quality' } })).toBe('dear');
  });

  it('a word that is none is refused with what is allowed', async () => {
    const { gateway } = await twoPrices();
    const { path, body } = request('openai-chat', { stream: false });
    const asked = await gateway.ask(path, body, { headers: { 'x-patchbay-sort': 'cheapest' } });
    expect(asked.status).toBe(400);
    expect(asked.text).toContain(
      'The header x-patchbay-sort is not valid: \\"cheapest\\" is no order; allowed are preferred, balanced, latency, price and throughput.',
    );
  });

  it('comes from the body as OpenRouter has it, and does not go on to a provider that would refuse it', async () => {
    const { one, answers } = await twoPrices();
    expect(await answers({ provider: { sort: 'price' } })).toBe('cheap');
    expect(await answers({ provider: { sort: { by: 'price', partition: 'none' } } })).toBe('cheap');
    for (const { json } of one.calls) expect(json).not.toHaveProperty('provider');
    expect(await answers({ provider: { sort: 'price', only: ['dear', 'cheap'] } })).toBe('cheap');
  });

  it('in a body that wants what only OpenRouter can do goes on to it, and orders nothing here', async () => {
    const { one, answers } = await twoPrices();
    const theirs = { sort: 'price', quantizations: ['fp8'] };
    expect(await answers({ provider: theirs })).toBe('dear');
    expect(one.calls.at(-1)?.json).toMatchObject({ provider: theirs });
  });

  it('comes from the client’s key', async () => {
    const { answers } = await twoPrices();
    expect(await answers({}, { key: 'key-of-thrifty' })).toBe('cheap');
    const header = { 'x-patchbay-sort': 'preferred' };
    expect(await answers({}, { key: 'key-of-thrifty', headers: header })).toBe('dear');
  });

  it('comes from a rule, whose list is its own order otherwise', async () => {
    const use = ['dear/*', 'cheap/*'];
    const rules = [
      { match: 'sorted', use, set: {}, mode: 'price' as const },
      { match: 'listed', use, set: {} },
    ];
    const { answers } = await twoPrices({ models: { rules }, routing: { ...routing, mode: 'price' } });
    expect(await answers({ model: 'sorted' })).toBe('cheap');
    expect(await answers({ model: 'listed' })).toBe('dear');
  });
});

it('streams teach how soon a provider answers, and the mode latency goes by it', async () => {
  const one = await upstream();
  const gateway = await start({ providers: [provider('a', one.url), provider('b', one.url)] });
  const { path, body } = request('openai-chat', { stream: true });
  await gateway.ask(`/p/b${path}`, body);
  const explained = await gateway.ask('/api/explain?model=some-model', undefined, { method: 'GET' });
  expect(explained.json()).toMatchObject({
    mode: 'preferred',
    candidates: [
      { provider: 'a', measures: { inFlight: 0 } },
      { provider: 'b', measures: { inFlight: 0, firstTokenMs: expect.any(Number) } },
    ],
  });
  // One conversation in ten tries a provider whose speed nobody knows; this one does not.
  const headers = { 'x-patchbay-sort': 'latency', 'x-session-id': 'conversation-1' };
  const asked = await gateway.ask(path, body, { headers });
  expect(asked.headers.get('x-patchbay-provider')).toBe('b');
  expect((await gateway.record(asked)).attempts[0]?.reason).toBe('latency');
});

it('balanced keeps a conversation at one account, and conversations apart', async () => {
  const one = await upstream();
  const [main] = provider('a', one.url).accounts;
  const accounts = main === undefined ? [] : [main, { ...main, id: 'second' }];
  const gateway = await start({
    providers: [provider('a', one.url, { accounts }), provider('b', one.url)],
    config: { routing: { ...routing, mode: 'balanced' } },
  });
  const { path, body } = request('openai-chat', { stream: false });
  const place = async (session: string) => {
    const { headers } = await gateway.ask(path, body, { headers: { 'x-session-id': session } });
    return `${headers.get('x-patchbay-provider')}/${headers.get('x-patchbay-account')}`;
  };
  const places = new Set<string>();
  for (let at = 0; at < 24; at += 1) {
    const first = await place(`session-${at}`);
    expect(await place(`session-${at}`)).toBe(first);
    places.add(first);
  }
  expect([...places].toSorted()).toEqual(['a/main', 'a/second', 'b/main']);
});

describe('what a rule sets', () => {
  const model = 'claude-sonnet-4-5';
  const rules: Config['models']['rules'] = [
    { match: '*-thinking', use: ['claude/{*}'], set: { thinkingBudget: 8000, maxTokens: 20_000 } },
    { match: 'short-*', use: ['chat/{*}'], set: { maxTokens: 50, temperature: 0 } },
  ];
  const claudeOnly = (one: ScriptedUpstream): Provider => {
    const all = provider('claude', one.url);
    const endpoints = [...all.endpoints].filter(([dialect]) => dialect === 'anthropic-messages');
    const modelFacts = new Map([[model, { thinking: 'budget', outputTokens: 64_000 } as const]]);
    return { ...all, endpoints: new Map(endpoints), models: [model], modelFacts };
  };

  it('reaches requests whose bytes pass, and changes nothing else of them', async () => {
    const one = await upstream();
    const gateway = await start({
      providers: [claudeOnly(one), provider('chat', one.url)],
      config: { models: { rules } },
    });
    const text =
      '{ "model":"claude-sonnet-4-5-thinking" , "max_tokens":100,"messages":[{"role":"user","content":"h\\u00e9"}] }';
    const asked = await gateway.ask('/v1/messages', text);
    expect(asked.status).toBe(200);
    expect(one.calls[0]?.body.toString()).toBe(
      '{"thinking":{"type":"enabled","budget_tokens":8000}, "model":"claude-sonnet-4-5" , "max_tokens":20000,"messages":[{"role":"user","content":"h\\u00e9"}] }',
    );
  });

  it('reaches converted requests', async () => {
    const one = await upstream();
    const gateway = await start({ providers: [claudeOnly(one)], config: { models: { rules } } });
    const asked = await gateway.ask('/v1/chat/completions', {
      model: `${model}-thinking`,
      max_tokens: 5,
      reasoning_effort: 'low',
      messages: [{ role: 'user', content: 'hi' }],
    });
    expect(asked.status).toBe(200);
    expect(one.calls[0]?.json).toMatchObject({
      model,
      max_tokens: 20_000,
      thinking: { type: 'enabled', budget_tokens: 8000 },
    });
  });

  it('goes together with the wish for figures and wishes that are taken out', async () => {
    const one = await upstream();
    const gateway = await start({
      providers: [provider('chat', one.url, { models: ['gpt'] })],
      config: { models: { rules } },
    });
    const text =
      '{"model":"short-gpt","models":["gpt"],"temperature":1,"stream":true,"messages":[{"role":"user","content":"hi"}]}';
    expect((await gateway.ask('/v1/chat/completions', text)).status).toBe(200);
    expect(one.calls[0]?.json).toEqual({
      model: 'gpt',
      max_tokens: 50,
      temperature: 0,
      stream: true,
      stream_options: { include_usage: true },
      messages: [{ role: 'user', content: 'hi' }],
    });
  });

  it('does not make Claude think amid calls that were made without thoughts, which the API refuses', async () => {
    const one = await upstream();
    const gateway = await start({ providers: [claudeOnly(one)], config: { models: { rules } } });
    const asked = await gateway.ask('/v1/messages', {
      model: `${model}-thinking`,
      max_tokens: 100,
      tools: [{ name: 'f', input_schema: { type: 'object' } }],
      messages: [
        { role: 'user', content: 'hi' },
        { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'f', input: {} }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'x' }] },
      ],
    });
    expect(asked.status).toBe(200);
    expect(one.calls[0]?.json).toMatchObject({ max_tokens: 20_000, thinking: { type: 'disabled' } });
  });

  it('is not set where tokens are counted', async () => {
    const one = await upstream();
    const gateway = await start({ providers: [claudeOnly(one)], config: { models: { rules } } });
    const { body } = request('anthropic-messages', { stream: false, model: `${model}-thinking` });
    const { max_tokens: _, stream: __, ...counted } = body;
    expect((await gateway.ask('/v1/messages/count_tokens', counted)).status).toBe(200);
    const sent = one.requests.find(({ path }) => path.includes('count_tokens'));
    expect(sent?.json).toEqual({ ...counted, model });
  });
});

describe('what the request holds', () => {
  const described = (id: string, one: ScriptedUpstream, facts: object): Provider =>
    provider(id, one.url, { models: ['m'], modelFacts: new Map([['m', facts]]) });

  it('a prompt that is too long for a model goes to the next one, and the plan says so', async () => {
    const one = await upstream();
    const providers = [
      described('small', one, { contextTokens: 1000 }),
      described('large', one, { contextTokens: 1_000_000 }),
    ];
    const gateway = await start({ providers });
    const ask = async (text: string, more: object = {}) => {
      const { path, body } = request('openai-chat', { stream: false, model: 'm', text });
      return (await gateway.ask(path, { ...body, ...more })).headers.get('x-patchbay-provider');
    };
    expect(await ask('short')).toBe('small');
    expect(await ask('word '.repeat(2000))).toBe('large');
    // An image is long and costs few tokens.
    const url = `data:image/png;base64,${'A'.repeat(40_000)}`;
    const messages = [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }];
    expect(await ask('', { messages })).toBe('large');
  });

  it('alone, the small model gets it all the same and its own answer decides', async () => {
    const one = await upstream();
    const gateway = await start({ providers: [described('small', one, { contextTokens: 10 })] });
    const { path, body } = request('openai-chat', { stream: false, model: 'm', text: 'word '.repeat(2000) });
    expect((await gateway.ask(path, body)).status).toBe(200);
  });

  it('an image in a tool result goes to a model that sees', async () => {
    const one = await upstream();
    const providers = [described('blind', one, { images: false }), described('sees', one, { images: true })];
    const gateway = await start({ providers });
    const { path, body } = request('anthropic-messages', { stream: false, model: 'm' });
    const provided = async (content: unknown) => {
      const messages = [
        { role: 'user', content: 'look' },
        { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'see', input: {} }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content }] },
      ];
      const tools = [{ name: 'see', input_schema: { type: 'object' } }];
      const asked = await gateway.ask(path, { ...body, messages, tools });
      return asked.headers.get('x-patchbay-provider');
    };
    expect(await provided([{ type: 'text', text: 'nothing to see' }])).toBe('blind');
    const source = { type: 'base64', media_type: 'image/png', data: 'AAAA' };
    expect(await provided([{ type: 'image', source }])).toBe('sees');
  });
});

describe('the window in the list of models', () => {
  it('is the smallest that may be reached under the name', async () => {
    const one = await upstream();
    const facts = (contextTokens: number) => new Map([['m', { contextTokens }]]);
    const providers = [
      provider('large', one.url, { models: ['m'], modelFacts: facts(200_000) }),
      provider('small', one.url, { models: ['m', 'n'], modelFacts: facts(32_000), role: 'backup' }),
      provider('off', one.url, { models: ['m'], modelFacts: facts(10), enabled: false }),
    ];
    const clients: Config['clients'] = [
      { id: 'local', key: { env: 'PATCHBAY_KEY' }, role: 'admin' },
      { id: 'one', key: { env: 'ONE' }, role: 'user', providers: ['large'] },
    ];
    const clientKeys = new Map([
      ['local', 'test-key-of-local'],
      ['one', 'key-of-one'],
    ]);
    const gateway = await start({ providers, clients, clientKeys });
    const window = async (id: string, key = 'test-key-of-local') => {
      const asked = await gateway.ask(`/v1/models/${id}`, undefined, { method: 'GET', key });
      return fieldsOf(parsedJson(asked.text))?.context_length;
    };
    expect(await window('m')).toBe(32_000);
    expect(await window('large/m')).toBe(200_000);
    expect(await window('m', 'key-of-one')).toBe(200_000);
    gateway.apply({
      providers,
      clients,
      clientKeys,
      config: { models: { rules: [{ match: 'm', use: ['large/m'], set: {} }] } },
    });
    expect(await window('m')).toBe(200_000);
  });
});
