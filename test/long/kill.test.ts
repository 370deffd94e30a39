import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { ask } from '../support/start-gateway.ts';
import { numberedAnswer } from './numbered-tokens.ts';
import { everyRow, homes, providerConfig, type RunningProgram } from './running-program.ts';
import { seeded } from './seeded.ts';

const home = homes();
/** Rows reach the disk in batches of 250 ms; with the commit itself none may be missing that is older than this. */
const mostLagMs = 300;
const kills = 10;
const workers = 8;

let upstream: ScriptedUpstream;
beforeAll(async () => {
  upstream = await createScriptedUpstream({
    script: (asked) => numberedAnswer('k', 30, asked.ask.stream ? { paceMs: 8 } : {}),
  });
});
afterAll(() => upstream.close());

/** A request whose answer a client has read to its end. */
interface Finished {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Asks without a pause, whole answers and streams by turns, until the gateway is gone. */
async function work(url: string, worker: number, finished: Finished[], one: () => void): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    const dialect = (turn + worker) % 3 === 0 ? 'openai-chat' : 'anthropic-messages';
    const { path, body } = request(dialect, { stream: (turn + worker) % 2 === 0 });
    const answer = await ask(url, path, body).catch(() => undefined);
    if (answer === undefined) return;
    expect(answer.status).toBe(200);
    finished.push({ id: answer.id, at: Date.now() });
    one();
  }
}

/** Lets requests flow until `count` are finished, and ends the process in the middle of the others. */
async function killAfter({ program, url }: RunningProgram, count: number): Promise<readonly Finished[]> {
  const finished: Finished[] = [];
  let enough = (): void => undefined;
  const reached = new Promise<void>((resolve) => {
    enough = resolve;
  });
  const one = (): void => {
    if (finished.length >= count) enough();
  };
  const all = Array.from({ length: workers }, (_, worker) => work(url, worker, finished, one));
  await Promise.race([reached, Promise.all(all)]);
  const at = Date.now();
  program.child.kill('SIGKILL');
  await Promise.all([...all, program.ended()]);
  return finished.filter((each) => each.at < at - mostLagMs);
}

/** Looks at a copy, so that the program itself is the first to open what the kill has left. */
function integrity(dataDir: string, copy: string): unknown {
  mkdirSync(copy);
  for (const name of ['patchbay.db', 'patchbay.db-wal']) {
    if (existsSync(join(dataDir, name))) cpSync(join(dataDir, name), join(copy, name));
  }
  const database = new DatabaseSync(join(copy, 'patchbay.db'));
  try {
    return database.prepare('PRAGMA integrity_check').get()?.integrity_check;
  } finally {
    database.close();
  }
}

describe('a gateway that is killed while it answers', () => {
  test('keeps its database and every row that had time to reach it, ten times in a row', async () => {
    const place = home();
    place.writeConfig({ providers: [providerConfig('up', upstream.url)] });
    const random = seeded(20_260);
    const expected = new Set<string>();
    const seen: string[] = [];
    for (let kill = 0; kill < kills; kill += 1) {
      const running = await place.start({ KEY_OF_UP: 'key-of-up' });
      const rows = new Set((await everyRow(running.url, '/api/requests')).map(({ id }) => id));
      expect([...expected].filter((id) => !rows.has(id))).toEqual([]);
      const finished = await killAfter(running, 20 + Math.floor(random() * 160));
      for (const { id } of finished) expected.add(id);
      seen.push(...finished.map(({ id }) => id));
      expect(integrity(place.dataDir, join(place.path, `copy-${kill}`))).toBe('ok');
      expect(running.program.err()).not.toMatch(/set aside|cannot be used/);
    }
    expect(expected.size).toBe(seen.length);
    expect(expected.size).toBeGreaterThan(kills * 10);

    const { url, program } = await place.start({ KEY_OF_UP: 'key-of-up' });
    const { path, body } = request('openai-responses', { stream: true });
    const last = await ask(url, path, body);
    expect([last.status, expected.has(last.id)]).toEqual([200, false]);
    program.child.kill('SIGTERM');
    expect(await program.ended()).toBe(0);
    const again = await place.start({ KEY_OF_UP: 'key-of-up' });
    const rows = await everyRow(again.url, '/api/requests');
    const ids = rows.map(({ id }) => id);
    expect(ids).toContain(last.id);
    expect([...expected].filter((id) => !ids.includes(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(upstream.calls.length).toBeGreaterThanOrEqual(ids.length);
  });
});
