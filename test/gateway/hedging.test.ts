import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Provider } from '../../src/gateway/exchange/provider.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { conversing, request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { answer, failure, faulty } from '../support/scripted-upstream-behaviour.ts';
import {
  type Asked,
  configOf,
  provider,
  type StartedGateway,
  startGateway,
} from '../support/start-gateway.ts';

let clock: ManualClock;
let first: ScriptedUpstream;
let second: ScriptedUpstream;
let gateway: StartedGateway;

/** Both stand still for as long as a test wishes. */
const silence = faulty({ do: 'stall', after: 'nothing' });

async function start(
  hedge: { readonly afterMs: number; readonly mostShare: number } | undefined,
  more: readonly Provider[] = [],
): Promise<void> {
  const providers = [provider('first', first.url), provider('second', second.url), ...more];
  const { routing } = configOf({ providers });
  const hedging = hedge === undefined ? {} : { hedge };
  gateway = await startGateway({
    providers,
    clock,
    config: { routing: { ...routing, preferred: 'first', ...hedging } },
  });
}

beforeEach(async () => {
  clock = createManualClock();
  first = await createScriptedUpstream({ script: silence });
  second = await createScriptedUpstream({ script: answer('second answers') });
  await start({ afterMs: 1000, mostShare: 0.1 });
});
afterEach(async () => {
  await gateway.close();
  await first.close();
  await second.close();
});

async function turns(count = 30): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Asks, and moves the time on by 100 ms a step until the answer is there; `each` acts on the way. */
async function ask(
  dialect: (typeof conversing)[number],
  more: {
    readonly stream?: boolean;
    readonly headers?: Readonly<Record<string, string>>;
    readonly each?: (elapsed: number) => void;
  } = {},
): Promise<Asked> {
  const { path, body } = request(dialect, { stream: more.stream ?? true });
  let asked: Asked | undefined;
  const from = clock.monotonic();
  const asking = gateway.ask(path, body, { headers: more.headers ?? {} }).then((value) => {
    asked = value;
  });
  await first.nextRequest();
  while (asked === undefined) {
    await turns(10);
    clock.advance(100);
    more.each?.(clock.monotonic() - from);
  }
  await asking;
  return asked;
}

async function attemptsOf(asked: Asked) {
  const { attempts } = await gateway.record(asked);
  return attempts.map(({ provider: id, outcome, reason }) => [id, outcome, reason]);
}

describe.each(conversing)('%s: a provider that is silent', (dialect) => {
  it('is overtaken by another one, let go, and blamed for nothing', async () => {
    const asked = await ask(dialect);
    expect(asked.status).toBe(200);
    expect(asked.headers.get('x-patchbay-provider')).toBe('second');
    expect(asked.headers.get('x-patchbay-attempts')).toBe('2');
    expect(await attemptsOf(asked)).toEqual([
      ['first', 'hedged', 'preferred'],
      ['second', 'ok', 'hedge'],
    ]);
    expect((await gateway.record(asked)).failure).toBeUndefined();
    await first.calls[0]?.closed;
    expect(first.calls[0]?.aborted).toBe(true);
    first.script(answer('first answers'));
    expect((await ask(dialect)).headers.get('x-patchbay-provider')).toBe('first');
  });

  it('may still be the faster one', async () => {
    second.script(silence);
    const asked = await ask(dialect, { each: (elapsed) => elapsed > 3000 && first.release() });
    expect(asked.headers.get('x-patchbay-provider')).toBe('first');
    expect(await attemptsOf(asked)).toEqual([
      ['second', 'hedged', 'hedge'],
      ['first', 'ok', 'preferred'],
    ]);
    await second.calls[0]?.closed;
    expect(second.calls[0]?.aborted).toBe(true);
  });
});

