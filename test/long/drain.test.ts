import { once } from 'node:events';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { textAt } from '../support/json-value.ts';
import { type Conversing, conversing, request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { type Asked, ask, testKey } from '../support/start-gateway.ts';
import { numbered, numberedAnswer, received } from './numbered-tokens.ts';
import { everyRow, type Home, homes, providerConfig, type RunningProgram } from './running-program.ts';

const home = homes();
const perDialect = 5;
const key = { KEY_OF_UP: 'key-of-up' };

let upstream: ScriptedUpstream;
beforeAll(async () => {
  upstream = await createScriptedUpstream();
});
afterAll(() => upstream.close());

/** A gateway on which streams of every dialect stand still after their first tokens. */
async function midStream(
  drainSeconds: number,
): Promise<{ place: Home; running: RunningProgram; streams: Promise<[Conversing, Asked]>[] }> {
  upstream.script(numberedAnswer('d', 12, { fault: { do: 'stall', after: 8 } }));
  const place = home();
  place.writeConfig({ listen: { drainSeconds }, providers: [providerConfig('up', upstream.url)] });
  const running = await place.start(key);
  const before = upstream.calls.length;
  const streams = Array.from({ length: perDialect }, () => conversing)
    .flat()
    .map(async (dialect): Promise<[Conversing, Asked]> => {
      const { path, body } = request(dialect, { stream: true });
      return [dialect, await ask(running.url, path, body)];
    });
  await arrived(before + streams.length);
  return { place, running, streams };
}

/** Waits until the provider has been asked so often, and its answers stand. */
async function arrived(count: number): Promise<void> {
  while (upstream.calls.length < count) await upstream.nextRequest();
  await upstream.stalled();
}

/** What was printed from the signal on. */
function saidSince({ program }: RunningProgram, mark: RegExp): string[] {
  const lines = program.err().split('\n');
  return lines.slice(lines.findIndex((line) => mark.test(line))).filter((line) => line !== '');
}

const logLine = /^\d{4}-\d\d-\d\dT[\d:.]+Z (?:debug|info |warn |error) \S/;

describe('SIGTERM while streams run', () => {
  test('refuses new requests, lets the running ones finish whole, keeps every row, and ends with 0', async () => {
    const { place, running, streams } = await midStream(60);
    const { program, url } = running;
    program.child.kill('SIGTERM');
    await program.says(/SIGTERM: no new requests/);
    for (const dialect of conversing) {
      for (const stream of [true, false]) {
        const { path, body } = request(dialect, { stream });
        const refused = await ask(url, path, body);
        expect([dialect, refused.status, refused.headers.get('retry-after')]).toEqual([dialect, 503, '3']);
        expect(textAt(refused.json(), 'error', 'message')).toContain('shutting down');
        if (dialect === 'anthropic-messages') expect(textAt(refused.json(), 'type')).toBe('error');
        if (dialect === 'gemini-generate') expect(refused.text).toContain('"UNAVAILABLE"');
      }
    }
    expect((await ask(url, '/healthz', undefined, { method: 'GET' })).status).toBe(200);
    upstream.release();
    for (const [dialect, answer] of await Promise.all(streams)) {
      expect([dialect, received(dialect, answer.text)]).toEqual([
        dialect,
        { text: numbered('d', 12).join(''), whole: true },
      ]);
    }
    expect(await program.ended()).toBe(0);
    expect(program.out().trim().split('\n')).toHaveLength(1);
    expect(saidSince(running, /SIGTERM/).filter((line) => !logLine.test(line))).toEqual([]);

    const rows = await everyRow((await place.start(key)).url, '/api/requests');
    const ids = (await Promise.all(streams)).map(([, { id }]) => id);
    expect(rows.filter(({ outcome }) => outcome === 'ok').map(({ id }) => id)).toEqual(
      expect.arrayContaining(ids),
    );
  });

  test('ends what does not end in time with the dialect’s own error, and keeps those rows too', async () => {
    const { place, running, streams } = await midStream(1);
    const { program } = running;
    program.child.kill('SIGTERM');
    const ended = await Promise.all(streams);
    expect(await program.ended()).toBe(0);
    for (const [dialect, answer] of ended) {
      const { text, whole, error } = received(dialect, answer.text);
      expect([dialect, answer.status, whole]).toEqual([dialect, 200, false]);
      expect(numbered('d', 12).join('').startsWith(text)).toBe(true);
      // Gemini has no error event: a clean end without a finish reason says it.
      if (dialect === 'gemini-generate') expect(error).toBeUndefined();
      else expect([dialect, error]).toEqual([dialect, expect.stringContaining('shutting down')]);
    }
    expect(saidSince(running, /SIGTERM/).filter((line) => !logLine.test(line))).toEqual([]);

    const rows = await everyRow((await place.start(key)).url, '/api/requests');
    const cancelled = rows.filter(({ outcome }) => outcome === 'cancelled');
    expect(cancelled.map(({ id }) => id).toSorted()).toEqual(ended.map(([, { id }]) => id).toSorted());
    for (const row of cancelled) expect(textAt(row, 'failure', 'code')).toBe('shut_down');
  });

  test('a slow reader gets the rest of an answer that the provider has finished', async () => {
    // More than sockets hold on both sides, so that the gateway has it when the provider is through.
    const long = 'x'.repeat(24 * 1024 * 1024);
    upstream.script({ kind: 'answer', text: [long] });
    const place = home();
    place.writeConfig({ listen: { drainSeconds: 60 }, providers: [providerConfig('up', upstream.url)] });
    const { program, url } = await place.start(key);
    const reader = await slowReader(url);
    const [call] = upstream.calls.slice(-1);
    await call?.closed;
    program.child.kill('SIGTERM');
    await program.says(/SIGTERM: no new requests/);
    const bytes = await readOut(reader);
    expect(textAt(JSON.parse(bytes), 'choices', 0, 'message', 'content')).toBe(long);
    expect(await program.ended()).toBe(0);
  });

  test('a request whose body is still on its way was let in before, and is answered', async () => {
    upstream.script(numberedAnswer('d', 3));
    const place = home();
    place.writeConfig({ listen: { drainSeconds: 60 }, providers: [providerConfig('up', upstream.url)] });
    const { program, url } = await place.start(key);
    const { path, body } = request('openai-chat', { stream: false });
    const text = JSON.stringify(body);
    const asked = openRequest(url, path, { 'content-length': String(text.length), expect: '100-continue' });
    const answered = once(asked, 'response');
    // The gateway has read the head when it asks for the body.
    await once(asked, 'continue');
    asked.write(text.slice(0, 10));
    program.child.kill('SIGTERM');
    await program.says(/SIGTERM: no new requests/);
    asked.end(text.slice(10));
    const [response]: IncomingMessage[] = await answered;
    expect(response?.statusCode).toBe(200);
    if (response !== undefined) expect(await readOut(response)).toContain(numbered('d', 3).join(''));
    expect(await program.ended()).toBe(0);
  });

  test('a second signal ends at once, and the database is whole', async () => {
    const { place, running, streams } = await midStream(60);
    const { program } = running;
    const settled = Promise.allSettled(streams);
    program.child.kill('SIGTERM');
    await program.says(/SIGTERM: no new requests/);
    program.child.kill('SIGINT');
    expect(await program.ended()).toBe(130);
    expect((await settled).map(({ status }) => status)).not.toContain('fulfilled');
    const again = await place.start(key);
    expect(again.program.err()).not.toMatch(/set aside/);
    upstream.release();
  });
});

function openRequest(
  url: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): ClientRequest {
  return httpRequest(`${url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json', ...headers },
  });
}

/** Has the head of an answer and reads no byte of its body yet. */
async function slowReader(url: string): Promise<IncomingMessage> {
  const { path, body } = request('openai-chat', { stream: false });
  const asked = openRequest(url, path);
  asked.end(JSON.stringify(body));
  const [response]: IncomingMessage[] = await once(asked, 'response');
  if (response === undefined) throw new Error('there is no response');
  return response;
}

async function readOut(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return text;
}
