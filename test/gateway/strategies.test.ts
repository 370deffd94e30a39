import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StrategyConfig } from '../../src/gateway/config/config.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { conversing, request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { answer, failure, faulty } from '../support/scripted-upstream-behaviour.ts';
import {
  type Asked,
  type AskInit,
  configOf,
  provider,
  type StartedGateway,
  type StartOptions,
  startGateway,
  testKey,
} from '../support/start-gateway.ts';

let clock: ManualClock;
let first: ScriptedUpstream;
let second: ScriptedUpstream;
let gateway: StartedGateway;

const account = (id: string, index: number) => ({
  id,
  key: { env: `KEY_${id.toUpperCase()}` },
  priority: index + 1,
  weight: 1,
  enabled: true,
  passthrough: false,
});

/** A provider `first` with three accounts before `second` with one. */
function settings(
  strategies: readonly StrategyConfig[] = [],
  firstUrl = first.url,
  failureThreshold = 100,
): StartOptions {
  const providers = [
    provider('first', firstUrl, { accounts: ['a', 'b', 'c'].map(account) }),
    provider('second', second.url),
  ];
  const { routing } = configOf({ providers });
  return {
    providers,
    clock,
    config: {
      routing: { ...routing, preferred: 'first', stabilizeSeconds: 0, failureThreshold, strategies },
    },
  };
}

beforeEach(async () => {
  clock = createManualClock();
  first = await createScriptedUpstream({ script: answer('first answers') });
  second = await createScriptedUpstream({ script: answer('second answers') });
  gateway = await startGateway(settings());
});
afterEach(async () => {
  await gateway.close();
  await first.close();
  await second.close();
});

/** Asks, and moves the time on until the answer is there. */
async function ask(
  dialect: (typeof conversing)[number],
  more: { readonly stream?: boolean; readonly text?: string; readonly init?: AskInit } = {},
): Promise<Asked> {
  const { path, body } = request(dialect, {
    stream: more.stream ?? false,
    ...(more.text !== undefined && { text: more.text }),
  });
  let asked: Asked | undefined;
  let failed: unknown;
  gateway.ask(path, body, more.init).then(
    (value) => {
      asked = value;
    },
    (error: unknown) => {
      failed = error;
    },
  );
  while (asked === undefined && failed === undefined) {
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(5);
  }
  if (asked === undefined) throw failed;
  return asked;
}

async function attemptsOf(asked: Asked) {
  const { attempts } = await gateway.record(asked);
  return attempts.map(({ provider: id, account: name, reason, outcome, strategy }) => ({
    who: `${id}/${name}`,
    reason,
    outcome,
    ...(strategy !== undefined && { strategy }),
  }));
}

describe.each(conversing)('%s: the same candidate again', (dialect) => {
  for (const stream of [true, false]) {
    it(`after a 503 for a second, ${stream ? 'stream' : 'JSON'}: a second later, and not before`, async () => {
      const times: number[] = [];
      first.script(() => {
        times.push(clock.monotonic());
        return times.length === 1 ? failure(503, { retryAfter: 1 }) : answer('first answers');
      });
      const asked = await ask(dialect, { stream });
      expect(asked.status).toBe(200);
      expect(await attemptsOf(asked)).toEqual([
        { who: 'first/a', reason: 'preferred', outcome: 'failed', strategy: 'short-overload' },
        { who: 'first/a', reason: 'retry', outcome: 'ok' },
      ]);
      expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(1000);
      expect(second.calls).toHaveLength(0);
    });
  }

  it('once; then the next provider, and none of the accounts that would be told the same', async () => {
    first.script(failure(503, { retryAfter: 1 }));
    const asked = await ask(dialect);
    expect((await attemptsOf(asked)).map(({ who, strategy }) => [who, strategy])).toEqual([
      ['first/a', 'short-overload'],
      ['first/a', 'short-overload'],
      ['second/main', undefined],
    ]);
  });
});

