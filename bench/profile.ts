// CPU profile of the built gateway's main thread under one kind of load:
//   node bench/profile.ts [small-json | body | body-restricted | stream | paced | converted-…] [--seconds N] [--out FOLDER] [--bundle FILE]
// Prints where the time went and leaves the .cpuprofile for VS Code or Chrome to open.
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type BodyName, type Pair, writeBodies } from './bodies.ts';
import { type Cost, costsOf, type Locate } from './cpu-profile.ts';
import { type Load, runLoad, wrongAnswers } from './load.ts';
import { buildNative } from './native.ts';
import { startProgram } from './program.ts';
import { startSubject } from './subjects.ts';
import { threadTimes, threadTimesBetween } from './thread-time.ts';

interface Scenario {
  readonly body: BodyName;
  readonly connections: number;
  readonly warmUp: number;
  readonly restricted?: boolean;
  /** Absent: of Chat Completions. */
  readonly path?: string;
}

const scenarios: ReadonlyMap<string, Scenario> = new Map([
  ['small-json', { body: 'smallJson', connections: 16, warmUp: 40_000 }],
  ['body', { body: 'agentLate', connections: 8, warmUp: 500 }],
  ['body-restricted', { body: 'agentLate', connections: 8, warmUp: 500, restricted: true }],
  ['stream', { body: 'burst', connections: 16, warmUp: 400 }],
  ['paced', { body: 'paced', connections: 16, warmUp: 16 }],
  ...converted('messagesAtChat', '/v1/messages'),
  ...converted('responsesAtMessages', '/v1/responses'),
]);

function converted(pair: Pair, path: string): [string, Scenario][] {
  const kinds = [
    ['burst', 16, 400],
    ['burstEscaped', 16, 400],
    ['pacedEscaped', 16, 16],
    ['agent', 8, 500],
    ['one', 16, 20_000],
  ] as const;
  return kinds.map(([kind, connections, warmUp]) => [
    `converted-${pair}-${kind}`,
    { body: `${pair}/${kind}`, connections, warmUp, path },
  ]);
}

const root = join(import.meta.dirname, '..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '5' },
    out: { type: 'string', default: join(root, 'test-output', 'profile') },
    bundle: { type: 'string', default: join(root, 'dist', 'patchbay.cjs') },
  },
});
const name = positionals[0] ?? 'small-json';
const scenario = scenarios.get(name);
const seconds = Number(values.seconds);
if (scenario === undefined || !(seconds > 0 && seconds <= 40)) {
  console.error(`Known loads: ${[...scenarios.keys()].join(', ')}; --seconds is 1 to 40.`);
  process.exit(2);
}
const folder = await mkdtemp(join(tmpdir(), 'patchbay-profile-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
try {
  const profile = await record(scenario, seconds);
  const file = join(resolve(values.out), `${name}.cpuprofile`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, profile);
  console.log(file);
  print(costsOf(profile, sourceLocator()));
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

async function record(load: Scenario, duration: number): Promise<string> {
  const programs = await buildNative(join(root, 'node_modules', '.cache', 'patchbay-bench'));
  const upstream = await startProgram(programs.upstream, [], { errors: join(folder, 'upstream.log') });
  const bodies = await writeBodies(join(folder, 'bodies'));
  const where = { upstreamUrl: upstream.url, folder, bundle: resolve(values.bundle) };
  const preload = new URL('profiler.ts', import.meta.url).href;
  const gateway = await startSubject('gateway', where, { preload });
  const child = gateway.program?.child;
  if (child === undefined) throw new Error('The gateway has no process.');
  const ask = async (message: string): Promise<unknown> => {
    const answer = once(child, 'message');
    child.send(message);
    return (await answer)[0];
  };
  const send = (more: Partial<Load>) =>
    runLoad(programs.load, {
      url: gateway.url,
      path: load.path ?? '/v1/chat/completions',
      bodyFile: bodies[load.body],
      connections: load.connections,
      pids: gateway.pids,
      headers: { authorization: `Bearer ${load.restricted === true ? gateway.restrictedKey : gateway.key}` },
      ...more,
    });
  await send({ requests: load.warmUp });
  await ask('start');
  const [pid = 0] = gateway.pids;
  const before = await threadTimes(pid);
  const result = await send({ seconds: duration });
  const threads = threadTimesBetween(before, await threadTimes(pid));
  const profile = z.string().parse(await ask('stop'));
  await gateway.program?.stop();
  await upstream.stop();
  const wrong = wrongAnswers(result);
  if (wrong !== undefined) throw new Error(`The answers were wrong: ${wrong}.`);
  const micros = result.cpuNanoseconds / 1000 / result.requests;
  console.log(
    `${result.requests} requests in ${result.seconds.toFixed(1)} s, ${micros.toFixed(0)} us of CPU each`,
  );
  for (const [thread, ms] of threads)
    console.log(`${((ms * 1000) / result.requests).toFixed(1).padStart(8)} us  ${thread}`);
  return profile;
}

/** Finds the sources of the bundle through its source map; without one the bundle's own lines are printed. */
function sourceLocator(): Locate {
  const file = `${resolve(values.bundle)}.map`;
  if (!existsSync(file)) return () => undefined;
  const map = new SourceMap(JSON.parse(readFileSync(file, 'utf8')));
  return (url, line, column) => {
    if (!url.endsWith('patchbay.cjs')) return undefined;
    const entry = map.findEntry(line - 1, column - 1);
    if (!('originalSource' in entry)) return undefined;
    const source = entry.originalSource.startsWith('file:')
      ? fileURLToPath(entry.originalSource)
      : resolve(dirname(file), entry.originalSource);
    return { source: relative(root, source), line: entry.originalLine + 1 };
  };
}

/** Functions that are printed of each kind; the rest are below half a percent. */
function print(costs: readonly Cost[]): void {
  const percent = (share: number): string => `${(share * 100).toFixed(1).padStart(5)} %`;
  console.log('\nIn the function itself');
  for (const cost of costs.slice(0, 40)) console.log(`${percent(cost.self)}  ${cost.where}`);
  console.log('\nOur own functions, with what they call');
  const own = costs.filter((cost) => / src\//.test(cost.where)).toSorted((a, b) => b.total - a.total);
  for (const cost of own.slice(0, 40)) console.log(`${percent(cost.total)}  ${cost.where}`);
}
