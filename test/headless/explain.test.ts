import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { explanationLines } from '../../src/headless/commands/explain.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { type Program, startProgram } from './gateway-process.ts';

const directory = temporaryDirectory();
let programs: Program[] = [];
let env: Record<string, string> = {};

afterEach(async () => {
  for (const { child } of programs) child.kill('SIGKILL');
  await Promise.all(programs.map((program) => program.ended()));
  programs = [];
});

function start(...args: string[]): Program {
  const program = startProgram(args, env);
  programs.push(program);
  return program;
}

async function explained(...args: string[]): Promise<{ out: string; err: string; code: number }> {
  const program = start('explain', ...args);
  const code = await program.ended();
  return { out: program.out(), err: program.err(), code };
}

describe('patchbay explain', () => {
  test('asks the running gateway: a table for people, JSON for programs, clear words for mistakes', async () => {
    const home = join(directory, 'home');
    const runtime = join(home, 'runtime');
    mkdirSync(runtime, { recursive: true });
    env = { HOME: home, XDG_RUNTIME_DIR: runtime };
    expect(await explained('demo')).toMatchObject({
      code: 1,
      err: expect.stringContaining('No Patchbay runs'),
    });
    const config = join(home, 'config.jsonc');
    writeFileSync(
      config,
      JSON.stringify({
        providers: [
          { id: 'one', baseUrl: 'http://127.0.0.1:9', dialects: ['openai-chat'], models: ['m'] },
          { id: 'two', baseUrl: 'http://127.0.0.1:9', dialects: ['anthropic-messages'], models: ['m'] },
          { id: 'off', baseUrl: 'http://127.0.0.1:9', dialects: ['openai-chat'], enabled: false },
        ],
      }),
    );
    await start('serve', '--port', '0', '--config', config).firstLine();

    const table = await explained('m');
    expect(table.err).toBe('');
    expect(table.code).toBe(0);
    expect(table.out.split('\n')).toEqual([
      'm, asked in openai-chat: ordered by the mode preferred (from routing.mode).',
      '',
      '    CANDIDATE  MODEL  REQUEST                MEASURES  WHY',
      '1.  one/main   m      as it is               -         one/main lists m.',
      '2.  two/main   m      as anthropic-messages  -         two/main lists m.',
      '',
      'LEFT OUT  REASON    WHY',
      'off       disabled  off is disabled in the config.',
      '',
    ]);

    const json = await explained('m', '--json', '--dialect', 'anthropic-messages');
    expect(JSON.parse(json.out)).toMatchObject({ candidates: [{ provider: 'two' }, { provider: 'one' }] });
    expect(await explained('m', '--client', 'nobody')).toMatchObject({
      code: 1,
      err: 'There is no client "nobody". Known: local.\n',
    });
    expect(await explained('m', '--dialect', 'morse')).toMatchObject({
      code: 1,
      err: expect.stringContaining('`dialect` must be the dialect of the client, one of openai-chat'),
    });
    expect(await explained()).toMatchObject({
      code: 2,
      err: expect.stringContaining('Usage: patchbay explain'),
    });
  }, 60_000);
});

test('the lines tell rules, settings, measures and a refusal', () => {
  const row = { provider: 'p', account: 'k', model: 'n', dialect: 'openai-chat' as const, probe: false };
  const lines = explanationLines({
    at: 0,
    model: 'x-n',
    dialect: 'openai-chat',
    client: 'c',
    rule: 'x-*',
    mode: 'latency',
    modeFrom: 'rule',
    candidates: [
      {
        ...row,
        reason: 'latency',
        words: 'It is soon.',
        set: { effort: 'high' },
        measures: {
          firstTokenMs: 412.4,
          inFlight: 2,
          quotaLeft: 0.256,
          inputPerMillion: 3,
          outputPerMillion: 15,
        },
        contextTokens: 200_000,
      },
    ],
    rejected: [],
  });
  expect(lines).toEqual([
    'x-n, asked in openai-chat by the client c: the rule "x-*" decides, ordered by the mode latency (from the rule).',
    '',
    '    CANDIDATE  MODEL  REQUEST   MEASURES                                               WHY',
    '1.  p/k        n      as it is  412 ms, quota 26 %, $3/$15, 2 running, window 200,000  It is soon. The rule sets {"effort":"high"}.',
  ]);
  const refusal = { code: 'model_not_found', status: 404, message: 'Nobody has it.' };
  expect(
    explanationLines({ at: 0, model: 'x', dialect: 'openai-chat', candidates: [], rejected: [], refusal }),
  ).toEqual([
    'x, asked in openai-chat: in the order that the name says.',
    '',
    'Nobody would answer (404): Nobody has it.',
  ]);
});