describe('the same candidate again', () => {
  it('after a limit that is over in a moment, where the prompt cache is', async () => {
    first.script([failure(429, { headers: { 'retry-after-ms': '200' } }), answer('first answers')]);
    const asked = await ask('openai-chat');
    expect((await attemptsOf(asked)).map(({ who, strategy }) => [who, strategy])).toEqual([
      ['first/a', 'short-limit'],
      ['first/a', undefined],
    ]);
  });

  it('is no fallback in RouterX’s words, as another account or provider is', async () => {
    const init = { headers: { 'x-routerx-user': 'anna' } };
    const told = async () => {
      const { headers } = await ask('openai-chat', { init });
      return ['x-routerx-provider', 'x-patchbay-attempts', 'x-routerx-fallback'].map((name) =>
        headers.get(name),
      );
    };
    const short = failure(429, { headers: { 'retry-after-ms': '200' } });
    first.script([short, answer('first answers')]);
    expect(await told()).toEqual(['first', '2', 'false']);
    first.script([failure(401), answer('first answers')]);
    expect(await told()).toEqual(['first', '2', 'true']);
    // By now the plan begins with the second account.
    expect(await told()).toEqual(['first', '1', 'false']);
    first.script(failure(503));
    expect(await told()).toEqual(['second', '2', 'true']);
  });

  it('after Google’s delay in the body', async () => {
    const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '0.3s' }];
    const error = { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'Quota exceeded.', details };
    first.script([failure(429, { body: JSON.stringify({ error }) }), answer('first answers')]);
    const asked = await ask('gemini-generate');
    expect((await attemptsOf(asked)).map(({ strategy }) => strategy)).toEqual(['short-limit', undefined]);
  });

  it('when nothing could be sent, and then the next provider', async () => {
    const gone = await createScriptedUpstream();
    await gone.close();
    gateway.apply(settings([], gone.url));
    const asked = await ask('anthropic-messages', { stream: true });
    expect((await attemptsOf(asked)).map(({ who, strategy }) => [who, strategy])).toEqual([
      ['first/a', 'not-sent'],
      ['first/a', 'not-sent'],
      ['second/main', undefined],
    ]);
  });

  it('not when the provider says that it is of no use', async () => {
    first.script(failure(503, { retryAfter: 1, headers: { 'x-should-retry': 'false' } }));
    const asked = await ask('openai-chat');
    expect((await attemptsOf(asked)).map(({ who }) => who)).toEqual(['first/a', 'second/main']);
  });

  it('not when the wait would be too long', async () => {
    first.script(failure(503, { retryAfter: 30 }));
    const asked = await ask('openai-chat');
    expect((await attemptsOf(asked)).map(({ strategy }) => strategy)).toEqual(['overloaded', undefined]);
  });

  it('not when it rests by then', async () => {
    const retry = { times: 2, backoffMs: 100, withinMs: 2000, afterwards: 'next-account' } as const;
    const again: StrategyConfig = { id: 'again', status: [500], action: 'retry-same', retry };
    gateway.apply(settings([again], first.url, 1));
    first.script(failure(500));
    const asked = await ask('openai-chat');
    expect((await attemptsOf(asked)).map(({ who }) => who)).toEqual(['first/a', 'second/main']);
  });

  it('ends its wait at once when the client leaves', async () => {
    first.script(failure(503, { retryAfter: 1 }));
    const { path, body } = request('openai-chat', { stream: true });
    const sent = httpRequest(new URL(`${gateway.url}${path}`), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${testKey}` },
      agent: false,
    });
    sent.on('error', () => undefined);
    sent.end(JSON.stringify(body));
    await first.nextRequest();
    await first.calls[0]?.closed;
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    const waiting = clock.timers;
    sent.destroy();
    let record: Awaited<ReturnType<StartedGateway['storage']['request']>>;
    while (record === undefined) {
      await new Promise((resolve) => setImmediate(resolve));
      await gateway.storage.flush();
      const { items } = await gateway.storage.requests({ limit: 1 });
      record = items[0] === undefined ? undefined : await gateway.storage.request(items[0].id);
    }
    expect(record).toMatchObject({ outcome: 'cancelled', attempts: [{ strategy: 'short-overload' }] });
    const { timers } = clock;
    clock.advance(5000);
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    // The wait for the retry, and that for a sign of life.
    expect(waiting - timers).toBe(2);
    expect(first.calls).toHaveLength(1);
    expect(second.calls).toHaveLength(0);
  });
});

describe('who is next', () => {
  it('after an overload is the next provider, not five more accounts of the same model', async () => {
    first.script(failure(529));
    const asked = await ask('anthropic-messages');
    expect(await attemptsOf(asked)).toEqual([
      { who: 'first/a', reason: 'preferred', outcome: 'failed', strategy: 'overloaded' },
      { who: 'second/main', reason: 'accepts-any', outcome: 'ok' },
    ]);
  });

  it('after an overload as the first event of a stream as well', async () => {
    first.script(faulty({ do: 'error', after: 0 }));
    const asked = await ask('anthropic-messages', { stream: true });
    expect((await attemptsOf(asked)).map(({ who, strategy }) => [who, strategy])).toEqual([
      ['first/a', 'overloaded-in-words'],
      ['second/main', undefined],
    ]);
  });

  it('after a used-up quota is the next account', async () => {
    first.script([failure(429, { retryAfter: 600 }), failure(401), answer('first answers')]);
    const asked = await ask('openai-chat');
    expect((await attemptsOf(asked)).map(({ who, strategy }) => [who, strategy])).toEqual([
      ['first/a', 'quota-used-up'],
      ['first/b', 'key-refused'],
      ['first/c', undefined],
    ]);
  });

  it('is nobody after output: the row says so', async () => {
    first.script(faulty({ do: 'reset', after: 8 }));
    const asked = await ask('anthropic-messages', { stream: true });
    expect((await attemptsOf(asked)).map(({ strategy }) => strategy)).toEqual(['after-output']);
  });

  it('is nobody after a client’s mistake in a stream, by that row', async () => {
    first.script(faulty({ do: 'error', after: 0, status: 400 }));
    const asked = await ask('anthropic-messages', { stream: true });
    expect((await attemptsOf(asked)).map(({ strategy }) => strategy)).toEqual(['client-mistake']);
  });
});

describe('rows of the config', () => {
  const again: StrategyConfig = {
    id: 'again',
    status: [500],
    action: 'retry-same',
    retry: { times: 3, backoffMs: 100, withinMs: 2000, afterwards: 'return' },
  };

  it('go before the built-in ones, from the moment they are there', async () => {
    first.script(failure(529, { message: 'The pool is full.' }));
    expect((await ask('openai-chat')).status).toBe(200);
    gateway.apply(settings([{ id: 'full', pattern: 'pool is full', action: 'return' }]));
    const asked = await ask('openai-chat');
    expect(asked.status).toBe(503);
    expect(asked.text).toContain('The pool is full.');
    expect((await attemptsOf(asked)).map(({ strategy }) => strategy)).toEqual(['full']);
  });

  it('may go on after what was the client’s own mistake', async () => {
    gateway.apply(settings([{ id: 'picky', status: [400], provider: 'first', action: 'next-provider' }]));
    first.script(failure(400, { message: 'unknown field' }));
    const asked = await ask('openai-chat');
    expect(asked.text).toContain('second answers');
    expect((await attemptsOf(asked))[0]?.strategy).toBe('picky');
  });

  it('are shown with each attempt in the control API', async () => {
    gateway.apply(settings([again]));
    first.script([failure(500), answer('first answers')]);
    const asked = await ask('openai-chat');
    const shown = await gateway.ask(`/api/requests/${asked.id}`, undefined, { method: 'GET' });
    expect(shown.json()).toMatchObject({
      attempts: [
        { strategy: 'again', failure: { code: 'server_error' } },
        { reason: 'retry', outcome: 'ok' },
      ],
    });
    const config = await gateway.ask('/api/config', undefined, { method: 'GET' });
    expect(config.json()).toMatchObject({ routing: { strategies: [{ id: 'again', status: [500] }] } });
  });

  describe('and the client’s own retries', () => {
    const failed = failure(500, { body: '{"error":{"message":"oops"}}' });
    const calls = async (more: Parameters<typeof ask>[1]): Promise<number> => {
      const before = first.calls.length;
      await ask('openai-chat', more);
      return first.calls.length - before;
    };
    const conversation = (id: string): { init: AskInit } => ({ init: { headers: { 'session-id': id } } });

    beforeEach(() => {
      gateway.apply(settings([again]));
      first.script(failed);
    });

    it('are not multiplied: a conversation has two retries of ours, whatever it sends again', async () => {
      expect(await calls(conversation('one'))).toBe(3);
      for (const stream of [false, true, false])
        expect(await calls({ ...conversation('one'), stream })).toBe(1);
      expect(await calls(conversation('two'))).toBe(3);
    });

    it('without a conversation’s id are known by their body', async () => {
      expect(await calls({ text: 'one' })).toBe(3);
      expect(await calls({ text: 'one' })).toBe(1);
      expect(await calls({ text: 'two' })).toBe(3);
    });

    it('leave a conversation its retries again after an answer', async () => {
      expect(await calls(conversation('one'))).toBe(3);
      first.script(answer());
      expect(await calls(conversation('one'))).toBe(1);
      first.script(failed);
      expect(await calls(conversation('one'))).toBe(3);
    });

    it('never hinder going on to somebody else', async () => {
      gateway.apply(settings([{ ...again, retry: { ...again.retry, afterwards: 'next-provider' } }]));
      expect(await calls(conversation('one'))).toBe(1 + 2);
      gateway.apply(settings([{ ...again, retry: { ...again.retry, afterwards: 'return' } }]));
      expect(await calls(conversation('one'))).toBe(1 + 2);
      gateway.apply(settings([{ ...again, retry: { ...again.retry, afterwards: 'next-provider' } }]));
      const asked = await ask('openai-chat', conversation('one'));
      expect(asked.text).toContain('second answers');
      expect((await attemptsOf(asked)).map(({ who }) => who)).toEqual(['first/a', 'second/main']);
    });
  });
});
