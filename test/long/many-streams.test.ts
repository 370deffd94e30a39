import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '../../src/gateway/config/config.ts';
import type { Clock } from '../../src/gateway/exchange/ports.ts';
import { systemClock } from '../../src/gateway/exchange/system-clock.ts';
import { isRecord, type JsonRecord, listAt, parsedJson, textAt, valueAt } from '../support/json-value.ts';
import { type Conversing, conversing, request } from '../support/requests.ts';
import {
  createScriptedUpstream,
  type RecordedRequest,
  type ScriptedUpstream,
} from '../support/scripted-upstream.ts';
import { type Behaviour, failure, raw } from '../support/scripted-upstream-behaviour.ts';
import {
  ask,
  configOf,
  provider,
  type StartedGateway,
  type StartOptions,
  startGateway,
  testKey,
} from '../support/start-gateway.ts';
import { numbered, numberedAnswer, received } from './numbered-tokens.ts';
import { seeded } from './seeded.ts';

const clients = 300;
const tokens = 40;
const faultShare = 0.05;
/** For the two rounds that are measured: the history in memory has a kilobyte or two of each request. */
const mostGrowthBytes = 8 * 1024 * 1024;

/** Everything that can happen before the first real output, as providers do it. */
const faults: readonly ((owner: string) => Behaviour)[] = [
  () => failure(500),
  () => failure(503),
  () => failure(529, { message: 'Overloaded' }),
  () =>
    raw('<html><body>502 Bad Gateway</body></html>', {
      status: 502,
      headers: { 'content-type': 'text/html' },
    }),
  (owner) => numberedAnswer(owner, tokens, { fault: { do: 'reset', after: 'nothing' } }),
  (owner) => numberedAnswer(owner, tokens, { fault: { do: 'cut', after: 0 } }),
  (owner) => numberedAnswer(owner, tokens, { fault: { do: 'end', after: 0 } }),
  (owner) => numberedAnswer(owner, tokens, { fault: { do: 'error', after: 0 } }),
];

/** The real clock, with its timers counted, that can be set forward. */
function countedClock(): Clock & { readonly timers: number; forward(ms: number): void } {
  const timers = new Set<object>();
  let ahead = 0;
  return {
    now: () => systemClock.now() + ahead,
    monotonic: () => systemClock.monotonic(),
    after(ms, fire) {
      const mark = {};
      timers.add(mark);
      const timer = systemClock.after(ms, () => {
        timers.delete(mark);
        fire();
      });
      return {
        cancel() {
          timers.delete(mark);
          timer.cancel();
        },
      };
    },
    get timers() {
      return timers.size;
    },
    forward: (ms) => {
      ahead += ms;
    },
  };
}

let collect: () => void;
beforeAll(() => {
  setFlagsFromString('--expose-gc');
  collect = runInNewContext('gc');
});

let upstreams: readonly ScriptedUpstream[] = [];
let routing: Partial<Config['routing']> = {};
let clock: ReturnType<typeof countedClock>;
let gateway: StartedGateway;
let agent: Agent;
const random = seeded(300);
let faulted = 0;

/** Both providers anew. Scripted ones remember every request, which is not the memory that is measured here. */
async function renewProviders(): Promise<StartOptions> {
  await Promise.all(upstreams.map((upstream) => upstream.close()));
  upstreams = await Promise.all([0, 1].map(() => createScriptedUpstream({ script })));
  const providers = upstreams.map(({ url }, place) => provider(`p${place}`, url));
  return { providers, config: { routing: { ...configOf({ providers }).routing, ...routing } }, clock };
}

/** Numbered tokens of the client that asks, or a fault. */
function script({ body }: RecordedRequest): Behaviour {
  const owner = /client-\d+-\d+/.exec(body.toString())?.[0] ?? 'nobody';
  const faulty = random() < faultShare;
  if (faulty) faulted += 1;
  const fault = faulty ? faults[Math.floor(random() * faults.length)] : undefined;
  return fault?.(owner) ?? numberedAnswer(owner, tokens, { paceMs: 5 });
}

async function open(settings: Partial<Config['routing']> = {}): Promise<void> {
  faulted = 0;
  routing = settings;
  clock = countedClock();
  agent = new Agent({ keepAlive: false });
  gateway = await startGateway(await renewProviders());
}

afterEach(async () => {
  agent.destroy();
  await gateway.close();
  await Promise.all(upstreams.map((upstream) => upstream.close()));
  upstreams = [];
});
afterAll(() => collect());

/** What one client was told. */
interface Told {
  readonly owner: string;
  readonly dialect: Conversing;
  readonly id: string;
  readonly status: number;
  readonly text: string;
}

