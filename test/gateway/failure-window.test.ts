import { afterEach, expect, test } from 'vitest';
import type { Config } from '../../src/gateway/config/config.ts';
import { listAt, textAt } from '../support/json-value.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { answer, failure } from '../support/scripted-upstream-behaviour.ts';
import { configOf, provider, type StartedGateway, startGateway } from '../support/start-gateway.ts';

let upstream: ScriptedUpstream;
let gateway: StartedGateway;

afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

/** Sends requests one after the other, `.` for one that goes well, `x` for one that fails; returns how it is then. */
async function stateAfter(
  story: string,
  settings: Partial<Config['routing']>,
  secondsBetween = 0,
): Promise<string | undefined> {
  const clock = createManualClock();
  upstream = await createScriptedUpstream();
  const providers = [provider('p', upstream.url, { models: ['m'] })];
  const routing = { ...configOf({ providers }).routing, ...settings };
  gateway = await startGateway({ providers, clock, config: { routing } });
  const { path, body } = request('openai-chat', { stream: false, model: 'p/m' });
  for (const step of story) {
    upstream.script(step === 'x' ? failure(500) : answer());
    await gateway.ask(path, body);
    clock.advance(secondsBetween * 1000);
  }
  const accounts = await gateway.ask('/api/accounts', undefined, { method: 'GET' });
  const [row] = listAt(listAt(accounts.json(), 'accounts')[0], 'health');
  return row === undefined ? 'ok' : textAt(row, 'state');
}

test.each<[string, string, Partial<Config['routing']>, string]>([
  ['two failures in a row', 'xx', {}, 'cooling'],
  ['two that are not in a row', 'x.x', {}, 'failing'],
  ['failureThreshold: more in a row', 'xx', { failureThreshold: 3 }, 'failing'],
  ['every second of ten', 'x.x.x.x.xx', { failureThreshold: 5 }, 'cooling'],
  ['windowFailures: a larger share', 'x.x.x.x.xx', { failureThreshold: 5, windowFailures: 0.9 }, 'failing'],
  ['windowRequests: more of them', 'x.x.x.x.xx', { failureThreshold: 5, windowRequests: 11 }, 'failing'],
  ['windowRequests: fewer of them', 'x.x', { windowRequests: 3 }, 'cooling'],
])('%s (%s)', async (_name, story, settings, state) => {
  expect(await stateAfter(story, settings)).toBe(state);
});

test.each([
  [60, 'cooling'],
  [5, 'failing'],
])('windowSeconds %i: what lies further back does not count', async (windowSeconds, state) => {
  expect(await stateAfter('x.x.x.x.x.x', { failureThreshold: 9, windowSeconds }, 1)).toBe(state);
});
