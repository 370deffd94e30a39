import assert from 'node:assert/strict';
import { failure } from '../../support/scripted-upstream-behaviour.ts';
import { checkSoon, streamingClients } from '../agents/streaming-clients.ts';
import type { Case } from '../harness/case.ts';

/** What every provider answers, and the words by which a person understands it. */
const refusals: readonly { status: number; what: string; words: RegExp }[] = [
  { status: 402, what: 'no credits', words: /credits|balance|exhausted|402/i },
  { status: 429, what: 'a limit without a time', words: /limit|exhausted|429/i },
  { status: 403, what: 'keys that may not', words: /refused|may not|403/i },
];

/** Nobody can answer, and asking again cannot help: the client stops at once and says why. */
export const finalErrorCases: readonly Case[] = streamingClients.flatMap((client) =>
  refusals.map(
    ({ status, what, words }): Case => ({
      name: `final ${status}: ${client.name}, ${what}`,
      needsGateway: true,
      async run(stage) {
        const first = await stage.upstream('first', { script: failure(status) });
        const second = await stage.upstream('second', { script: failure(status) });
        const door = await stage.open([
          { id: 'first', upstream: first },
          { id: 'second', upstream: second },
        ]);
        const end = await client.run(stage, door);
        const said = `${end.stdout}\n${end.stderr}`;
        assert.notEqual(end.code, 0, 'exit code of a client that got no answer');
        checkSoon(end, [first, second]);
        assert.match(said, words, 'what a person reads');
        for (const upstream of [first, second]) {
          assert.ok(upstream.calls.length <= 2, `requests to one provider: ${upstream.calls.length}`);
        }
      },
    }),
  ),
);
