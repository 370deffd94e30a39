import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { answer, faulty } from '../support/scripted-upstream-behaviour.ts';
import { type Asked, provider, type StartedGateway, startGateway } from '../support/start-gateway.ts';

let clock: ManualClock;
let first: ScriptedUpstream;
let second: ScriptedUpstream;
let gateway: StartedGateway | undefined;

beforeEach(async () => {
  clock = createManualClock();
  first = await createScriptedUpstream();
  second = await createScriptedUpstream({ script: answer('second answers') });
});
afterEach(async () => {
  await gateway?.close();
  await first.close();
  await second.close();
});

/** Asks for a stream while `first` stands still after so many events; lets it go on when 20 s have passed. */
async function ask(after: number, firstOutputMs: number | undefined, withSecond = true): Promise<Asked> {
  const timeouts = { connectMs: 1000, firstByteMs: 120_000, idleMs: 300_000, totalMs: 600_000 };
  const guard = firstOutputMs === undefined ? {} : { firstOutputMs };
  const providers = [provider('first', first.url, { timeouts: { ...timeouts, ...guard } })];
  if (withSecond) providers.push(provider('second', second.url));
  gateway = await startGateway({ providers, clock });
  first.script(faulty({ do: 'stall', after }));
  const { path, body } = request('anthropic-messages', { stream: true });
  let asked: Asked | undefined;
  const asking = gateway.ask(path, body).then((value) => {
    asked = value;
  });
  await first.stalled();
  const start = clock.monotonic();
  while (asked === undefined) {
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(100);
    if (clock.monotonic() - start > 20_000) first.release();
  }
  await asking;
  return asked;
}

describe('a stream that has begun and gives no output', () => {
  it('is left for the next provider after timeouts.firstOutputMs', async () => {
    const asked = await ask(2, 3000);
    expect(asked.headers.get('x-patchbay-provider')).toBe('second');
    const record = await gateway?.record(asked);
    expect(record?.attempts).toMatchObject([
      { failure: { class: 'overload', code: 'output_timeout' }, strategy: 'overloaded-in-words' },
      { provider: 'second', outcome: 'ok' },
    ]);
    expect(record?.attempts[0]?.timings.totalMs).toBeLessThan(5000);
  });

  it('is waited for without the option', async () => {
    const asked = await ask(2, undefined);
    const record = await gateway?.record(asked);
    expect(record?.attempts).toMatchObject([{ provider: 'first', outcome: 'ok' }]);
    expect(second.calls).toHaveLength(0);
  });

  it('is waited for when there is nobody else', async () => {
    const asked = await ask(2, 3000, false);
    const record = await gateway?.record(asked);
    expect(record?.attempts).toMatchObject([{ provider: 'first', outcome: 'ok' }]);
  });

  it('is waited for once it has given some', async () => {
    const asked = await ask(8, 3000);
    expect(asked.headers.get('x-patchbay-provider')).toBe('first');
    expect(second.calls).toHaveLength(0);
  });
});