async function oneClient(round: number, client: number): Promise<Told> {
  const owner = `client-${round}-${client}`;
  const dialect = conversing[client % conversing.length] ?? 'openai-chat';
  const { path, body } = request(dialect, { stream: true, text: owner });
  const asked = httpRequest(`${gateway.url}${path}`, {
    agent,
    method: 'POST',
    headers: {
      authorization: `Bearer ${testKey}`,
      'content-type': 'application/json',
      ...(dialect === 'anthropic-messages' && { 'anthropic-version': '2023-06-01' }),
    },
  });
  asked.end(JSON.stringify(body));
  const [response]: IncomingMessage[] = await once(asked, 'response');
  if (response === undefined) throw new Error('there is no response');
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  const id = response.headers['x-patchbay-request-id']?.toString() ?? '';
  return { owner, dialect, id, status: response.statusCode ?? 0, text };
}

const round = (number: number, count: number): Promise<Told[]> =>
  Promise.all(Array.from({ length: count }, (_, client) => oneClient(number, client)));

/**
 * Undefined: one whole answer that is this client's own, or one error that says what happened. The error of the last
 * one who was asked may be a stream of nothing else.
 */
function flaw({ owner, dialect, status, text }: Told): string | undefined {
  if (status === 200) {
    const answer = received(dialect, text);
    const own = answer.whole && answer.text === numbered(owner, tokens).join('');
    const good = answer.error === undefined ? own : answer.text === '' && !answer.whole;
    return good ? undefined : `${owner} ${dialect} got ${text.slice(0, 300)}`;
  }
  const message = textAt(parsedJson(text), 'error', 'message') ?? '';
  const truthful = [502, 503, 504].includes(status) && /No provider could answer|cooling down/.test(message);
  return truthful ? undefined : `${owner} ${dialect} got ${status} ${text}`;
}

/** Whether a client has its answer. */
const answered = ({ dialect, status, text }: Told): boolean =>
  status === 200 && received(dialect, text).whole;

/** Bytes in use once everything that nobody holds is gone. */
function heldBytes(): number {
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const calls = (): number => upstreams.reduce((sum, upstream) => sum + upstream.calls.length, 0);

/** How many of these the process holds; the test's own runner has some. */
const held = (kind: string): number =>
  process.getActiveResourcesInfo().filter((name) => name === kind).length;

describe('hundreds of streams at once over two providers that fail now and then', () => {
  test('each client gets one whole answer of its own, or one truthful error where both failed it', async () => {
    await open();
    const told = await round(0, clients);
    expect(told.map(flaw).filter((each) => each !== undefined)).toEqual([]);
    expect(new Set(told.map(({ id }) => id)).size).toBe(clients);
    expect(faulted).toBeGreaterThan(clients * faultShare * 0.4);
    expect(told.filter((each) => !answered(each)).length).toBeLessThanOrEqual(clients * 0.02);
    expect(calls()).toBeLessThanOrEqual(clients * 1.2);
    expect(calls()).toBeGreaterThanOrEqual(clients + Math.floor(faulted / 2));
  });

  test('neither of them rests for it', async () => {
    await open();
    const told = await round(1, clients);
    expect(told.map(flaw).filter((each) => each !== undefined)).toEqual([]);
    for (const { state, health } of await states()) {
      // A model may have failed last; a single failure stops nobody.
      expect(['ok', 'impaired']).toContain(state);
      for (const row of listAt({ health }, 'health')) expect(valueAt(row, 'state')).toBe('failing');
    }
    for (const upstream of upstreams) upstream.script(numberedAnswer('healed', 1));
    for (const place of [0, 1]) {
      const { path, body } = request('openai-chat', { stream: false, model: `p${place}/some-model` });
      expect((await ask(gateway.url, path, body)).status).toBe(200);
    }
  });

  test('leaves nothing behind: no memory, no timer, no call, no socket', async () => {
    const sockets = held('TCPSocketWrap');
    await open();
    await round(2, clients);
    gateway.apply(await renewProviders());
    const idleTimers = clock.timers;
    const before = heldBytes();
    for (const number of [3, 4]) {
      const told = await round(number, clients);
      expect(told.map(flaw).filter((each) => each !== undefined)).toEqual([]);
      await Promise.all(upstreams.flatMap((upstream) => upstream.calls.map(({ closed }) => closed)));
      gateway.apply(await renewProviders());
    }
    expect(heldBytes() - before).toBeLessThan(mostGrowthBytes);
    expect(clock.timers).toBeLessThanOrEqual(idleTimers);
    const status = await ask(gateway.url, '/api/status', undefined, { method: 'GET' });
    expect(valueAt(status.json(), 'running', 'count')).toBe(0);
    expect(status.status).toBe(200);

    agent.destroy();
    await gateway.close();
    await Promise.all(upstreams.map((upstream) => upstream.close()));
    upstreams = [];
    await new Promise(setImmediate);
    expect(held('TCPSocketWrap')).toBeLessThanOrEqual(sockets + 1);
    expect(clock.timers).toBe(0);
  });
});

/** The state of each provider, as the control API tells it. */
async function states(): Promise<readonly JsonRecord[]> {
  const answer = await ask(gateway.url, '/api/providers', undefined, { method: 'GET' });
  return listAt(answer.json(), 'providers').filter(isRecord);
}
