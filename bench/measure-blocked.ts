import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runLoad, wrongAnswers } from './load.ts';
import type { Bench } from './measure-cpu.ts';
import { startProgram } from './program.ts';
import { interleave } from './rounds.ts';
import { difference, ratio } from './statistics.ts';
import type { Subject, Surroundings } from './subjects.ts';
import type { Row } from './verdict.ts';

/** Of the delay that the same server has on the blocked thread. */
const targetShare = 0.25;
/** Milliseconds beyond straight to the upstream. */
const targetAdded = 20;
const connections = 16;
const chunks = 200;
/** Streams of a second each, `connections` at a time: four seconds, so that every window holds four blocks. */
const streams = 64;
const rounds = 3;

/**
 * What a blocked extension host does to streams: the 99th percentile of a chunk's delay, chunks every 5 ms, while the
 * host's main thread is blocked for 200 ms of every second. The gateway in its thread against the same gateway on that
 * main thread and against the upstream itself, in turn.
 */
export async function measureBlocked(bench: Bench, where: Surroundings, upstream: Subject): Promise<Row[]> {
  const inThread = await startHost('thread', where);
  const onMain = await startHost('main', where);
  const candidates = [upstream, onMain, inThread];
  const window = (candidate: Subject, requests: number) =>
    runLoad(bench.loadProgram, {
      url: candidate.url,
      path: '/v1/chat/completions',
      bodyFile: bench.bodies.paced,
      connections,
      requests,
      chunks,
      headers: { authorization: `Bearer ${candidate.key}` },
    });
  for (const candidate of candidates) await window(candidate, connections);
  const results = await interleave(
    rounds,
    candidates.map((candidate) => ({ run: () => window(candidate, streams) })),
  );
  await inThread.program?.stop();
  await onMain.program?.stop();
  for (const [index, candidate] of candidates.entries())
    bench.keep('blocked', candidate.name, results[index] ?? []);
  const late = (index: number): number[] =>
    (results[index] ?? []).map((result) => (result.chunkLatencyUs?.p99 ?? Number.NaN) / 1000);
  const invalid = results
    .flat()
    .map(wrongAnswers)
    .find((problem) => problem !== undefined);
  const wrong = invalid === undefined ? {} : { invalid };
  const ms = (values: readonly number[]): string => values.map((value) => value.toFixed(1)).join(', ');
  return [
    {
      name: 'blocked/share',
      what: 'Chunk delay at p99 beside a blocked host, against the same server on its main thread',
      unit: 'times',
      measured: ratio(late(2), late(1)),
      target: targetShare,
      note: `${ms(late(2))} ms against ${ms(late(1))} ms`,
      ...wrong,
    },
    {
      name: 'blocked/added',
      what: 'the same beyond straight to the upstream',
      unit: 'ms',
      measured: difference(late(2), late(0)),
      target: targetAdded,
      note: `straight ${ms(late(0))} ms`,
      ...wrong,
    },
  ];
}

async function startHost(which: 'thread' | 'main', where: Surroundings): Promise<Subject> {
  const home = join(where.folder, `blocked-${which}`);
  const dataDir = join(home, 'data');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const key = randomBytes(24).toString('hex');
  const program = await startProgram(
    process.execPath,
    [
      join(import.meta.dirname, 'reference', 'blocked-host.ts'),
      which,
      where.upstreamUrl,
      dirname(where.bundle),
      dataDir,
    ],
    {
      env: {
        HOME: home,
        XDG_RUNTIME_DIR: home,
        BENCH_OPEN_KEY: key,
        BENCH_RESTRICTED_KEY: randomBytes(24).toString('hex'),
        BENCH_ACCOUNT_KEY: randomBytes(24).toString('hex'),
      },
      errors: join(home, 'errors.log'),
    },
  );
  return { name: which, url: program.url, pids: [program.pid], key, restrictedKey: '', program };
}
