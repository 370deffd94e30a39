import { z } from 'zod';
import { runLoad, wrongAnswers } from './load.ts';
import type { Bench } from './measure-cpu.ts';
import { interleave } from './rounds.ts';
import { delayAtP99, difference, median } from './statistics.ts';
import type { Subject } from './subjects.ts';
import type { Row } from './verdict.ts';

const threadReport = z.object({
  thread: z.number(),
  script: z.string(),
  milliseconds: z.number(),
  stalls: z.array(z.number()),
});

type ThreadReport = z.infer<typeof threadReport>;

/** The module that goes into the process under test. */
export const probeModule = new URL('loop-probe.ts', import.meta.url).href;

/** Milliseconds of delay at p99 that storage and logging may cause. */
const target = 2;
/** Requests per second at fixed times: a busy team, and some fifty times what one person's agents send. */
const rate = 1000;
const connections = 64;
const windowSeconds = 2;
/** Rounds at most: windows are twice as long as elsewhere. */
const mostRounds = 5;
const warmUp = 3000;
/** How long threads get to answer; they need a few milliseconds. */
const reportMs = 250;

/**
 * How long the event loop that forwards chunks is blocked, compared with that of the bare forwarder under the same
 * load: fixed arrivals, each of which makes a row (and whatever the gateway logs). Everything that the gateway does on
 * that thread is in the difference, so it is an upper bound for what storage and logging do.
 */
export async function measureStall(
  bench: Bench,
  start: { readonly bare: () => Promise<Subject>; readonly subject: () => Promise<Subject> },
): Promise<Row[]> {
  const bare = await start.bare();
  const subject = await start.subject();
  const load = (candidate: Subject, more: { rate?: number; seconds?: number; requests?: number }) =>
    runLoad(bench.loadProgram, {
      url: candidate.url,
      path: '/v1/chat/completions',
      bodyFile: bench.bodies.smallJson,
      connections,
      headers: { authorization: `Bearer ${candidate.key}` },
      ...more,
    });
  const window = async (candidate: Subject) => {
    await collect(candidate);
    const result = await load(candidate, { rate, seconds: windowSeconds });
    const threads = (await collect(candidate)).filter(forwards);
    const delays = threads.map((thread) => delayAtP99(thread.stalls, thread.milliseconds));
    return {
      problem: wrongAnswers(result) ?? (threads.length === 0 ? 'the probe did not report' : undefined),
      delay: Math.max(...delays),
      longest: Math.max(0, ...threads.flatMap((thread) => thread.stalls)),
      latency: result.latencyUs,
    };
  };
  for (const candidate of [bare, subject]) await load(candidate, { requests: warmUp });
  const results = await interleave(
    Math.min(bench.rounds, mostRounds),
    [bare, subject].map((candidate) => ({ run: () => window(candidate) })),
  );
  await bare.program?.stop();
  await subject.program?.stop();
  const [reference = [], measured = []] = results;
  bench.keep('stall', bare.name, reference);
  bench.keep('stall', subject.name, measured);
  const delay = (list: readonly { readonly delay: number }[]): number[] => list.map((one) => one.delay);
  const invalid = results.flat().find((one) => one.problem !== undefined)?.problem;
  const wrong = invalid === undefined ? {} : { invalid };
  const longest = (list: readonly { readonly longest: number }[]): string =>
    `longest stall ${median(list.map((one) => one.longest)).toFixed(1)} ms per window`;
  return [
    {
      name: 'stall/gateway',
      what: `Event-loop delay at p99 beyond the bare forwarder's, ${rate} recorded requests/s`,
      unit: 'ms',
      measured: difference(delay(measured), delay(reference)),
      target,
      note: longest(measured),
      ...wrong,
    },
    {
      name: 'stall/bare',
      what: 'the bare forwarder itself',
      unit: 'ms',
      measured: { paired: median(delay(reference)), best: Math.min(...delay(reference)) },
      note: longest(reference),
      ...wrong,
    },
  ];
}

/** The thread that writes the database may block as long as it likes: nothing is forwarded there. */
function forwards(thread: ThreadReport): boolean {
  return !thread.script.includes('storage');
}

/** Asks every thread of the process for what it saw since the last time. */
function collect(subject: Subject): Promise<ThreadReport[]> {
  const child = subject.program?.child;
  if (child === undefined) return Promise.resolve([]);
  return new Promise((resolve) => {
    const reports: ThreadReport[] = [];
    const take = (message: unknown) => {
      const read = threadReport.safeParse(message);
      if (read.success) reports.push(read.data);
    };
    child.on('message', take);
    child.send('report');
    setTimeout(() => {
      child.off('message', take);
      resolve(reports);
    }, reportMs);
  });
}
