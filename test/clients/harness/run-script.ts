import assert from 'node:assert/strict';
import { isRecord, type JsonRecord, parsedJson } from '../../support/json-value.ts';
import { placeOf } from './places.ts';
import type { Finished } from './run-program.ts';
import type { Door, Stage } from './stage.ts';

/** Runs one of `programs/` with the pinned Node, in a process of its own as a user's program would be. */
export function runScript(
  stage: Stage,
  door: Door,
  name: string,
  args: readonly string[],
  path = '',
): Promise<Finished> {
  const file = placeOf(`test/clients/programs/${name}.mjs`);
  return stage.run(process.execPath, [file, ...args], { BASE_URL: `${door.url}${path}`, API_KEY: door.key });
}

/** What the program printed. Throws when it failed. */
export function resultOf(end: Finished): JsonRecord {
  assert.equal(end.code, 0, `exit code; standard error: ${end.stderr.slice(0, 600)}`);
  const result = parsedJson(end.stdout);
  assert.ok(isRecord(result), `the program printed no result: ${end.stdout.slice(0, 300)}`);
  return result;
}
