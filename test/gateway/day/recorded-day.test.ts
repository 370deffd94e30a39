import { readFileSync, writeFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { GatewayEvent } from '../../../src/gateway/exchange/event.ts';
import type { RequestRecord } from '../../../src/gateway/exchange/record.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { createScriptedUpstream } from '../../support/scripted-upstream.ts';
import { configOf, startGateway } from '../../support/start-gateway.ts';
import { changes, dayOf, dayProviders, midnight } from './day.ts';

/** The decisions of a whole day, reviewed by hand. `DAY=write` writes them anew; read the difference before you keep it. */
const golden = fileURLToPath(new URL('./recorded-day.txt', import.meta.url));

const minute = 60_000;

/** Who asks, in turn: two agents with their conversations, one of which uses a small model too, and a client that names none. */
const clients = [
  { session: 'fix', model: 'large' },
  { session: 'docs', model: 'large' },
  { session: 'fix', model: 'small' },
  { session: undefined, model: 'large' },
] as const;

/** An agent's turns: the user speaks, two tool calls, the user speaks again. */
function turnsOf(step: number): { readonly messages: readonly unknown[]; readonly name: string } {
  const user = { role: 'user', content: 'go' };
  const call = { role: 'assistant', content: [{ type: 'tool_use', id: 'c', name: 'f', input: {} }] };
  const result = { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c', content: 'done' }] };
  return step % 3 === 0
    ? { messages: [user], name: 'user' }
    : { messages: [user, call, result], name: 'tool' };
}

test('a day of failures, resets and changes leads to the decisions that were reviewed', {
  timeout: 120_000,
}, async () => {
  const clock = createManualClock(midnight);
  const behaviour = dayOf(clock);
  const [alpha, beta, gamma] = await Promise.all([
    createScriptedUpstream({ script: (request) => behaviour.alpha(request) }),
    createScriptedUpstream({ script: () => behaviour.beta() }),
    createScriptedUpstream({ script: () => behaviour.gamma() }),
  ]);
  alpha.scriptOthers(() => behaviour.alphaList());
  beta.scriptOthers(() => behaviour.list());
  gamma.scriptOthers(() => behaviour.list());
  const all = dayProviders({ alpha: alpha.url, beta: beta.url, gamma: gamma.url });
  const options = ({ preferred, without }: (typeof changes)[number]) => {
    const providers = all.map((each) => (each.id === without ? { ...each, enabled: false } : each));
    const { routing } = configOf({ providers });
    const accountKeys = new Map([
      ['alpha/main', 'key-of-alpha-main'],
      ['alpha/spare', 'key-of-alpha-spare'],
      ['beta/main', 'key-of-beta'],
      ['gamma/main', 'key-of-gamma'],
    ]);
    return { providers, accountKeys, clock, config: { routing: { ...routing, preferred } } };
  };
  const [start] = changes;
  if (start === undefined) throw new Error('the day has no beginning');
  const gateway = await startGateway(options(start));
  /** Lets time pass timer by timer, and what a timer asked of a provider be answered before the next. */
  const pass = async (ms: number): Promise<void> => {
    const end = clock.now() + ms;
    while (clock.now() < end) {
      clock.advance(Math.min(end - clock.now(), clock.nextMs ?? ms));
      for (let turns = 0; turns < 30; turns += 1) await turn();
      await Promise.all(
        [alpha, beta, gamma].flatMap(({ requests }) => requests.slice(-3).map(({ closed }) => closed)),
      );
      for (let turns = 0; turns < 5; turns += 1) await turn();
    }
  };
  const log: string[] = [];
  const last = new Map<string, string>();
  for (let step = 0; step < 24 * 30; step += 1) {
    const change = changes.find(({ at }) => at > 0 && midnight + at * 60 * minute === clock.now());
    if (change !== undefined) {
      gateway.apply(options(change));
      log.push(
        `${time(clock.now())} the user prefers ${change.preferred}${change.without === undefined ? '' : `, ${change.without} is disabled`}`,
      );
    }
    const { session, model } = clients[step % clients.length] ?? clients[0];
    const { messages, name } = turnsOf(Math.floor(step / clients.length));
    const asked = await gateway.ask(
      '/v1/messages',
      { model, max_tokens: 100, messages, stream: true },
      { headers: session === undefined ? {} : { 'x-claude-code-session-id': session } },
    );
    const record = await gateway.record(asked);
    const said = decision(record);
    const who = `${session ?? 'nobody'} ${model}`;
    // What goes on as before is not told again.
    if (last.get(who) !== said || record.attempts.length !== 1)
      log.push(`${time(clock.now())} ${who} (${name}) → ${said}`);
    last.set(who, said);
    await pass(2 * minute);
  }
  await gateway.storage.flush();
  const events = (await gateway.storage.events({ limit: 500 })).items
    .toReversed()
    .map((event) => eventLine(event));
  await gateway.close();
  await Promise.all([alpha.close(), beta.close(), gamma.close()]);
  const told = [...log, ...events].toSorted((a, b) => a.slice(0, 5).localeCompare(b.slice(0, 5)));
  const text = `${told.join('\n')}\n`;
  if (process.env.DAY === 'write') writeFileSync(golden, text);
  expect(text).toBe(readFileSync(golden, 'utf8'));
});

function decision({ attempts, outcome, status }: RequestRecord): string {
  const tries = attempts.map(({ provider, account, reason, failure }) => {
    const place = `${provider}/${account} ${reason}`;
    return failure === undefined ? place : `${place}, ${failure.class} ${failure.code}`;
  });
  return `${tries.length === 0 ? 'nobody' : tries.join('; ')}${outcome === 'ok' ? '' : ` = ${outcome} ${status}`}`;
}

function eventLine({ at, code, fields }: GatewayEvent): string {
  const { provider, account, model, until } = fields;
  const place = [provider, account, model].filter((part) => part !== undefined).join('/');
  return `${time(at)}   ${code} ${place}${typeof until === 'number' ? ` until ${time(until)}` : ''}`;
}

function time(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}
