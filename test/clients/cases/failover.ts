import assert from 'node:assert/strict';
import type { ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { answer, type Behaviour, failure, faulty } from '../../support/scripted-upstream-behaviour.ts';
import { checkCleanAnswer, streamingClients } from '../agents/streaming-clients.ts';
import type { Case } from '../harness/case.ts';

const text = 'The second provider answers.';

/** How the first provider fails before it has said anything. */
const failures: Readonly<Record<string, Behaviour>> = {
  'answers 500': failure(500),
  'answers 529': failure(529),
  'answers 429': failure(429, { retryAfter: 30 }),
  'refuses its key': failure(401),
  'resets the connection': faulty({ do: 'reset', after: 'nothing' }),
  'hangs up after the head': faulty({ do: 'cut', after: 0 }),
  'says nothing at all': faulty({ do: 'stall', after: 'nothing' }),
  'says nothing after the head': faulty({ do: 'stall', after: 0 }),
  'reports an error as its first event': faulty({ do: 'error', after: 0 }),
};

/** After the first event of these dialects nothing real was said yet, so another provider can still take over. */
const failuresAfterStart: Readonly<Record<string, Behaviour>> = {
  'hangs up after its first event': faulty({ do: 'cut', after: 1 }),
  'ends after its first event': faulty({ do: 'end', after: 1 }),
  'falls silent after its first event': faulty({ do: 'stall', after: 1 }),
  'reports an error after its first event': faulty({ do: 'error', after: 1 }),
};

/**
 * How often the gateway tried a provider. A kept connection that dies before any byte of the answer is nobody's
 * failure: the request is repeated once on a fresh one, and both together are one try.
 */
function triesOf(upstream: ScriptedUpstream): number {
  const [first, ...more] = upstream.calls;
  const wasKept = upstream.requests.some(
    (earlier) => earlier.connection === first?.connection && !upstream.calls.includes(earlier),
  );
  const repeated = more[0] !== undefined && more[0].connection !== first?.connection;
  return upstream.calls.length - (wasKept && repeated ? 1 : 0);
}

/** Two providers, the first one fails: the client asks once, and sees one clean answer. */
export const failoverCases: readonly Case[] = streamingClients.flatMap((client) => {
  const begins = client.dialect !== 'gemini-generate';
  return Object.entries({ ...failures, ...(begins ? failuresAfterStart : {}) }).map(
    ([what, behaviour]): Case => ({
      name: `failover: ${client.name}, the first provider ${what}`,
      needsGateway: true,
      async run(stage) {
        const first = await stage.upstream('first', { script: behaviour });
        const second = await stage.upstream('second', { script: answer(text) });
        const door = await stage.open([
          { id: 'first', upstream: first, timeouts: { firstByteMs: 1_000, idleMs: 1_000 } },
          { id: 'second', upstream: second },
        ]);
        const end = await client.run(stage, door);
        checkCleanAnswer(end, text);
        assert.equal(triesOf(first), 1, 'tries of the first provider');
        assert.equal(second.calls.length, 1, 'requests to the second provider');
      },
    }),
  );
});
