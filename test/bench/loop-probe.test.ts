import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { probeModule } from '../../bench/measure-stall.ts';

const threadReport = z.object({ thread: z.number(), script: z.string(), stalls: z.array(z.number()) });
type ThreadReport = z.infer<typeof threadReport>;

/** A loop that is blocked once, as a synchronous write to a slow disk would; prints `done` when it is over. */
const blockedMs = 400;
const block = `
  const cell = new Int32Array(new SharedArrayBuffer(4));
  setTimeout(() => {
    Atomics.wait(cell, 0, 0, ${blockedMs});
    setTimeout(() => process.stdout.write('done'), 20);
  }, 20);
  setInterval(() => {}, 1000);
`;

describe.skipIf(process.platform !== 'linux')('the event-loop probe', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'patchbay-probe-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Runs a script with the probe inside until it prints `done`, then collects `threads` reports. */
  async function reports(script: string, threads: number): Promise<ThreadReport[]> {
    const file = join(folder, 'script.mjs');
    await writeFile(file, script);
    const child = fork(file, {
      execArgv: ['--import', probeModule],
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    try {
      if (child.stdout === null) throw new Error('no output');
      await once(child.stdout, 'data');
      const complete = new Promise<ThreadReport[]>((resolve) => {
        const seen: ThreadReport[] = [];
        child.on('message', (message) => {
          seen.push(threadReport.parse(message));
          if (seen.length === threads) resolve(seen);
        });
      });
      child.send('report');
      return await complete;
    } finally {
      child.kill('SIGKILL');
    }
  }

  const longest = (report: ThreadReport | undefined): number => Math.max(0, ...(report?.stalls ?? []));

  it('sees a blocked loop with its length', async () => {
    const [report] = await reports(block, 1);
    expect(report).toMatchObject({ thread: 0, script: 'script.mjs' });
    expect(longest(report)).toBeGreaterThanOrEqual(blockedMs * 0.95);
  });

  it('sees every thread by itself, named by its script', async () => {
    await writeFile(join(folder, 'storage-worker.mjs'), block);
    const list = await reports(
      `import { Worker } from 'node:worker_threads';
       new Worker(new URL('storage-worker.mjs', import.meta.url));
       setInterval(() => {}, 1000);`,
      2,
    );
    const worker = list.find((report) => report.script === 'storage-worker.mjs');
    const main = list.find((report) => report.script === 'script.mjs');
    expect(longest(worker)).toBeGreaterThanOrEqual(blockedMs * 0.95);
    expect(main).toBeDefined();
    expect(longest(main)).toBeLessThan(blockedMs * 0.95);
  });
});
