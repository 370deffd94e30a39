import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { writeBodies } from './bodies.ts';
import type { Bench } from './measure-cpu.ts';
import { measureAll } from './measurements.ts';
import { buildNative } from './native.ts';
import { type Options, readOptions, usage } from './options.ts';
import { startProgram } from './program.ts';
import type { Surroundings } from './subjects.ts';
import { judge, type Row, verdictLine } from './verdict.ts';

const root = join(import.meta.dirname, '..');

/** Exit codes: 0 measured, 1 past a limit (with `--gate`) or not measurable, 2 called wrongly. */
async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(usage);
    return 0;
  }
  const options = readOptions(args);
  if ('problem' in options) {
    console.error(`${options.problem}\n\n${usage}`);
    return 2;
  }
  if (process.platform !== 'linux') {
    console.error('The benchmark reads CPU time and memory from /proc and runs on Linux only.');
    return 2;
  }
  const bundle = resolve(options.bundle ?? join(root, 'dist', 'patchbay.cjs'));
  if (options.external === undefined && options.subject === 'gateway' && !existsSync(bundle)) {
    console.error(`${bundle} is missing. Build it first: npm run build`);
    return 2;
  }
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return bench(options, folder, bundle);
}

async function bench(options: Options, folder: string, bundle: string): Promise<number> {
  const programs = await buildNative(join(root, 'node_modules', '.cache', 'patchbay-bench'));
  const upstream = await startProgram(programs.upstream, [String(options.upstreamPort)], {
    errors: join(folder, 'upstream.log'),
  });
  const where: Surroundings = { upstreamUrl: upstream.url, folder, bundle };
  const kept: { measurement: string; candidate: string; results: readonly unknown[] }[] = [];
  const context: Bench = {
    loadProgram: programs.load,
    bodies: await writeBodies(join(folder, 'bodies')),
    rounds: options.rounds,
    keep(measurement, candidate, results) {
      kept.push({ measurement, candidate, results });
    },
  };
  const began = performance.now();
  const load = (await readFile('/proc/loadavg', 'utf8')).split(' ')[0];
  console.log(
    `Node ${process.version}, ${availableParallelism()} CPUs, load ${load}, ${options.rounds} rounds; ` +
      'CPU is compared with a bare node:http and undici forwarder in the same rounds',
  );
  const rows: Row[] = [];
  await measureAll(context, options, where, upstream, (row) => {
    rows.push(row);
    console.log(verdictLine(row));
  });
  await upstream.stop();
  console.log(`${Math.round((performance.now() - began) / 1000)} s`);
  if (options.json !== undefined) {
    const verdicts = rows.map((row) => ({ ...row, verdict: judge(row) }));
    await writeFile(
      options.json,
      `${JSON.stringify({ node: process.version, load, rows: verdicts, kept }, null, 2)}\n`,
    );
  }
  return conclude(rows, options.gate);
}

function conclude(rows: readonly Row[], gate: boolean): number {
  const invalid = rows.filter((row) => judge(row) === 'invalid').length;
  const failed = rows.filter((row) => judge(row) === 'fail').length;
  if (invalid > 0) console.log(`${invalid} figures are not valid, so nothing is proven by them.`);
  if (failed > 0) console.log(`${failed} figures are past the limit.`);
  if (invalid === 0 && failed === 0) console.log('No figure is past its limit.');
  return invalid > 0 || (gate && failed > 0) ? 1 : 0;
}

// Left by `exit`, not by running out of work: after a failed start the other programs still run, and only the `exit`
// event ends them.
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));
try {
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
