import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, runNode } from './run.mjs';

/** What is proven without running anything; each counts as one test. */
export const staticChecks = [
  { title: 'types', file: 'node_modules/typescript/bin/tsc', args: ['-p', 'tsconfig.json'] },
  {
    title: 'types of the gateway without VS Code',
    file: 'node_modules/typescript/bin/tsc',
    args: ['-p', 'src/gateway/tsconfig.json'],
  },
  { title: 'format and lint', file: 'node_modules/@biomejs/biome/bin/biome', args: ['check', '.'] },
  {
    title: 'import rules',
    file: 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    args: ['--config', '.dependency-cruiser.cjs', 'src'],
  },
];

/** Runs the static checks at once, because each of them keeps one core busy, and tells of one after the other. */
export async function runStaticChecks(node) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const running = staticChecks.map(({ title, file, args }) => {
    const written = [];
    const code = runNode(node, file, args, { take: (bytes) => written.push(bytes) });
    return { title, written, code };
  });
  for (const { title, written, code } of running) {
    console.log(`\n▸ ${title}`);
    const ok = (await code) === 0;
    process.stdout.write(Buffer.concat(written));
    if (ok) counts.passed += 1;
    else counts.failed += 1;
    console.log(ok ? `✓ ${title}` : `✗ ${title}`);
  }
  return counts;
}

/** Runs a vitest project and counts from its own report. */
export async function runVitest(node, project, flags) {
  const report = join(root, 'test-output', `${project}.json`);
  mkdirSync(join(root, 'test-output'), { recursive: true });
  rmSync(report, { force: true });
  console.log(`\n▸ tests (${project})`);
  const args = [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const code = await runNode(node, 'node_modules/vitest/vitest.mjs', [...args, ...flags]);
  return countsOf(readReport(report), code);
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // It ended before it could report; its exit code says so.
    return undefined;
  }
}

/**
 * The figures of a report. A file that could not even be loaded has no tests in it, and an error between tests
 * belongs to none: whatever made vitest fail counts as one failure at least.
 */
export function countsOf(report, code) {
  const passed = report?.numPassedTests ?? 0;
  const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  const unloaded = (report?.testResults ?? []).filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((each) => each.status === 'failed'),
  ).length;
  const failed = (report?.numFailedTests ?? 0) + unloaded;
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed, skipped };
}

/** The last line of a test run, and its exit code. */
export function conclude(...all) {
  const sum = (key) => all.reduce((total, counts) => total + counts[key], 0);
  const failed = sum('failed');
  console.log(`\n${sum('passed')} passed, ${failed} failed, ${sum('skipped')} skipped`);
  return failed === 0 ? 0 : 1;
}