describe('one of two that run', () => {
  it('fails, and the other goes on alone', async () => {
    second.script(failure(500));
    const asked = await ask('openai-chat', { each: (elapsed) => elapsed > 3000 && first.release() });
    expect(asked.status).toBe(200);
    expect(await attemptsOf(asked)).toEqual([
      ['second', 'failed', 'hedge'],
      ['first', 'ok', 'preferred'],
    ]);
    expect(second.calls).toHaveLength(1);
  });

  it('is the first and gives up, and the second answers', async () => {
    second.script(silence);
    const asked = await ask('openai-chat', { each: (elapsed) => elapsed > 130_300 && second.release() });
    const { attempts } = await gateway.record(asked);
    expect(attempts).toMatchObject([
      { provider: 'first', outcome: 'failed', failure: { code: 'first_byte_timeout' } },
      { provider: 'second', outcome: 'ok' },
    ]);
  });

  it('says that the request is wrong: both end, and the client is told', async () => {
    second.script(failure(400, { message: 'you asked wrongly' }));
    const asked = await ask('openai-chat');
    expect(asked.status).toBe(400);
    expect(asked.text).toContain('you asked wrongly');
    expect(await attemptsOf(asked)).toEqual([
      ['second', 'failed', 'hedge'],
      ['first', 'hedged', 'preferred'],
    ]);
    await first.calls[0]?.closed;
    expect(first.calls[0]?.aborted).toBe(true);
  });

  it('and the other fail: the client gets one truthful error', async () => {
    second.script(failure(500));
    const asked = await ask('openai-chat');
    expect(asked.text.match(/data: \{"error"/g)).toHaveLength(1);
    expect(asked.text).toContain('first_byte_timeout');
    expect((await attemptsOf(asked)).map(([, outcome]) => outcome)).toEqual(['failed', 'failed']);
    expect(first.calls).toHaveLength(1);
    expect(second.calls).toHaveLength(1);
  });

  it('both end when the client leaves', async () => {
    second.script(silence);
    const { path, body } = request('openai-chat', { stream: true });
    const leave = new AbortController();
    const asking = fetch(`${gateway.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer test-key-of-local' },
      body: JSON.stringify(body),
      signal: leave.signal,
    }).catch(() => undefined);
    await first.stalled();
    clock.advance(1000);
    await second.stalled();
    leave.abort();
    await asking;
    await Promise.all([first.calls[0]?.closed, second.calls[0]?.closed]);
    let record: Awaited<ReturnType<StartedGateway['storage']['request']>>;
    while (record === undefined) {
      await turns(1);
      await gateway.storage.flush();
      const id = (await gateway.storage.requests({ limit: 1 })).items[0]?.id;
      record = id === undefined ? undefined : await gateway.storage.request(id);
    }
    expect(record.outcome).toBe('cancelled');
    expect(record.attempts.map(({ outcome }) => outcome)).toEqual(['cancelled', 'cancelled']);
  });
});

const late = (elapsed: number) => elapsed > 5000 && first.release();

it('RouterX’s header calls it a fallback only when another than the planned first answers', async () => {
  const headers = { 'x-routerx-user': 'anna' };
  const told = (asked: Asked) =>
    ['x-patchbay-provider', 'x-patchbay-attempts', 'x-routerx-fallback'].map((name) =>
      asked.headers.get(name),
    );
  expect(told(await ask('openai-chat', { headers }))).toEqual(['second', '2', 'true']);
  await gateway.close();
  await start({ afterMs: 1000, mostShare: 1 });
  second.script(silence);
  first.script(silence);
  const own = await ask('openai-chat', { headers, each: (elapsed) => elapsed > 3000 && first.release() });
  expect(told(own)).toEqual(['first', '2', 'false']);
  first.script(answer('at once'));
  expect(told(await ask('openai-chat', { headers }))).toEqual(['first', '1', 'false']);
  expect(told(await ask('openai-chat'))).toEqual(['first', '1', null]);
});

describe('of many slow streams', () => {
  it('a share is asked twice, so that nobody pays twice for all', async () => {
    const counts: (string | null)[] = [];
    for (let nth = 0; nth < 12; nth += 1) {
      counts.push((await ask('openai-chat', { each: late })).headers.get('x-patchbay-attempts'));
      first.script(silence);
    }
    // The first that there is, and one that ten streams have earned.
    expect(counts.map((count, at) => (count === '2' ? at : '')).join('')).toBe('09');
    expect(second.calls).toHaveLength(2);
  });

  it('every one is with the whole share', async () => {
    await gateway.close();
    await start({ afterMs: 1000, mostShare: 1 });
    for (let nth = 0; nth < 4; nth += 1) {
      expect((await ask('openai-chat', { each: late })).headers.get('x-patchbay-provider')).toBe('second');
    }
  });

  it('those that begin in time earn for those that do not', async () => {
    first.script(answer('first answers'));
    for (let nth = 0; nth < 30; nth += 1) await ask('openai-chat');
    first.script(silence);
    for (let nth = 0; nth < 4; nth += 1) {
      expect((await ask('openai-chat', { each: late })).headers.get('x-patchbay-provider')).toBe('second');
    }
    expect((await ask('openai-chat', { each: late })).headers.get('x-patchbay-provider')).toBe('first');
  });
});

describe('who is not well', () => {
  /** One failure: not enough for a rest. */
  const fail = async (): Promise<void> => {
    second.script(failure(503));
    const { path, body } = request('openai-chat', { stream: true });
    await gateway.ask(`/p/second${path}`, body);
    second.script(answer('second answers'));
  };

  it('is not asked beside another one, after one failure already', async () => {
    await fail();
    expect((await ask('openai-chat', { each: late })).headers.get('x-patchbay-provider')).toBe('first');
    expect(second.calls).toHaveLength(1);
  });

  it('is passed over for the one behind it, and stays there in case that all others fail', async () => {
    const third = await createScriptedUpstream({ script: failure(500) });
    await gateway.close();
    await start({ afterMs: 1000, mostShare: 1 }, [provider('third', third.url)]);
    await fail();
    const asked = await ask('openai-chat', { each: (elapsed) => elapsed > 130_000 && first.release() });
    expect((await attemptsOf(asked)).map(([id, outcome]) => [id, outcome])).toEqual([
      ['third', 'failed'],
      ['first', 'failed'],
      ['second', 'ok'],
    ]);
    await third.close();
  });
});

describe('nobody is asked beside a provider', () => {
  it('without the option', async () => {
    await gateway.close();
    await start(undefined);
    await ask('openai-chat', { each: late });
    expect(second.calls).toHaveLength(0);
  });

  it('for an answer that is no stream: its first byte is its end', async () => {
    await ask('openai-chat', { stream: false, each: late });
    expect(second.calls).toHaveLength(0);
  });

  it('that has begun', async () => {
    first.script(faulty({ do: 'stall', after: 2 }));
    await ask('anthropic-messages', { each: late });
    expect(second.calls).toHaveLength(0);
  });
});
