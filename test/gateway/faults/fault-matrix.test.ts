import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Provider } from '../../../src/gateway/exchange/provider.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';
import { type Conversing, conversing, request } from '../../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { answer } from '../../support/scripted-upstream-behaviour.ts';
import {
  type Asked,
  configOf,
  provider,
  type StartedGateway,
  startGateway,
} from '../../support/start-gateway.ts';
import { faults, faultTable } from './fault-table.ts';
import { textOf } from './text-of.ts';

/** A dialect that each client’s request is converted into. */
const other: Readonly<Record<Conversing, Conversing>> = {
  'openai-chat': 'anthropic-messages',
  'openai-responses': 'openai-chat',
  'anthropic-messages': 'gemini-generate',
  'gemini-generate': 'openai-responses',
};

/** How each dialect's stream ends when it broke; Gemini's just ends, without a finish reason. */
const brokenEnding: Readonly<Record<Conversing, RegExp>> = {
  'openai-chat': /data: \{"error":.*\}\n\n$/s,
  'openai-responses': /event: response\.failed\ndata: .*\n\n$/s,
  'anthropic-messages': /event: error\ndata: .*\n\n$/s,
  'gemini-generate': /^(?!.*finishReason).*$/s,
};

const setups = [
  {
    name: 'both speak the client’s dialect',
    first: (dialect: Conversing) => dialect,
    second: (dialect: Conversing) => dialect,
  },
  {
    name: 'the second is asked in another dialect',
    first: (dialect: Conversing) => dialect,
    second: (dialect: Conversing) => other[dialect],
  },
  {
    name: 'the first is asked in another dialect',
    first: (dialect: Conversing) => other[dialect],
    second: (dialect: Conversing) => dialect,
  },
];

function speaking(id: string, url: string, dialect: Conversing, timeouts?: Provider['timeouts']): Provider {
  const whole = provider(id, url, timeouts === undefined ? {} : { timeouts });
  return { ...whole, endpoints: new Map([...whole.endpoints].filter(([each]) => each === dialect)) };
}

let first: ScriptedUpstream;
let second: ScriptedUpstream;
let gateway: StartedGateway;
let clock: ManualClock;

/** Waits for an answer; in a silence the time goes on by itself, else it stands. */
async function whole(asking: Promise<Asked>, silent: boolean): Promise<Asked> {
  if (!silent) return asking;
  let over = false;
  const end = asking.finally(() => {
    over = true;
  });
  await first.stalled();
  while (!over) {
    // Far shorter steps than the gateway's patience: what was sent before the silence has long arrived when it ends.
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(100);
  }
  return end;
}

beforeAll(async () => {
  first = await createScriptedUpstream();
  second = await createScriptedUpstream({ script: answer('second answers') });
});
afterAll(async () => {
  await first.close();
  await second.close();
});

describe.each(setups)('$name', (setup) => {
  describe.each(conversing)('%s', (dialect) => {
    const start = async (): Promise<void> => {
      // Less than the silence after which a client gets a ping, and with it a head that names nobody.
      const ms = 5_000;
      const timeouts = { connectMs: 1000, firstByteMs: ms, idleMs: ms, totalMs: ms };
      const providers = [
        speaking('first', first.url, setup.first(dialect), timeouts),
        speaking('second', second.url, setup.second(dialect)),
      ];
      const { routing } = configOf({ providers });
      gateway = await startGateway({
        providers,
        clock,
        config: { routing: { ...routing, preferred: 'first', stabilizeSeconds: 0 } },
      });
    };
    beforeEach(() => {
      clock = createManualClock();
    });
    afterEach(() => gateway.close());

    for (const row of faults) {
      for (const stream of row.when === 'both' ? [true, false] : [row.when === 'stream']) {
        it(`${row.name}, ${stream ? 'stream' : 'JSON'}: ${row.outcome}`, async () => {
          await start();
          const { path, body } = request(dialect, { stream });
          const before = { first: first.calls.length, second: second.calls.length };
          const { behaviour } = row;
          first.script(typeof behaviour === 'function' ? behaviour(setup.first(dialect)) : behaviour);
          const asked = await whole(gateway.ask(path, body), row.name.startsWith('silence'));
          const record = await gateway.record(asked);
          expect(first.calls.length - before.first).toBe(1);
          expect(second.calls.length - before.second).toBe(row.outcome === 'moves on' ? 1 : 0);
          expect(record.attempts[0]?.failure?.class).toBe(row.class);
          if (row.outcome === 'moves on') {
            expect(asked.status).toBe(200);
            expect(asked.headers.get('x-patchbay-provider')).toBe('second');
            expect(asked.headers.get('x-patchbay-attempts')).toBe('2');
            expect(textOf(asked.text)).toBe('second answers');
            expect(record.outcome).toBe('ok');
            expect(record.attempts.map(({ outcome }) => outcome)).toEqual(['failed', 'ok']);
          } else if (row.outcome === 'returned') {
            expect(asked.status).toBe(behaviourStatus(row.behaviour));
            expect(asked.text).toContain('you asked wrongly');
            expect(asked.headers.get('x-patchbay-provider')).toBe('first');
          } else {
            expect(asked.status).toBe(200);
            expect(asked.text).toMatch(brokenEnding[dialect]);
            expect(asked.text).not.toContain('[DONE]');
            expect(record).toMatchObject({ outcome: 'failed', provider: 'first' });
          }
          first.script(answer('first answers'));
          const next = await gateway.ask(path, body);
          expect(next.headers.get('x-patchbay-provider')).toBe(row.again ? 'first' : 'second');
        });
      }
    }
  });
});

function behaviourStatus(behaviour: unknown): number {
  return typeof behaviour === 'object' && behaviour !== null && 'status' in behaviour
    ? Number(behaviour.status)
    : 0;
}

it('docs/routing.md lists every fault', () => {
  const docs = readFileSync(fileURLToPath(new URL('../../../docs/routing.md', import.meta.url)), 'utf8');
  const plain = (text: string): string => text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---');
  expect(plain(docs)).toContain(plain(faultTable()));
});
