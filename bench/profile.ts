// CPU profile of the built gateway under one kind of load:
//   node bench/profile.ts [small-json | body | body-restricted | stream | paced] [--seconds N] [--out FOLDER] [--bundle FILE]
// Prints where the time went and leaves the .cpuprofile files (one per thread) for VS Code or Chrome to open.
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type BodyName, writeBodies } from './bodies.ts';
import { topCosts } from './cpu-profile.ts';
import { runLoad, wrongAnswers } from './load.ts';
import { buildNative } from './native.ts';
import { startProgram } from './program.ts';
import { startSubject } from './subjects.ts';

interface Scenario {
  readonly body: BodyName;
  readonly connections: number;
  readonly warmUp: number;
  readonly restricted?: boolean;
}

const scenarios: ReadonlyMap<string, Scenario> = new Map([
  ['small-json', { body: 'smallJson', connections: 16, warmUp: 3000 }],
  ['body', { body: 'agentLate', connections: 8, warmUp: 300 }],
  ['body-restricted', { body: 'agentLate', connections: 8, warmUp: 300, restricted: true }],
  ['stream', { body: 'burst', connections: 16, warmUp: 100 }],
  ['paced', { body: 'paced', connections: 16, warmUp: 0 }],
]);

/** Functions that are printed; below them the shares are under one percent. */
const shown = 30;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '5' },
    out: { type: 'string', default: 'test-output/profile' },
    bundle: { type: 'string', default: join(import.meta.dirname, '..', 'dist', 'patchbay.cjs') },
  },
});
const name = positionals[0] ?? 'small-json';
const scenario = scenarios.get(name);
const seconds = Number(values.seconds);
if (scenario === undefined || !(seconds > 0 && seconds <= 60)) {
  console.error(`Known loads: ${[...scenarios.keys()].join(', ')}; --seconds is 1 to 60.`);
  process.exitCode = 2;
} else {
  try {
    await profile(scenario, seconds, resolve(values.out));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}

async function profile(load: Scenario, duration: number, out: string): Promise<void> {
  const root = join(import.meta.dirname, '..');
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-profile-'));
  await mkdir(out, { recursive: true });
  const before = new Set(await readdir(out));
  try {
    const programs = await buildNative(join(root, 'node_modules', '.cache', 'patchbay-bench'));
    const upstream = await startProgram(programs.upstream, [], { errors: join(folder, 'upstream.log') });
    const bodies = await writeBodies(join(folder, 'bodies'));
    const gateway = await startSubject(
      'gateway',
      { upstreamUrl: upstream.url, folder, bundle: resolve(values.bundle) },
      { nodeArgs: ['--cpu-prof', `--cpu-prof-dir=${out}`] },
    );
    const result = await runLoad(programs.load, {
      url: gateway.url,
      path: '/v1/chat/completions',
      bodyFile: bodies[load.body],
      connections: load.connections,
      seconds: duration,
      warmUp: load.warmUp,
      pids: gateway.pids,
      headers: { authorization: `Bearer ${load.restricted === true ? gateway.restrictedKey : gateway.key}` },
    });
    await gateway.program?.stop();
    await upstream.stop();
    const wrong = wrongAnswers(result);
    if (wrong !== undefined) console.log(`The answers were wrong: ${wrong}.`);
    const micros = result.cpuNanoseconds / 1000 / result.requests;
    console.log(
      `${result.requests} requests in ${result.seconds.toFixed(1)} s, ${micros.toFixed(0)} us of CPU each`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  for (const file of await readdir(out)) {
    if (before.has(file) || !file.endsWith('.cpuprofile')) continue;
    const path = join(out, file);
    console.log(`\n${path}`);
    for (const cost of topCosts(await readFile(path, 'utf8')).slice(0, shown))
      console.log(
        `${(cost.share * 100).toFixed(1).padStart(5)} %  ${cost.selfMs.toFixed(0).padStart(6)} ms  ${cost.where}`,
      );
  }
}
