import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { endOf } from '../../src/headless/expiry.ts';
import { listAt, textAt, valueAt } from '../support/json-value.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { type Program, startProgram } from './gateway-process.ts';

const directory = temporaryDirectory();
let serial = 0;
let programs: Program[] = [];

afterEach(async () => {
  for (const { child } of programs) child.kill('SIGKILL');
  await Promise.all(programs.map((program) => program.ended()));
  programs = [];
});

type Env = Record<string, string>;

function home(): { path: string; env: Env } {
  serial += 1;
  const path = join(directory, `home-${serial}`);
  const runtime = join(path, 'runtime');
  mkdirSync(runtime, { recursive: true });
  return { path, env: { HOME: path, XDG_RUNTIME_DIR: runtime } };
}

async function serve(env: Env, ...more: string[]): Promise<{ program: Program; url: string }> {
  const program = startProgram(['serve', '--port', '0', ...more], env);
  programs.push(program);
  const url = textAt(JSON.parse((await program.firstLine()) ?? 'null'), 'url');
  if (url === undefined) throw new Error(program.err());
  return { program, url };
}

async function run(env: Env, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const program = startProgram(args, env);
  programs.push(program);
  const code = await program.ended();
  return { code, out: program.out(), err: program.err() };
}

const chat = async (url: string, key: string): Promise<number> => {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'demo', messages: [{ role: 'user', content: 'hello' }] }),
  });
  await response.text();
  return response.status;
};

describe('patchbay keys', () => {
  test('makes a key, lists it without it, and revokes it, in words and as JSON', async () => {
    const { env } = home();
    const { program, url } = await serve(env);
    const made = await run(env, 'keys', 'add', 'laptop', '--expires', '30d', '--models', 'demo, gpt-*');
    expect([made.code, made.err]).toEqual([0, '']);
    const key = /^ {2}(pbk-[0-9a-f]{48})$/m.exec(made.out)?.[1] ?? '';
    expect(made.out).toMatch(
      /^The key of laptop \(user; may use models demo, gpt-\*\)\. It is shown this once/,
    );
    expect(made.out).toMatch(/It expires on 20\d\d-\d\d-\d\d \d\d:\d\dZ\..*patchbay keys revoke laptop/);
    expect(await chat(url, key)).toBe(200);

    const listed = await run(env, 'keys', 'list');
    expect(listed.out).not.toContain(key.slice(4, -4));
    expect(listed.out).toMatch(
      new RegExp(
        `^laptop +user +active +…${key.slice(-4)} +just now +20.{15} +local +- +models demo, gpt-\\*$`,
        'm',
      ),
    );
    expect(listed.out).toMatch(/^local +admin +active +….{4} +just now +- +the config +- +everything$/m);

    const flags = ['--role', 'admin', '--name', 'The build', '--mode', 'price', '--json'];
    const second = await run(env, 'keys', 'add', 'ci', ...flags);
    const answer: unknown = JSON.parse(second.out);
    expect(valueAt(answer, 'client')).toMatchObject({
      id: 'ci',
      role: 'admin',
      name: 'The build',
      mode: 'price',
    });
    expect(await chat(url, textAt(answer, 'key') ?? '')).toBe(200);

    const gone = await run(env, 'keys', 'revoke', 'laptop');
    expect([gone.code, gone.out]).toEqual([0, expect.stringContaining('The key laptop is revoked.')]);
    expect(await chat(url, key)).toBe(401);
    const json: unknown = JSON.parse((await run(env, 'keys', 'list', '--json')).out);
    expect(listAt({ json }, 'json').map((row) => [textAt(row, 'id'), textAt(row, 'state')])).toEqual([
      ['ci', 'active'],
      ['laptop', 'revoked'],
      ['local', 'active'],
    ]);

    program.child.kill('SIGKILL');
    await program.ended();
    const again = await serve(env);
    expect(await chat(again.url, key)).toBe(401);
    expect(await chat(again.url, textAt(answer, 'key') ?? '')).toBe(200);
  });

  test('says what to do when nothing runs, and when a key may not', async () => {
    const { path, env } = home();
    const idle = await run(env, 'keys', 'list');
    expect([idle.code, idle.err]).toEqual([1, expect.stringContaining('Start it with: patchbay serve')]);

    const config = join(path, 'config.jsonc');
    writeFileSync(
      config,
      JSON.stringify({
        clients: [
          { id: 'boss', key: { env: 'BOSS' }, role: 'admin' },
          { id: 'guest', key: { env: 'GUEST' } },
        ],
      }),
    );
    const keys = { BOSS: 'canary-key-of-the-boss', GUEST: 'canary-key-of-the-guest' };
    await serve({ ...env, ...keys }, '--config', config);
    const keyless = await run(env, 'keys', 'list');
    expect([keyless.code, keyless.err]).toEqual([
      1,
      expect.stringContaining('Set PATCHBAY_KEY to an admin’s'),
    ]);
    const guest = await run({ ...env, PATCHBAY_KEY: keys.GUEST }, 'keys', 'add', 'x');
    expect([guest.code, guest.err]).toEqual([1, expect.stringContaining('Set PATCHBAY_KEY to an admin’s')]);
    const boss = { ...env, PATCHBAY_KEY: keys.BOSS };
    const fixed = await run(boss, 'keys', 'revoke', 'guest');
    expect([fixed.code, fixed.err]).toEqual([
      1,
      `The client guest is defined in ${config}. Change it there.\n`,
    ]);
    const wrong = await run(boss, 'keys', 'add', 'x', '--providers', 'demoo');
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('did you mean "demo"?')]);
    const odd = await run(boss, 'keys', 'add', 'x', '--mode', 'cheap');
    expect([odd.code, odd.err]).toEqual([
      2,
      expect.stringContaining('allowed are "preferred", "balanced", "latency" or "price"'),
    ]);
    const sorted = await run(boss, 'keys', 'add', 'x', '--mode', 'price');
    expect(sorted.out).toContain('The key of x (user; may use everything; ordered by the mode price).');
    expect((await run(boss, 'keys', 'list')).out).toMatch(/^x +user .* boss +price +everything$/m);
    expect(existsSync(join(path, '.local/share/patchbay/secrets/local-key'))).toBe(false);
  });

  test.each([
    [['keys'], 'Say what to do: patchbay keys list'],
    [['keys', 'add'], 'Say what to do'],
    [['keys', 'list', 'x'], 'Say what to do'],
    [['keys', 'add', 'x', '--expires', 'soon'], '--expires "soon" is no time; write 30d'],
    [['status', '--role', 'admin'], '--role is for: patchbay keys'],
    [['status', '--json'], '--json is for: patchbay keys'],
  ])('%j is told what is missing, with exit code 2', async (args, words) => {
    const { env } = home();
    const told = await run(env, ...args);
    expect([told.code, told.err]).toEqual([2, expect.stringContaining(words)]);
  });
});

test.each([
  ['90m', 90 * 60_000],
  ['12h', 12 * 3_600_000],
  ['30d', 30 * 86_400_000],
  ['2w', 14 * 86_400_000],
  ['1970-01-02', 86_400_000],
  ['1970-01-01T00:00:01Z', 1_000],
  ['30', undefined],
  ['30y', undefined],
  ['d', undefined],
  ['', undefined],
])('--expires %s from the epoch on ends at %s', (text, end) => {
  expect(endOf(text, 0)).toBe(end);
});
