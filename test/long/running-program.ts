import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import { type Program, startProgram } from '../headless/gateway-process.ts';
import { isRecord, type JsonRecord, listAt, textAt } from '../support/json-value.ts';
import { ask, testKey } from '../support/start-gateway.ts';

/** The program with a home of its own, accepting connections. */
export interface RunningProgram {
  readonly program: Program;
  readonly url: string;
}

/** A place where a program keeps everything: config, database, discovery file. */
export interface Home {
  readonly path: string;
  readonly configFile: string;
  readonly dataDir: string;
  writeConfig(config: object | string): void;
  /** Starts the command on this place and waits until it listens. */
  start(env?: Readonly<Record<string, string>>): Promise<RunningProgram>;
}

/** Homes for the tests of one file. Programs are ended after each test, the homes removed after all. */
export function homes(): () => Home {
  const directory = mkdtempSync(join(tmpdir(), 'patchbay-long-'));
  let running: Program[] = [];
  let serial = 0;
  afterEach(async () => {
    for (const { child } of running) child.kill('SIGKILL');
    await Promise.all(running.map((program) => program.ended()));
    running = [];
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return () => {
    serial += 1;
    const path = join(directory, `home-${serial}`);
    const runtime = join(path, 'runtime');
    const dataDir = join(path, 'data');
    const configFile = join(path, 'config.jsonc');
    mkdirSync(runtime, { recursive: true });
    return {
      path,
      configFile,
      dataDir,
      writeConfig: (config) =>
        writeFileSync(configFile, typeof config === 'string' ? config : JSON.stringify(config)),
      async start(env = {}) {
        const program = startProgram(
          ['serve', '--port', '0', '--config', configFile, '--data-dir', dataDir, '--log-level', 'debug'],
          { HOME: path, XDG_RUNTIME_DIR: runtime, PATCHBAY_KEY: testKey, ...env },
        );
        running.push(program);
        const url = textAt(JSON.parse((await program.firstLine()) ?? 'null'), 'url');
        if (url === undefined) throw new Error(`the program did not start:\n${program.err()}`);
        return { program, url };
      },
    };
  };
}

/** A provider in the config file's words: every conversing dialect at one address, every model. */
export function providerConfig(
  id: string,
  url: string,
  key: object = { env: `KEY_OF_${id.toUpperCase()}` },
): object {
  return {
    id,
    baseUrl: url,
    dialects: ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini-generate'],
    models: ['*'],
    accounts: [{ id: 'main', key }],
  };
}

/** Every row of a list of the control API, all its pages. */
export async function everyRow(url: string, path: string): Promise<JsonRecord[]> {
  const rows: JsonRecord[] = [];
  let cursor: string | undefined;
  do {
    const place = `${path}?limit=200${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
    const answer = await ask(url, place, undefined, { method: 'GET' });
    if (answer.status !== 200) throw new Error(`${place} answered ${answer.status}: ${answer.text}`);
    const page = answer.json();
    rows.push(...listAt(page, 'items').filter(isRecord));
    cursor = textAt(page, 'next');
  } while (cursor !== undefined);
  return rows;
}
