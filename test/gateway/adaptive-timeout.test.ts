import { afterEach, beforeEach, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { answer, faulty } from '../support/scripted-upstream-behaviour.ts';
import { configOf, provider, type StartedGateway, startGateway } from '../support/start-gateway.ts';

let clock: ManualClock;
let first: ScriptedUpstream;
let second: ScriptedUpstream;
let gateway: StartedGateway;

beforeEach(async () => {
  clock = createManualClock();
  first = await createScriptedUpstream();
  second = await createScriptedUpstream({ script: answer('second answers') });
});
afterEach(async () => {
  await gateway.close();
  await first.close();
  await second.close();
});

/** Milliseconds that a silent provider is waited for after it has answered 20 streams at once. */
async function waited(adaptive: boolean): Promise<number> {
  const timeouts = { connectMs: 1000, firstByteMs: 40_000, idleMs: 300_000, totalMs: 600_000, adaptive };
  const providers = [provider('first', first.url, { timeouts }), provider('second', second.url)];
  const { routing } = configOf({ providers });
  gateway = await startGateway({ providers, clock, config: { routing: { ...routing, preferred: 'first' } } });
  const { path, body } = request('openai-chat', { stream: true });
  for (let i = 0; i < 20; i += 1) {
    let done = false;
    void gateway.ask(path, body).then(() => {
      done = true;
    });
    while (!done) {
      await new Promise((resolve) => setImmediate(resolve));
      clock.advance(10);
    }
  }
  first.script(faulty({ do: 'stall', after: 'nothing' }));
  const asking = gateway.ask(path, body);
  await first.stalled();
  const start = clock.monotonic();
  while (second.calls.length === 0) {
    clock.advance(100);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const late = clock.monotonic() - start;
  while (!(await Promise.race([asking.then(() => true), new Promise((resolve) => setImmediate(resolve))])))
    clock.advance(10);
  const record = await gateway.record(await asking);
  expect(record.attempts[0]).toMatchObject({
    strategy: 'unreachable',
    failure: { code: 'first_byte_timeout' },
  });
  return late;
}

it('a silent provider is waited for as configured', async () => {
  expect(await waited(false)).toBeGreaterThanOrEqual(40_000);
});

it('with timeouts.adaptive only as long as its answers lately would make plausible', async () => {
  const late = await waited(true);
  expect(late).toBeGreaterThanOrEqual(10_000);
  expect(late).toBeLessThan(20_000);
});
