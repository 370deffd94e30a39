import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Endpoint, Provider } from '../../../src/gateway/exchange/provider.ts';
import { checkKey } from '../../../src/gateway/upstream/check-key.ts';
import { demoProvider } from '../../../src/gateway/upstream/presets.ts';
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

function provider(baseUrl: string, more: Partial<Provider> = {}): Provider {
  const endpoint: Endpoint = { baseUrl, auth: 'bearer' };
  return {
    ...demoProvider,
    endpoints: new Map([['openai-chat', endpoint]]),
    keyCheck: { path: '/v1/key' },
    ...more,
  };
}

function transport() {
  const made = createUndiciTransport({ env: {}, trust: [], clock: wallClock });
  afterTest(() => void made.close());
  return made;
}

describe('checkKey', () => {
  it.each(['', '/v1', '/api/v1'])('asks behind the address of the provider (%j)', async (base) => {
    let seen: { method: string | undefined; url: string | undefined; key: string | undefined } | undefined;
    const origin = await serve(({ method, url, headers }, response) => {
      seen = { method, url, key: headers.authorization };
      response.writeHead(200).end('{}');
    });
    const answer = await checkKey(provider(origin + base), 'k', transport(), wallClock);
    expect(answer).toMatchObject({ status: 200, body: Buffer.from('{}') });
    const path = base === '' ? '/v1/key' : `${base}/key`;
    expect(seen).toEqual({ method: 'GET', url: path, key: 'Bearer k' });
  });

  it('hands on any status, with its headers', async () => {
    const origin = await serve((_request, response) =>
      response.writeHead(429, { 'retry-after': '7' }).end('slow down'),
    );
    const answer = await checkKey(provider(origin), 'k', transport(), wallClock);
    expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': '7' } });
  });

  it('is nothing for a provider that has no such thing', async () => {
    const { keyCheck: _check, ...without } = provider('http://127.0.0.1:9');
    expect(await checkKey(without, 'k', transport(), wallClock)).toBeUndefined();
    const nowhere = provider('http://127.0.0.1:9', { endpoints: new Map() });
    expect(await checkKey(nowhere, 'k', transport(), wallClock)).toBeUndefined();
  });

  it('hangs up when nobody waits any more, and does not begin when nobody did', async () => {
    const arrived = Promise.withResolvers<import('node:net').Socket>();
    let asked = 0;
    const origin = await serve((request) => {
      asked += 1;
      arrived.resolve(request.socket);
    });
    const controller = new AbortController();
    const clock = createStillClock();
    const options = { signal: controller.signal, fresh: true };
    const answer = checkKey(provider(origin), 'k', transport(), clock, options);
    const socket = await arrived.promise;
    controller.abort();
    expect(await answer).toMatchObject({ error: { code: 'aborted' } });
    await new Promise((resolve) => {
      socket.once('error', () => undefined).once('close', resolve);
    });
    expect(clock.waiting).toBe(0);
    const late = await checkKey(provider(origin), 'k', transport(), clock, options);
    expect([late, asked]).toEqual([{ error: expect.objectContaining({ code: 'aborted' }) }, 1]);
  });
});
