import type { BodyName } from './bodies.ts';
import { runLoad, wrongAnswers } from './load.ts';
import type { Bench } from './measure-cpu.ts';
import { interleave } from './rounds.ts';
import { difference } from './statistics.ts';
import type { Subject } from './subjects.ts';
import { type Row, tolerance } from './verdict.ts';

/** What is asked for, and what the gateway may add to it. */
export interface FirstTokenAsk {
  readonly name: string;
  readonly what: string;
  readonly path: string;
  readonly body: BodyName;
  /** Milliseconds. */
  readonly target: number;
  /** How often the gateway's answer holds the text of the one chunk. */
  readonly copies: number;
}

const passedThrough: FirstTokenAsk = {
  name: 'first-token',
  what: 'Added time to the first token (p50, one kept connection)',
  path: '/v1/chat/completions',
  body: 'oneChunk',
  target: 0.3,
  copies: 1,
};

/** Enough streams for both processes to have optimised the path. */
const warmUp = 600;
const windowSeconds = 0.5;

/**
 * Milliseconds that the bare forwarder adds on a machine of its own (0.14 to 0.2 measured). Where it needs more, whatever
 * takes time takes more, and the limit grows as much; the target stays.
 */
const usualBareMs = 0.2;

/**
 * Time that the subject adds until the first text of a stream arrives: one connection, kept, a stream of one chunk;
 * the median against the median of streams straight from the upstream in the same round.
 */
export async function measureFirstToken(
  bench: Bench,
  upstream: Subject,
  bare: Subject,
  subject: Subject,
  ask = passedThrough,
): Promise<Row[]> {
  const window = (candidate: Subject, before: number) =>
    runLoad(bench.loadProgram, {
      url: candidate.url,
      path: ask.path,
      bodyFile: bench.bodies[ask.body],
      connections: 1,
      seconds: windowSeconds,
      warmUp: before,
      chunks: candidate === subject ? ask.copies : 1,
      headers: { authorization: `Bearer ${candidate.key}` },
    });
  const candidates = [upstream, bare, subject];
  for (const candidate of candidates) await window(candidate, warmUp);
  const results = await interleave(
    bench.rounds,
    candidates.map((candidate) => ({ run: () => window(candidate, warmUp / 6) })),
  );
  for (const [index, candidate] of candidates.entries())
    bench.keep(ask.name, candidate.name, results[index] ?? []);
  const middle = (index: number): number[] =>
    (results[index] ?? []).map((result) => (result.firstTokenUs?.p50 ?? Number.NaN) / 1000);
  const invalid = results
    .flat()
    .map(wrongAnswers)
    .find((problem) => problem !== undefined);
  const wrong = invalid === undefined ? {} : { invalid };
  const added = difference(middle(1), middle(0));
  // Without a figure of the bare forwarder the machine counts as usual.
  const slowness = Math.max(1, Math.min(added.paired, added.best) / usualBareMs || 1);
  return [
    {
      name: `${ask.name}/gateway`,
      what: ask.what,
      unit: 'ms',
      measured: difference(middle(2), middle(0)),
      target: ask.target,
      limit: ask.target * tolerance * slowness,
      ...wrong,
    },
    {
      name: `${ask.name}/bare`,
      what: 'the same for the bare forwarder',
      unit: 'ms',
      measured: added,
      ...wrong,
    },
  ];
}
