import { runLoad, wrongAnswers } from './load.ts';
import type { Bench } from './measure-cpu.ts';
import { interleave } from './rounds.ts';
import { difference } from './statistics.ts';
import type { Subject } from './subjects.ts';
import type { Row } from './verdict.ts';

/** What the gateway may add to the time to the first token, in milliseconds. */
const target = 0.3;
/** Enough streams for both processes to have optimised the path. */
const warmUp = 600;
const windowSeconds = 0.5;

/**
 * Time that the subject adds until the first text of a stream arrives: one connection, kept, a stream of one chunk;
 * the median against the median of streams straight from the upstream in the same round.
 */
export async function measureFirstToken(
  bench: Bench,
  upstream: Subject,
  bare: Subject,
  subject: Subject,
): Promise<Row[]> {
  const window = (candidate: Subject, before: number) =>
    runLoad(bench.loadProgram, {
      url: candidate.url,
      path: '/v1/chat/completions',
      bodyFile: bench.bodies.oneChunk,
      connections: 1,
      seconds: windowSeconds,
      warmUp: before,
      chunks: 1,
      headers: { authorization: `Bearer ${candidate.key}` },
    });
  const candidates = [upstream, bare, subject];
  for (const candidate of candidates) await window(candidate, warmUp);
  const results = await interleave(
    bench.rounds,
    candidates.map((candidate) => ({ run: () => window(candidate, warmUp / 6) })),
  );
  for (const [index, candidate] of candidates.entries())
    bench.keep('first-token', candidate.name, results[index] ?? []);
  const middle = (index: number): number[] =>
    (results[index] ?? []).map((result) => (result.firstTokenUs?.p50 ?? Number.NaN) / 1000);
  const invalid = results
    .flat()
    .map(wrongAnswers)
    .find((problem) => problem !== undefined);
  const wrong = invalid === undefined ? {} : { invalid };
  return [
    {
      name: 'first-token/gateway',
      what: 'Added time to the first token (p50, one kept connection)',
      unit: 'ms',
      measured: difference(middle(2), middle(0)),
      target,
      ...wrong,
    },
    {
      name: 'first-token/bare',
      what: 'the same for the bare forwarder',
      unit: 'ms',
      measured: difference(middle(1), middle(0)),
      ...wrong,
    },
  ];
}
