import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { picoPerToken } from '../../src/gateway/exchange/money.ts';
import type { Rates } from '../../src/gateway/exchange/price.ts';
import type { Provider } from '../../src/gateway/exchange/provider.ts';
import { valueAt } from '../support/json-value.ts';
import { conversing, request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { answer, type Behaviour, failure, faulty, raw } from '../support/scripted-upstream-behaviour.ts';
import { type Asked, provider, type StartedGateway, startGateway } from '../support/start-gateway.ts';

/** Three and fifteen dollars per million tokens. */
const rates: Rates = {
  input: picoPerToken(3),
  output: picoPerToken(15),
  cacheRead: picoPerToken(0.3),
  cacheWrite5m: picoPerToken(3.75),
};
const priced = { modelPrices: new Map([['some-model', rates]]) };
/** 1000 x 3 + 2000 x 0.30 + 100 x 15 dollars per million: 5.1 thousandths of a dollar. */
const usage = { input: 1000, cacheRead: 2000, cacheWrite: 0, output: 60, reasoning: 40 };
const computed = { nanoUsd: 5_100_000, source: 'computed', priceVersion: 'config' };

let upstream: ScriptedUpstream;
let spare: ScriptedUpstream;
let gateway: StartedGateway;

beforeEach(async () => {
  upstream = await createScriptedUpstream({ script: answer('Hello there.', { usage }) });
  spare = await createScriptedUpstream({ script: answer('Hello from the spare.', { usage }) });
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
  await spare.close();
});

async function start(more: Partial<Provider>, spareMore?: Partial<Provider>): Promise<void> {
  const others = spareMore === undefined ? [] : [provider('spare', spare.url, spareMore)];
  gateway = await startGateway({ providers: [provider('one', upstream.url, more), ...others] });
}

const send = (dialect: (typeof conversing)[number], stream = false): Promise<Asked> => {
  const { path, body } = request(dialect, { stream });
  return gateway.ask(path, body);
};
const costHeader = ({ headers }: Asked): string | null => headers.get('x-patchbay-cost-usd');

describe.each(conversing)('%s: what an answer costs', (dialect) => {
  it('is told with a whole answer, and kept with the attempt and the request', async () => {
    await start(priced);
    const asked = await send(dialect);
    expect(costHeader(asked)).toBe('0.0051');
    const record = await gateway.record(asked);
    expect(record.cost).toEqual(computed);
    expect(record.attempts.map(({ cost }) => cost)).toEqual([computed]);
  });

  it('is kept of a stream', async () => {
    await start(priced);
    const asked = await send(dialect, true);
    expect(costHeader(asked)).toBeNull();
    expect((await gateway.record(asked)).cost).toEqual(computed);
  });

  it('is the same when the provider speaks another dialect', async () => {
    const other = dialect === 'anthropic-messages' ? 'openai-chat' : 'anthropic-messages';
    const own = provider('one', upstream.url).endpoints.get(other);
    if (own === undefined) throw new Error(other);
    await start({ ...priced, endpoints: new Map([[other, own]]) });
    const asked = await send(dialect);
    expect(asked.status).toBe(200);
    expect(costHeader(asked)).toBe('0.0051');
  });
});

describe('a request', () => {
  it('costs nothing that could be told when no attempt used tokens', async () => {
    upstream.script(failure(400));
    await start(priced);
    const asked = await send('openai-chat');
    expect(costHeader(asked)).toBeNull();
    expect(await gateway.record(asked)).not.toHaveProperty('cost');
  });

  it('has a cost that is not known when the price is not, and no 0', async () => {
    await start({});
    const asked = await send('openai-chat');
    expect(costHeader(asked)).toBeNull();
    const record = await gateway.record(asked);
    expect(record.usage).toMatchObject({ input: 1000 });
    expect(record).not.toHaveProperty('cost');
    expect(record.attempts[0]).not.toHaveProperty('cost');
  });

  it('costs what the attempts that failed did, too', async () => {
    // Anthropic tells the prompt's figures with its first event, then breaks off.
    upstream.script(faulty({ do: 'error', after: 1 }, { usage }));
    await start(priced, priced);
    const asked = await send('anthropic-messages', true);
    const record = await gateway.record(asked);
    expect(record.provider).toBe('spare');
    const [first, second] = record.attempts;
    expect(first).toMatchObject({ outcome: 'failed', cost: { source: 'estimated' } });
    expect(first?.cost?.nanoUsd).toBeGreaterThanOrEqual(3_600_000);
    expect(second?.cost).toEqual(computed);
    expect(record.cost).toEqual({
      nanoUsd: (first?.cost?.nanoUsd ?? 0) + 5_100_000,
      source: 'estimated',
      priceVersion: 'config',
    });
  });

  it('tells the client of all of it, with a whole answer as well', async () => {
    // The first is asked for a stream, which is collected: the client sees nothing of it.
    upstream.script(faulty({ do: 'error', after: 4 }, { usage }));
    await start({ ...priced, quirks: { streaming: 'stream-only' } }, priced);
    const asked = await send('anthropic-messages');
    const { attempts, cost } = await gateway.record(asked);
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['failed', 'ok']);
    expect(attempts[0]?.cost?.nanoUsd).toBeGreaterThan(0);
    expect(costHeader(asked)).toBe(String((cost?.nanoUsd ?? 0) / 1e9));
  });

  it('costs what an attempt that was refused did not', async () => {
    upstream.script(failure(503));
    await start(priced, priced);
    const asked = await send('openai-chat');
    expect(costHeader(asked)).toBe('0.0051');
    expect((await gateway.record(asked)).attempts.map(({ cost }) => cost)).toEqual([undefined, computed]);
  });

  it('is estimated when its tokens are: the stream broke off', async () => {
    upstream.script(faulty({ do: 'reset', after: 4 }, { usage }));
    await start(priced);
    const record = await gateway.record(await send('openai-chat', true));
    expect(record).toMatchObject({
      outcome: 'failed',
      usage: { estimated: true },
      cost: { source: 'estimated' },
    });
    expect(record.cost?.nanoUsd).toBeGreaterThan(0);
  });

  it.each<[string, Behaviour]>([
    [
      'an error in place of an answer',
      raw('{"error":{"message":"upstream is down","code":502}}', {
        headers: { 'content-type': 'application/json' },
      }),
    ],
    ['a page of a proxy', raw('<html>hello</html>', { headers: { 'content-type': 'text/html' } })],
  ])('costs nothing that was no answer: %s', async (_what, behaviour) => {
    upstream.script(behaviour);
    const chat = provider('one', upstream.url).endpoints.get('openai-chat');
    if (chat === undefined) throw new Error('no endpoint');
    const spareChat = provider('spare', spare.url).endpoints.get('openai-chat');
    if (spareChat === undefined) throw new Error('no endpoint');
    await start(
      { ...priced, endpoints: new Map([['openai-chat', chat]]) },
      { ...priced, endpoints: new Map([['openai-chat', spareChat]]) },
    );
    const asked = await send('anthropic-messages');
    const record = await gateway.record(asked);
    expect(record.attempts[0]).toMatchObject({ provider: 'one', outcome: 'failed' });
    expect(record.attempts[0]).not.toHaveProperty('usage');
    expect(record.cost).toEqual(computed);
  });
});

