import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { textAt } from '../support/json-value.ts';
import { conversing, request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { provider, type StartedGateway, startGateway, testKey } from '../support/start-gateway.ts';

let upstream: ScriptedUpstream;
let gateways: StartedGateway[] = [];

beforeEach(async () => {
  upstream = await createScriptedUpstream();
});
afterEach(async () => {
  await Promise.all(gateways.map((gateway) => gateway.close()));
  gateways = [];
  await upstream.close();
});

/** A gateway whose one provider `next` is at an address; the key is one that gateways take. */
async function leadingTo(url: string): Promise<StartedGateway> {
  const gateway = await startGateway({
    providers: [provider('next', url)],
    accountKeys: new Map([['next/main', testKey]]),
  });
  gateways.push(gateway);
  return gateway;
}

/** As many gateways one behind the other, the last one in front of the upstream; returns the first. */
async function chain(length: number): Promise<StartedGateway> {
  let first = await leadingTo(upstream.url);
  for (let at = 1; at < length; at += 1) first = await leadingTo(first.url);
  return first;
}

async function instanceOf(gateway: StartedGateway): Promise<string> {
  const health = await gateway.ask('/healthz', undefined, { method: 'GET' });
  return textAt(health.json(), 'instance') ?? '';
}

describe.each(conversing)('%s', (dialect) => {
  it.each([true, false])('a request that comes back gets 508 in its dialect (stream: %s)', async (stream) => {
    const gateway = await chain(1);
    const instance = await instanceOf(gateway);
    const { path, body } = request(dialect, { stream, model: 'm' });
    const asked = await gateway.ask(path, body, { headers: { 'x-patchbay-hop': `other,${instance}` } });
    expect(asked.status).toBe(508);
    expect(asked.headers.get('x-should-retry')).toBe('false');
    const error = asked.json();
    expect(textAt(error, 'error', 'message')).toMatch(
      /^The request came back to Patchbay: it had passed it before\./,
    );
    expect(asked.text).toMatch(/loop_detected/i);
    expect(upstream.calls).toEqual([]);
  });

  it('tells the next gateway whom it has passed', async () => {
    const gateway = await chain(2);
    const { path, body } = request(dialect, { stream: true, model: 'm' });
    expect((await gateway.ask(path, body)).status).toBe(200);
    const ids = await Promise.all(gateways.toReversed().map(instanceOf));
    expect(upstream.calls.at(-1)?.headers['x-patchbay-hop']).toBe(ids.join(','));
  });
});

test('a provider that is the gateway itself is called once, and the client is told why there is no answer', async () => {
  const gateway = await leadingTo('http://127.0.0.1:9');
  gateway.apply({
    providers: [provider('self', gateway.url)],
    accountKeys: new Map([['self/main', testKey]]),
  });
  const { path, body } = request('openai-chat', { stream: false, model: 'm' });
  const asked = await gateway.ask(path, body);
  expect(asked.status).toBe(503);
  expect(asked.text).toContain('The request came back to Patchbay');
  const { attempts } = await gateway.record(asked);
  expect(attempts).toMatchObject([{ status: 508, failure: { code: 'loop_detected' } }]);
});

test('a ring of two gateways ends after one round', async () => {
  const a = await leadingTo('http://127.0.0.1:9');
  const b = await leadingTo(a.url);
  a.apply({ providers: [provider('next', b.url)], accountKeys: new Map([['next/main', testKey]]) });
  const { path, body } = request('anthropic-messages', { stream: true, model: 'm' });
  const asked = await a.ask(path, body);
  expect(asked.status).toBe(503);
  expect(asked.text).toContain('The request came back to Patchbay');
});

test('four gateways in a row are allowed, five are not', async () => {
  const four = await chain(4);
  const { path, body } = request('openai-chat', { stream: false, model: 'm' });
  expect((await four.ask(path, body)).status).toBe(200);
  expect(upstream.calls).toHaveLength(1);
  const five = await leadingTo(four.url);
  const refused = await five.ask(path, body);
  expect(refused.status).toBe(503);
  expect(upstream.calls).toHaveLength(1);
  const told = await four.ask(path, body, { headers: { 'x-patchbay-hop': 'a,b,c,d' } });
  expect(told.status).toBe(508);
  expect(told.text).toContain('it has passed 4 others, and 4 in a row are the most');
});

test('what no gateway wrote is a mistake of the client', async () => {
  const gateway = await chain(1);
  const { path, body } = request('openai-chat', { stream: false, model: 'm' });
  const asked = await gateway.ask(path, body, { headers: { 'x-patchbay-hop': 'a, ,b' } });
  expect(asked.status).toBe(400);
  expect(asked.text).toContain('x-patchbay-hop is not valid');
});

test('a raw path carries it, too', async () => {
  const gateway = await chain(1);
  await gateway.ask('/p/next/v1/files', undefined, { method: 'GET' });
  expect(upstream.requests.at(-1)?.headers['x-patchbay-hop']).toBe(await instanceOf(gateway));
});
