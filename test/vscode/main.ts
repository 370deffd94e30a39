import { rm } from 'node:fs/promises';
import { watchOutsiders } from '../support/outsiders.ts';
import { addProviderCases } from './cases/add-provider.ts';
import { clientCases } from './cases/clients.ts';
import { harnessCases } from './cases/harness.ts';
import { routingCases } from './cases/routing.ts';
import { troubleCases } from './cases/trouble.ts';
import { launchBrowser } from './harness/browser.ts';
import { browserHost } from './harness/browser-host.ts';
import type { Case } from './harness/case.ts';
import { desktopHost } from './harness/desktop-host.ts';
import { desktopPath, desktopProblem, filterWords } from './harness/desktop-program.ts';
import type { Host, HostPlan } from './harness/host.ts';
import { outputFolder } from './harness/places.ts';
import { createStage } from './harness/stage.ts';

/** Runs the cases whose name holds all words given, one after the other; `--electron PATH` in a desktop VS Code. */
const flags = process.argv.slice(2);
const words = filterWords(flags);
const isDesktop = flags.includes('--electron');
const program = desktopPath(flags);

/** Tries of a case: a browser on a shared machine now and then misses a click that a person would repeat. */
const mostTries = 2;

/** Milliseconds for all cases together. */
const mostMs = 15 * 60_000;

const cases: readonly Case[] = [
  ...harnessCases,
  ...addProviderCases,
  ...routingCases,
  ...troubleCases,
  ...clientCases,
];
const chosen = cases.filter((each) => words.every((word) => each.name.includes(word)));
const counts = { passed: 0, failed: 0, skipped: 0 };

// What the suite has started ends with it: see startGroup.
for (const [name, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)
  process.once(name, () => process.exit(code));

const timeIsUp = new Promise<never>((_, failed) => {
  const error = new Error(`the ${mostMs / 60_000} minutes for all cases are over`);
  AbortSignal.timeout(mostMs).addEventListener('abort', () => failed(error));
});
// Each case waits for it; between two cases nobody does.
timeIsUp.catch(() => undefined);

process.exitCode = await main();

async function main(): Promise<number> {
  const problem = isDesktop ? desktopProblem(program, process.env) : undefined;
  if (problem !== undefined) {
    console.error(problem);
    return 2;
  }
  await rm(outputFolder, { recursive: true, force: true });
  const outsiders = await watchOutsiders();
  const browser = isDesktop ? undefined : await launchBrowser();
  const makeHost = (plan: HostPlan): Promise<Host> =>
    browser === undefined ? desktopHost(program ?? '', plan) : browserHost(browser, plan);
  for (const each of chosen) await play(each, makeHost);
  await browser?.close();
  for (const name of outsiders.names())
    console.log(`note  somebody asked for ${name}; there is no network here`);
  outsiders.close();
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return counts.failed > 0 || counts.passed === 0 ? 1 : 0;
}

async function play(each: Case, makeHost: (plan: HostPlan) => Promise<Host>): Promise<void> {
  if (isDesktop && each.browserOnly !== undefined) {
    counts.skipped += 1;
    console.log(`SKIP  ${each.name}: ${each.browserOnly}`);
    return;
  }
  for (let nth = 1; nth <= mostTries; nth += 1) {
    const started = performance.now();
    const problem = await attempt(each, makeHost);
    const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`;
    if (problem === undefined) {
      counts.passed += 1;
      console.log(`PASS  ${each.name} (${seconds}${nth > 1 ? ', at the second try' : ''})`);
      return;
    }
    const verdict = nth < mostTries ? 'AGAIN' : 'FAIL ';
    console.log(`${verdict} ${each.name} (${seconds}): ${problem}`);
  }
  counts.failed += 1;
}

/** Plays a case once; returns what was wrong, and where it is kept. */
async function attempt(each: Case, makeHost: (plan: HostPlan) => Promise<Host>): Promise<string | undefined> {
  const keeper = await createStage(each, makeHost);
  try {
    await Promise.race([timeIsUp, each.run(keeper.stage)]);
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const kept = await keeper.keep(error instanceof Error ? (error.stack ?? reason) : reason);
    return `${reason.split('\n', 3).join(' ')}\n      kept in ${kept}`;
  } finally {
    await keeper.close();
  }
}