describe('the provider’s own word', () => {
  const body = (figures: object): string =>
    JSON.stringify({
      id: 'c',
      object: 'chat.completion',
      model: 'some-model',
      choices: [{ index: 0, message: { role: 'assistant', content: 'Hi.' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100, ...figures },
    });
  const json = { headers: { 'content-type': 'application/json' } };

  it('of what an answer cost wins over every price', async () => {
    upstream.script(raw(body({ cost: 0.0123456789 }), json));
    await start(priced);
    const asked = await send('openai-chat');
    expect(costHeader(asked)).toBe('0.012345679');
    const { cost, usage: tokens } = await gateway.record(asked);
    expect(cost).toEqual({ nanoUsd: 12_345_679, source: 'reported' });
    expect(Object.keys(tokens ?? {}).toSorted()).toEqual([
      'cacheRead',
      'cacheWrite1h',
      'cacheWrite5m',
      'estimated',
      'input',
      'output',
      'reasoning',
    ]);
  });

  it('is read from a stream', async () => {
    const chunk = (value: object): string =>
      `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', ...value })}\n\n`;
    const events = [
      chunk({ choices: [{ index: 0, delta: { role: 'assistant', content: 'Hi.' } }] }),
      chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
      chunk({ choices: [], usage: { prompt_tokens: 10, completion_tokens: 1, cost: 0.5 } }),
      'data: [DONE]\n\n',
    ];
    upstream.script(raw(events.join(''), { headers: { 'content-type': 'text/event-stream' } }));
    await start({});
    const record = await gateway.record(await send('openai-chat', true));
    expect(record.cost).toEqual({ nanoUsd: 500_000_000, source: 'reported' });
  });

  it('of what its models cost is taken from its list', async () => {
    const pricing = { prompt: '0.000003', completion: '0.000015', input_cache_read: '0.0000003' };
    const list = {
      object: 'list',
      data: [
        { id: 'some-model', pricing },
        { id: 'given-away', pricing: { prompt: '0', completion: '0' } },
      ],
    };
    let tell = (): void => undefined;
    const told = new Promise<void>((resolve) => {
      tell = resolve;
    });
    upstream.scriptOthers(async () => {
      await told;
      return raw(JSON.stringify(list), json);
    });
    gateway = await startGateway({
      providers: [{ ...provider('one', upstream.url), models: ['*'] }],
    });
    expect(costHeader(await send('openai-chat'))).toBeNull();
    tell();
    await expect
      .poll(async () => (await gateway.ask('/v1/models', undefined, { method: 'GET' })).text)
      .toContain('given-away');
    const asked = await send('openai-chat');
    expect((await gateway.record(asked)).cost).toEqual({ ...computed, priceVersion: 'list' });
    const { path, body: other } = request('openai-chat', { stream: false, model: 'given-away' });
    expect(costHeader(await gateway.ask(path, other))).toBeNull();
  });
});

it('a provider on the user’s own machine costs nothing and says so', async () => {
  await start({ local: true });
  const asked = await send('openai-chat');
  expect(costHeader(asked)).toBe('0');
  expect((await gateway.record(asked)).cost).toEqual({ nanoUsd: 0, source: 'free' });
});

it('a price that changes in the config holds from the next request on', async () => {
  await start(priced);
  expect(costHeader(await send('openai-chat'))).toBe('0.0051');
  const cheap = new Map([['some-model', { input: 0, output: 0, cacheRead: 0 }]]);
  gateway.apply({ providers: [provider('one', upstream.url, { modelPrices: cheap })] });
  expect(costHeader(await send('openai-chat'))).toBe('0');
});

it('RouterX’s spelling is given to who used it', async () => {
  await start(priced);
  const { path, body } = request('openai-chat', { stream: false });
  const asked = await gateway.ask(path, body, { headers: { 'x-routerx-sort': 'price' } });
  expect(asked.headers.get('x-routerx-cost-usd')).toBe('0.0051');
});

it('GET /api/requests and /api/requests/{id} tell it', async () => {
  await start(priced);
  const asked = await send('openai-chat');
  await gateway.storage.flush();
  const list = (await gateway.ask('/api/requests', undefined, { method: 'GET' })).json();
  const one = (await gateway.ask(`/api/requests/${asked.id}`, undefined, { method: 'GET' })).json();
  expect(valueAt(list, 'items', 0, 'cost')).toEqual(computed);
  expect(valueAt(one, 'cost')).toEqual(computed);
  expect(valueAt(one, 'attempts', 0, 'cost')).toEqual(computed);
});
