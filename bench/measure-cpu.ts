import type { BodyFiles, BodyName } from './bodies.ts';
import { type LoadResult, runLoad, wrongAnswers } from './load.ts';
import { interleave } from './rounds.ts';
import { median, ratio } from './statistics.ts';
import type { Subject } from './subjects.ts';
import type { Row } from './verdict.ts';

/** What measurements have in common. */
export interface Bench {
  readonly loadProgram: string;
  readonly bodies: BodyFiles;
  readonly rounds: number;
  /** Keeps the raw results of a measurement for `--json`. */
  keep(measurement: string, candidate: string, results: readonly unknown[]): void;
}

/** Who answers in a measurement of CPU time, and what it may cost. */
export interface CpuCandidate {
  readonly subject: Subject;
  /** Name inside the measurement. */
  readonly name: string;
  /** What the row says; absent: the candidate is only compared with. */
  readonly what?: string;
  readonly body: BodyName;
  readonly key?: 'open' | 'restricted';
  /** Times the CPU of the reference. */
  readonly target?: number;
  /** Fewer than the run's rounds, for candidates that are for information. */
  readonly rounds?: number;
  /** How often its answers hold the text of each chunk, when not once: Responses repeats it in closing events. */
  readonly copies?: number;
  /** Wait for rows that are written after the answer. */
  readonly settle?: boolean;
}

export interface CpuMeasurement {
  readonly name: string;
  readonly path: string;
  readonly connections: number;
  /** Requests before counting starts; a cold process costs several times as much per request. */
  readonly warmUp: number;
  readonly per: 'request' | 'chunk';
  /** Chunks of each answer, when it is a stream. */
  readonly chunks?: number;
  /** Whole streams instead of a second, where one takes about a second by itself. */
  readonly streams?: number;
  /** The first one is the reference. */
  readonly candidates: readonly [CpuCandidate, ...CpuCandidate[]];
}

/** Length of one window. */
const windowSeconds = 1;
/** A little more than the 250 ms that rows may wait before they are written. */
const settleMs = 300;

/** CPU time per request or chunk, as a ratio to the first candidate in the same round. */
export async function measureCpu(bench: Bench, measurement: CpuMeasurement): Promise<Row[]> {
  const { candidates } = measurement;
  const window = (candidate: CpuCandidate, warmUp: number, counted: boolean): Promise<LoadResult> =>
    runLoad(bench.loadProgram, {
      url: candidate.subject.url,
      path: measurement.path,
      bodyFile: bench.bodies[candidate.body],
      connections: measurement.connections,
      warmUp,
      pids: candidate.subject.pids,
      headers: {
        authorization: `Bearer ${candidate.key === 'restricted' ? candidate.subject.restrictedKey : candidate.subject.key}`,
      },
      ...(measurement.streams === undefined
        ? { seconds: counted ? windowSeconds : 0.05 }
        : { requests: counted ? measurement.streams : 1 }),
      ...(measurement.chunks === undefined ? {} : { chunks: measurement.chunks * (candidate.copies ?? 1) }),
      ...(counted && candidate.settle === true ? { settleMs } : {}),
    });
  for (const candidate of candidates) await window(candidate, measurement.warmUp, false);
  const again = Math.ceil(measurement.warmUp / 6);
  const results = await interleave(
    bench.rounds,
    candidates.map((candidate) => ({
      ...(candidate.rounds === undefined ? {} : { rounds: candidate.rounds }),
      run: () => window(candidate, again, true),
    })),
  );
  for (const [index, candidate] of candidates.entries())
    bench.keep(measurement.name, candidate.name, results[index] ?? []);
  const cost = (index: number): number[] =>
    (results[index] ?? []).map((result) => costOf(result, measurement.per, candidates[index]?.copies));
  const reference = cost(0);
  return candidates.flatMap((candidate, index): Row[] => {
    if (candidate.what === undefined) return [];
    const own = results[index] ?? [];
    const invalid = [...own, ...(results[0] ?? [])]
      .map(wrongAnswers)
      .find((problem) => problem !== undefined);
    return [
      {
        name: `${measurement.name}/${candidate.name}`,
        what: candidate.what,
        unit: 'times',
        measured: ratio(cost(index), reference),
        note: describe(cost(index), reference, own, measurement.per),
        ...(candidate.target === undefined ? {} : { target: candidate.target }),
        ...(invalid === undefined ? {} : { invalid }),
      },
    ];
  });
}

/** Microseconds of CPU for one request or one chunk. */
function costOf(result: LoadResult, per: 'request' | 'chunk', copies = 1): number {
  const count = per === 'request' ? result.requests : (result.chunkLatencyUs?.count ?? 0) / copies;
  return result.cpuNanoseconds / 1000 / count;
}

function describe(
  cost: readonly number[],
  reference: readonly number[],
  results: readonly LoadResult[],
  per: 'request' | 'chunk',
): string {
  const micros = (values: readonly number[]): string => {
    const value = median(values);
    return value < 100 ? value.toFixed(1) : value.toFixed(0);
  };
  const cpu = `${micros(cost)} us of CPU per ${per} against ${micros(reference)}`;
  const latency = (at: 'p50' | 'p99'): number[] =>
    results.map((result) => (per === 'chunk' ? result.chunkLatencyUs : result.latencyUs)?.[at] ?? Number.NaN);
  const rate = median(
    results.map(
      (result) => (per === 'chunk' ? (result.chunkLatencyUs?.count ?? 0) : result.requests) / result.seconds,
    ),
  );
  return `${cpu}, ${rate.toFixed(0)} ${per}s/s, p50 ${micros(latency('p50'))} us, p99 ${micros(latency('p99'))} us`;
}
