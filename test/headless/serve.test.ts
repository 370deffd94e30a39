import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createScriptedUpstream } from '../support/scripted-upstream.ts';
import { placeProvider } from '../support/secret-watch.ts';
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

/** A home of its own for each test, so that nothing of this machine is read or written. */
function home(): { path: string; env: Record<string, string> } {
  serial += 1;
  const path = join(directory, `home-${serial}`);
  const runtime = join(path, 'runtime');
  mkdirSync(runtime, { recursive: true });
  return { path, env: { HOME: path, XDG_RUNTIME_DIR: runtime } };
}

function start(args: readonly string[], env: Record<string, string>): Program {
  const program = startProgram(args, env);
  programs.push(program);
  return program;
}

async function listening(program: Program): Promise<string> {
  const line = await program.firstLine();
  if (line === undefined) throw new Error(`not started:\n${program.err()}`);
  const event: { event: string; url: string; pid: number } = JSON.parse(line);
  expect(event).toEqual({
    event: 'listening',
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    pid: program.child.pid,
  });
  return event.url;
}

const chat = (url: string, key: string, body: object, signal?: AbortSignal): Promise<Response> =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'hello' }], ...body }),
    ...(signal !== undefined && { signal }),
  });

describe('patchbay serve', () => {
  test('without anything: the demo answers under the key that was printed, and SIGTERM ends it with 0', async () => {
    const { path, env } = home();
    const program = start(['serve', '--port', '0'], env);
    const url = await listening(program);
    const key = /^Key: (pbk-[0-9a-f]+) \(kept in (.+)\)$/m.exec(program.err());
    const file = join(path, '.local/share/patchbay/secrets/local-key');
    expect(key?.[2]).toBe(file);
    expect(readFileSync(file, 'utf8').trim()).toBe(key?.[1]);
    expect(statSync(file).mode & 0o777).toBe(0o600);

    expect((await chat(url, 'wrong', { model: 'demo' })).status).toBe(401);
    const answer = await chat(url, key?.[1] ?? '', { model: 'demo' });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('"choices"');

    program.child.kill('SIGTERM');
    expect(await program.ended()).toBe(0);
    expect(program.out().trim().split('\n')).toHaveLength(1);
  });

  test('the made key is the same at the next start; PATCHBAY_KEY takes its place and is not printed', async () => {
    const { env } = home();
    const first = start(['serve', '--port', '0'], env);
    await listening(first);
    first.child.kill('SIGINT');
    expect(await first.ended()).toBe(0);
    const second = start(['serve', '--port', '0'], { ...env, PATCHBAY_KEY: 'my-very-own-key' });
    const url = await listening(second);
    expect((await chat(url, 'my-very-own-key', { model: 'demo' })).status).toBe(200);
    const made = /pbk-[0-9a-f]+/.exec(first.err())?.[0] ?? '';
    expect((await chat(url, made, { model: 'demo' })).status).toBe(401);
    expect(second.err()).not.toContain('my-very-own-key');
    const third = start(['serve', '--port', '0'], env);
    await listening(third);
    expect(third.err()).toContain(made);
  });

  test('tells the other commands where it runs, and takes that back', async () => {
    const { path, env } = home();
    const program = start(['serve', '--port', '0'], env);
    const url = await listening(program);
    const file = join(path, 'runtime/patchbay/default.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      url,
      pid: program.child.pid,
      instance: expect.any(String),
      protocol: 1,
      keyFile: join(path, '.local/share/patchbay/secrets/local-key'),
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const status = start(['status'], env);
    expect(await status.ended()).toBe(0);
    expect(status.out()).toContain(`runs at ${url} (pid ${program.child.pid})`);

    const recipes = start(['recipes', 'codex'], env);
    expect(await recipes.ended()).toBe(0);
    expect(recipes.out()).toContain('codex -m demo');
    const lines = start(['env', 'claude-code'], env);
    expect(await lines.ended()).toBe(0);
    expect(lines.out()).toContain(`export ANTHROPIC_BASE_URL=${url}\n`);

    program.child.kill('SIGTERM');
    await program.ended();
    expect(existsSync(file)).toBe(false);
    const after = start(['status'], env);
    expect(await after.ended()).toBe(1);
    expect(after.err()).toContain('No Patchbay runs');
  });

  test('a bad config: every problem in a line of its own, exit code 2, nothing started', async () => {
    const { path, env } = home();
    const config = join(path, 'bad.jsonc');
    writeFileSync(
      config,
      '{ "lisen": {}, "providers": [{ "id": "a", "baseUrl": "htp://x", "dialects": ["openai-chat"] }] }',
    );
    const program = start(['serve', '--config', config], env);
    expect(await program.ended()).toBe(2);
    expect(program.out()).toBe('');
    expect(program.err()).toMatch(/^lisen: is not a known key; did you mean listen\?/m);
    expect(program.err()).toMatch(/^providers\[0\]\.baseUrl: "htp:\/\/x" is not an http or https address/m);
    expect(existsSync(join(path, '.local'))).toBe(false);
  });

  test('a port in use: says by whom, exit code 3', async () => {
    const { env } = home();
    const first = start(['serve', '--port', '0'], env);
    const { port } = new URL(await listening(first));
    const second = start(['serve', '--port', port], env);
    expect(await second.ended()).toBe(3);
    expect(second.out()).toBe('');
    expect(second.err()).toMatch(
      new RegExp(`^Port ${port} of 127.0.0.1 is in use by another Patchbay \\(version `, 'm'),
    );
    expect(second.err()).toContain('--port');
  });

  test('a profile has a key, a database and a discovery file of its own', async () => {
    const { path, env } = home();
    const program = start(['serve', '--port', '0', '--profile', 'test'], env);
    await listening(program);
    expect(existsSync(join(path, '.local/share/patchbay/profiles/test/patchbay.db'))).toBe(true);
    expect(existsSync(join(path, 'runtime/patchbay/test.json'))).toBe(true);
    expect(existsSync(join(path, 'runtime/patchbay/default.json'))).toBe(false);
  });
});

describe('a gateway with a provider', () => {
  const config = (url: string): object => ({
    providers: [
      {
        id: 'up',
        baseUrl: url,
        dialects: ['openai-chat'],
        models: ['m'],
        accounts: [{ id: 'a', key: { env: 'UP_KEY' } }],
      },
    ],
    listen: { port: 0 },
  });

  test('never shows a key, not even in its log at the finest level', async () => {
    const { path, env } = home();
    const upstream = await createScriptedUpstream();
    const file = join(path, 'config.jsonc');
    writeFileSync(file, JSON.stringify(config(upstream.url)));
    const secret = 'canary-0123456789abcdef';
    const program = start(['serve', '--config', file, '--log-level', 'debug'], {
      ...env,
      UP_KEY: secret,
      PATCHBAY_KEY: 'client-canary-0123',
    });
    const url = await listening(program);
    expect((await chat(url, 'client-canary-0123', { model: 'm' })).status).toBe(200);
    expect(upstream.requests[0]?.headers.authorization).toBe(`Bearer ${secret}`);
    program.child.kill('SIGTERM');
    expect(await program.ended()).toBe(0);
    expect(program.err() + program.out()).not.toMatch(/canary/);
    await upstream.close();
  });

  test('without its key: told at the start, and the gateway runs', async () => {
    const { path, env } = home();
    const file = join(path, 'config.jsonc');
    writeFileSync(file, JSON.stringify(config('http://127.0.0.1:9')));
    const program = start(['serve', '--config', file], { ...env, PATCHBAY_KEY: 'client-key-1' });
    await listening(program);
    await program.says(/provider up, account a needs a key: the environment variable UP_KEY is not set/);
  });

  test('takes a changed config without a restart, and keeps the old one when the new one is wrong', async () => {
    const { path, env } = home();
    const [one, two] = [await createScriptedUpstream(), await createScriptedUpstream()];
    const file = join(path, 'config.jsonc');
    writeFileSync(file, JSON.stringify(config(one.url)));
    const program = start(['serve', '--config', file], {
      ...env,
      UP_KEY: 'up-key-1',
      PATCHBAY_KEY: 'client-key-1',
    });
    const url = await listening(program);

    writeFileSync(file, '{ "providers": 5 }');
    await program.says(/providers: 5 is not a list/);
    expect((await chat(url, 'client-key-1', { model: 'm' })).status).toBe(200);
    expect(one.requests).toHaveLength(1);

    placeProvider('up', two.url);
    writeFileSync(file, JSON.stringify(config(two.url)));
    await program.says(/config applied: .*provider up changed: endpoints/);
    expect((await chat(url, 'client-key-1', { model: 'm' })).status).toBe(200);
    expect(two.requests).toHaveLength(1);
    await Promise.all([one.close(), two.close()]);
  });

  test('lets a running answer finish after SIGTERM while new requests get 503; a second signal ends it at once', async () => {
    const { path, env } = home();
    let release = (): void => undefined;
    const upstream = createServer((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const chunk = (delta: object, reason: string | null): string =>
        `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: reason }] })}\n\n`;
      response.write(chunk({ role: 'assistant', content: 'first' }, null));
      release = () => {
        response.end(`${chunk({ content: ' last' }, null)}${chunk({}, 'stop')}data: [DONE]\n\n`);
      };
    });
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
    const address = upstream.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const file = join(path, 'config.jsonc');
    writeFileSync(file, JSON.stringify(config(`http://127.0.0.1:${port}`)));
    const keys = { UP_KEY: 'up-key-1', PATCHBAY_KEY: 'client-key-1' };

    const program = start(['serve', '--config', file], { ...env, ...keys });
    const url = await listening(program);
    const answer = await chat(url, 'client-key-1', { model: 'm', stream: true });
    program.child.kill('SIGTERM');
    await program.says(/SIGTERM: no new requests/);
    const refused = await chat(url, 'client-key-1', { model: 'm' });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '3']);
    release();
    const text = await answer.text();
    expect(text).toContain('last');
    expect(text.trimEnd().endsWith('data: [DONE]')).toBe(true);
    expect(await program.ended()).toBe(0);

    const other = start(['serve', '--config', file], { ...env, ...keys });
    const stuck = await chat(await listening(other), 'client-key-1', { model: 'm', stream: true });
    other.child.kill('SIGTERM');
    await other.says(/SIGTERM: no new requests/);
    other.child.kill('SIGINT');
    expect(await other.ended()).toBe(130);
    await expect(stuck.text()).rejects.toThrow();
    upstream.closeAllConnections();
    upstream.close();
  });
});

describe('the command', () => {
  test.each([
    [['--version'], 0, /^\d+\.\d+\.\d+\n$/],
    [['--help'], 0, /^Patchbay, an LLM gateway/],
    [[], 0, /^Patchbay, an LLM gateway/],
  ])('%j prints to standard output', async (args, code, expected) => {
    const program = start(args, home().env);
    expect(await program.ended()).toBe(code);
    expect(program.out()).toMatch(expected);
  });

  test.each([
    [['sevre'], 'There is no command "sevre". Did you mean serve?'],
    [['serve', '--prot', '1'], 'There is no flag --prot. Did you mean --port?'],
    [['env'], 'Name a client: '],
    [['recipes', 'cdoex'], 'There is no client "cdoex"; there are "curl", "codex"'],
  ])('%j is a mistake: exit code 2', async (args, expected) => {
    const program = start(args, home().env);
    expect(await program.ended()).toBe(2);
    expect(program.out()).toBe('');
    expect(program.err()).toContain(expected);
  });
});
