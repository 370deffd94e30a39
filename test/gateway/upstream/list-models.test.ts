import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../../src/gateway/exchange/dialect.ts';
import type { Clock } from '../../../src/gateway/exchange/ports.ts';
import type { AuthForm, Endpoint, Provider } from '../../../src/gateway/exchange/provider.ts';
import { createDemoTransport } from '../../../src/gateway/upstream/demo/demo-transport.ts';
import { fetchModelList } from '../../../src/gateway/upstream/list-models.ts';
import { defaultTimeouts, demoProvider } from '../../../src/gateway/upstream/presets.ts';
import { createUndiciTransport } from '../../../src/gateway/upstream/transport/undici-transport.ts';
import { createStillClock, wallClock } from './clocks.ts';
import { addressOf, afterTest } from './transport/servers.ts';

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterTest(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${addressOf(server).port}`;
}

function provider(endpoints: readonly [Dialect, AuthForm, string, (string | undefined)?][]): Provider {
  const entries = endpoints.map(([dialect, auth, baseUrl, path]): [Dialect, Endpoint] => [
    dialect,
    { baseUrl, auth, ...(path === undefined ? {} : { path }) },
  ]);
  return { ...demoProvider, name: 'Mine', endpoints: new Map(entries), headers: { 'X-Extra': 'e' } };
}

function transport(clock: Clock = wallClock) {
  const made = createUndiciTransport({ env: {}, trust: [], clock });
  afterTest(() => void made.close());
  return made;
}

describe('fetchModelList', () => {
  it.each([
    ['openai-chat', 'bearer', '', undefined, '/v1/models', 'authorization', 'Bearer k'],
    ['openai-responses', 'bearer', '/v1', undefined, '/v1/models', 'authorization', 'Bearer k'],
    ['openai-chat', 'bearer', '', '/chat/completions', '/models', 'authorization', 'Bearer k'],
    ['anthropic-messages', 'x-api-key', '', undefined, '/v1/models?limit=1000', 'x-api-key', 'k'],
    [
      'gemini-generate',
      'x-goog-api-key',
      '',
      undefined,
      '/v1beta/models?pageSize=1000',
      'x-goog-api-key',
      'k',
    ],
  ] as const)(
    'asks %s (%s, base %j, path %j) at %s',
    async (dialect, auth, base, path, url, header, value) => {
      let seen: { url: string | undefined; headers: Record<string, unknown> } | undefined;
      const origin = await serve((request, response) => {
        seen = { url: request.url, headers: request.headers };
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[]}');
      });
      const mine = provider([[dialect, auth, `${origin}${base}`, path]]);
      const answer = await fetchModelList(mine, 'k', transport(), wallClock);
      expect(answer).toMatchObject({ status: 200, body: Buffer.from('{"data":[]}'), dialect });
      expect(seen?.url).toBe(url);
      expect(seen?.headers[header]).toBe(value);
      expect(seen?.headers['accept-encoding']).toBe('identity');
      expect(seen?.headers['x-extra']).toBe('e');
      expect(seen?.headers['anthropic-version']).toBe(
        dialect === 'anthropic-messages' ? '2023-06-01' : undefined,
      );
    },
  );

  it('asks at the first endpoint only, and hands on any status', async () => {
    const origin = await serve((_request, response) => response.writeHead(401).end('no'));
    const mine = provider([
      ['openai-chat', 'bearer', origin],
      ['anthropic-messages', 'x-api-key', 'http://127.0.0.1:9'],
    ]);
    const answer = await fetchModelList(mine, 'k', transport(), wallClock);
    expect(answer).toMatchObject({ status: 401, body: Buffer.from('no') });
  });

  it('decodes a compressed list', async () => {
    const origin = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"data":[1]}'));
    });
    const mine = provider([['openai-chat', 'bearer', origin]]);
    const answer = await fetchModelList(mine, 'k', transport(), wallClock);
    expect(answer).toMatchObject({ status: 200, body: Buffer.from('{"data":[1]}') });
  });

  it('says what went wrong', async () => {
    const origin = await serve((request) => request.socket.destroy());
    const mine = provider([['openai-chat', 'bearer', origin]]);
    expect(await fetchModelList(mine, 'k', transport(), wallClock)).toMatchObject({
      error: { code: 'reset' },
    });
    const none = await fetchModelList(provider([]), 'k', transport(), wallClock);
    expect(none).toMatchObject({ error: { code: 'no_list' } });
  });

  it.each(['identity', 'gzip'])('stops at 4 MiB (%s)', async (encoding) => {
    const body = Buffer.alloc(5 * 1024 * 1024, ' ');
    const origin = await serve((_request, response) => {
      const bytes = encoding === 'gzip' ? gzipSync(body) : body;
      response.writeHead(200, { 'content-encoding': encoding }).end(bytes);
    });
    const mine = provider([['openai-chat', 'bearer', origin]]);
    const answer = await fetchModelList(mine, 'k', transport(), wallClock);
    expect(answer).toMatchObject({ error: { code: 'too_large' } });
  });

  it('waits 10 s and no longer, then hangs up', async () => {
    const arrived = Promise.withResolvers<import('node:net').Socket>();
    const origin = await serve((request, response) => {
      response.writeHead(200).write('{');
      arrived.resolve(request.socket);
    });
    const clock = createStillClock();
    const mine = provider([['openai-chat', 'bearer', origin]]);
    const answer = fetchModelList({ ...mine, timeouts: defaultTimeouts }, 'k', transport(clock), clock);
    const socket = await arrived.promise;
    clock.pass(9_999);
    expect(clock.waiting).toBe(1);
    clock.pass(1);
    expect(await answer).toMatchObject({ error: { code: 'timeout' } });
    await new Promise((resolve) => {
      socket.once('error', () => undefined).once('close', resolve);
    });
    expect(clock.waiting).toBe(0);
  });

  it('works on the demo provider', async () => {
    const clock = createStillClock();
    const answer = await fetchModelList(demoProvider, undefined, createDemoTransport({ clock }), clock);
    expect('body' in answer && JSON.parse(answer.body.toString())).toMatchObject({
      object: 'list',
      data: [{ id: 'demo', object: 'model' }],
    });
  });
});
