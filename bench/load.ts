import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { killAtExit } from './program.ts';

const samples = z.object({ count: z.number(), p50: z.number(), p99: z.number(), max: z.number() }).nullable();

const loadResult = z.object({
  requests: z.number(),
  seconds: z.number(),
  errors: z.number(),
  badStatus: z.number(),
  broken: z.number(),
  late: z.number(),
  cpuNanoseconds: z.number(),
  residentBeforeKb: z.number(),
  residentMostKb: z.number(),
  mostStreamsOpen: z.number(),
  latencyUs: samples,
  firstTokenUs: samples,
  chunkLatencyUs: samples,
});

/** What the load generator saw in one window. Times in microseconds; CPU of all threads of the given processes. */
export type LoadResult = z.infer<typeof loadResult>;

/** One window of load. Either `seconds` or `requests` ends it. */
export interface Load {
  readonly url: string;
  readonly path: string;
  readonly bodyFile: string;
  readonly connections: number;
  readonly seconds?: number;
  readonly requests?: number;
  readonly warmUp?: number;
  /** Requests per second at fixed times; without it each connection sends the next request after the answer. */
  readonly rate?: number;
  /** Chunks with a time stamp that each answer must hold. */
  readonly chunks?: number;
  readonly pids?: readonly number[];
  /** Wait before the last CPU reading, so that rows written after the answer are counted, too. */
  readonly settleMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** No window takes longer than a minute; the generator itself gives up after 20 s without an answer. */
const mostMs = 60_000;

/** Runs one window of load. Rejects when the target cannot be reached or stops answering. */
export async function runLoad(program: string, load: Load): Promise<LoadResult> {
  const args = ['-t', new URL(load.url).host, '-u', load.path, '-b', load.bodyFile];
  args.push('-c', String(load.connections));
  if (load.seconds !== undefined) args.push('-d', String(load.seconds));
  if (load.requests !== undefined) args.push('-n', String(load.requests));
  if (load.warmUp !== undefined) args.push('-w', String(load.warmUp));
  if (load.rate !== undefined) args.push('-r', String(load.rate));
  if (load.chunks !== undefined) args.push('-e', String(load.chunks));
  if (load.pids !== undefined) args.push('-p', load.pids.join(','));
  if (load.settleMs !== undefined) args.push('-s', String(load.settleMs));
  for (const [name, value] of Object.entries(load.headers ?? {})) args.push('-H', `${name}: ${value}`);
  try {
    const running = promisify(execFile)(program, args, { timeout: mostMs });
    killAtExit(running.child);
    const { stdout } = await running;
    return loadResult.parse(JSON.parse(stdout));
  } catch (error) {
    const words = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new Error(`The load on ${load.url}${load.path} failed: ${words}`);
  }
}

/** Why the answers of a window were wrong, or undefined when all were right. */
export function wrongAnswers(result: LoadResult): string | undefined {
  if (result.requests === 0) return 'no request was answered';
  if (result.errors > 0) return `${result.errors} of ${result.requests} requests broke off`;
  if (result.badStatus > 0) return `${result.badStatus} of ${result.requests} answers were not 200`;
  if (result.broken > 0) return `${result.broken} of ${result.requests} streams had missing or extra chunks`;
  return undefined;
}
