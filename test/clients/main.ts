import { rm } from 'node:fs/promises';
import { watchOutsiders } from '../support/outsiders.ts';
import { agentCases } from './cases/agents.ts';
import { convertedCases } from './cases/converted.ts';
import { failoverCases } from './cases/failover.ts';
import { finalErrorCases } from './cases/final-errors.ts';
import { oddUpstreamCases } from './cases/odd-upstreams.ts';
import { prefixCases } from './cases/prefixes.ts';
import { sdkCases } from './cases/sdks.ts';
import type { Case } from './harness/case.ts';
import { outputFolder } from './harness/places.ts';
import { createStage } from './harness/stage.ts';

/** Runs the cases whose name holds all words given; `--direct` points the clients at the upstream itself. */
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const direct = process.argv.includes('--direct');

/** Two at a time: more would measure the machine and not the clients. */
const lanes = 2;

const chosen: readonly Case[] = [
  ...agentCases,
  ...sdkCases,
  ...failoverCases,
  ...finalErrorCases,
  ...oddUpstreamCases,
  ...prefixCases,
  ...convertedCases,
].filter((each) => words.every((word) => each.name.includes(word)));
const counts = { passed: 0, failed: 0, skipped: 0 };
const queue = [...chosen];

await rm(outputFolder, { recursive: true, force: true });
const outsiders = await watchOutsiders();
await Promise.all(Array.from({ length: lanes }, () => lane()));
for (const name of outsiders.names())
  console.log(`note  a client asked for ${name}; there is no network here`);
outsiders.close();
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;

async function lane(): Promise<void> {
  for (;;) {
    const next = queue.shift();
    if (next === undefined) return;
    await play(next);
  }
}

async function play(each: Case): Promise<void> {
  if (direct && each.needsGateway === true) {
    counts.skipped += 1;
    console.log(`SKIP  ${each.name}: it is about the gateway`);
    return;
  }
  const started = performance.now();
  const keeper = await createStage(direct);
  const seconds = (): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  try {
    await each.run(keeper.stage);
    await keeper.verify();
    counts.passed += 1;
    console.log(`PASS  ${each.name} (${seconds()})`);
  } catch (error) {
    counts.failed += 1;
    const reason = error instanceof Error ? error.message : String(error);
    const kept = await keeper.keep(each.name.replace(/[^a-zA-Z0-9]+/g, '-'), reason);
    console.log(
      `FAIL  ${each.name} (${seconds()}): ${reason.split('\n', 3).join(' ')}\n      kept in ${kept}`,
    );
  } finally {
    await keeper.close();
  }
}
