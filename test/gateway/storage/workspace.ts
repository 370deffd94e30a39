import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { GatewayEvent } from '../../../src/gateway/exchange/event.ts';
import type { Clock } from '../../../src/gateway/exchange/ports.ts';
import { systemClock } from '../../../src/gateway/exchange/system-clock.ts';
import { createSqliteStorage } from '../../../src/gateway/storage/sqlite-storage.ts';
import type { Storage } from '../../../src/gateway/storage/storage.ts';

/** The storage thread's program, as its source. */
export const workerUrl = new URL('../../../src/storage-worker.ts', import.meta.url);

/** A directory that is gone when the test is over. */
export function temporaryDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'patchbay-storage-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

export interface OpenedStorage {
  readonly storage: Storage;
  /** Its own events so far. */
  readonly events: GatewayEvent[];
  /** Resolves with the first of its own events with this code, also one of the past. */
  told(code: string): Promise<GatewayEvent>;
}

/** SQLite in a directory; closed when the test is over. */
export async function openStorage(
  dataDir: string,
  more: { clock?: Clock; capacity?: number; retentionDays?: number; workerUrl?: URL } = {},
): Promise<OpenedStorage> {
  const events: GatewayEvent[] = [];
  let waiting: { code: string; resolve: (event: GatewayEvent) => void }[] = [];
  const storage = await createSqliteStorage({
    dataDir,
    workerUrl,
    clock: systemClock,
    retentionDays: 90,
    onEvent(event) {
      events.push(event);
      for (const each of waiting.filter(({ code }) => code === event.code)) each.resolve(event);
      waiting = waiting.filter(({ code }) => code !== event.code);
    },
    ...more,
  });
  onTestFinished(() => storage.close());
  return {
    storage,
    events,
    told: (code) =>
      new Promise((resolve) => {
        const known = events.find((event) => event.code === code);
        if (known !== undefined) resolve(known);
        else waiting.push({ code, resolve });
      }),
  };
}
