import { once } from 'node:events';
import { createServer as createSecureServer } from 'node:https';
import { describe, expect, it } from 'vitest';
import type { Clock, Transport } from '../../../../src/gateway/exchange/ports.ts';
import type { ProxyEnvironment } from '../../../../src/gateway/upstream/transport/proxy-choice.ts';
import { createUndiciTransport } from '../../../../src/gateway/upstream/transport/undici-transport.ts';
import { createPrivateAuthority } from '../../../support/certificates.ts';
import { type ConnectProxyOptions, createConnectProxy } from '../../../support/connect-proxy.ts';
import { record, settle } from '../calls.ts';
import { createStillClock, wallClock } from '../clocks.ts';
import { addressOf, afterTest, byteServer, onRequest } from './servers.ts';

const authority = createPrivateAuthority();
const certificate = authority.issue(['upstream.test', '127.0.0.1']);

function transport(env: ProxyEnvironment, clock: Clock = wallClock): Transport {
  const made = createUndiciTransport({ env, trust: [authority.root], clock });
  afterTest(() => void made.close());
  return made;
}

async function proxyTo(options: ConnectProxyOptions = {}) {
  const proxy = await createConnectProxy({ hosts: { 'upstream.test': '127.0.0.1' }, ...options });
  afterTest(() => void proxy.close());
  return proxy;
}

async function plainUpstream() {
  return byteServer((socket) => {
    onRequest(socket, () => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'));
  });
}

async function secureUpstream() {
  const server = createSecureServer(certificate, (request, response) =>
    response.end(`secure ${request.url}`),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterTest(() => {
    server.closeAllConnections();
    server.close();
  });
  return addressOf(server);
}

describe('a proxy', () => {
  it('is asked for a tunnel to an https provider, which is then checked by its own name', async () => {
    const [proxy, upstream] = [await proxyTo(), await secureUpstream()];
    const made = transport({ HTTPS_PROXY: proxy.url });
    const call = await settle(made, { origin: `https://upstream.test:${upstream.port}`, path: '/v1' });
    expect(call.error).toBeUndefined();
    expect(call.body).toBe('secure /v1');
    expect(proxy.tunnels.map((tunnel) => tunnel.authority)).toEqual([`upstream.test:${upstream.port}`]);
    await settle(made, { origin: `https://upstream.test:${upstream.port}` });
    expect(proxy.tunnels).toHaveLength(1);
  });

  it('is asked for a tunnel to an http provider, too', async () => {
    const [proxy, upstream] = [await proxyTo(), await plainUpstream()];
    const made = transport({ HTTP_PROXY: proxy.url });
    const call = await settle(made, { origin: `http://upstream.test:${upstream.port}` });
    expect(call.body).toBe('ok');
    expect(proxy.tunnels).toHaveLength(1);
    expect(proxy.others).toBe(0);
  });

  it('may itself be reached over TLS', async () => {
    const [proxy, upstream] = [await proxyTo({ certificate }), await secureUpstream()];
    const call = await settle(transport({ HTTPS_PROXY: proxy.url }), {
      origin: `https://upstream.test:${upstream.port}`,
    });
    expect(call.error).toBeUndefined();
    expect(call.body).toBe('secure /');
  });

  it('gets the name and password of its address, decoded, and nobody else does', async () => {
    const credentials = { user: 'me@corp', password: 'p:w/ä%' };
    const [proxy, upstream] = [await proxyTo({ credentials }), await plainUpstream()];
    const seen: string[] = [];
    upstream.server.on('connection', (socket) => socket.on('data', (data: Buffer) => seen.push(`${data}`)));
    const call = await settle(transport({}), {
      origin: `http://upstream.test:${upstream.port}`,
      proxy: proxy.url,
    });
    expect(call.body).toBe('ok');
    expect(seen.join('')).not.toMatch(/proxy/i);
  });

  it('that wants a password and gets none is named, without any secret', async () => {
    const proxy = await proxyTo({ credentials: { user: 'a', password: 'right-password' } });
    const wrong = proxy.url.replace('right-password', 'wrong-password');
    const call = await settle(transport({ HTTPS_PROXY: wrong }), { origin: 'https://upstream.test' });
    expect(call.turns).toEqual(['error']);
    expect(call.error).toMatchObject({ code: 'proxy_failed', stale: false });
    expect(call.error?.message).toContain('407');
    expect(call.error?.message).toContain(`127.0.0.1:${proxy.port}`);
    expect(call.error?.message).not.toContain('wrong-password');
  });

  it.each([403, 502])('that refuses with %d is a failure of the proxy', async (refuseWith) => {
    const proxy = await proxyTo({ refuseWith });
    const call = await settle(transport({ HTTPS_PROXY: proxy.url }), { origin: 'https://upstream.test' });
    expect(call.error?.code).toBe('proxy_failed');
    expect(call.error?.message).toContain(`status ${refuseWith}`);
    expect(proxy.tunnels).toHaveLength(1);
  });

  it('that is not there is a failure of the proxy', async () => {
    const proxy = await proxyTo();
    await proxy.close();
    const call = await settle(transport({ HTTPS_PROXY: proxy.url }), { origin: 'https://upstream.test' });
    expect(call.error).toMatchObject({ code: 'proxy_failed' });
    expect(call.error?.message).toContain('refused the connection');
  });

  it('that says nothing is given up when connecting may take no longer', async () => {
    const clock = createStillClock();
    const proxy = await proxyTo({ silent: true });
    const call = record(transport({ HTTPS_PROXY: proxy.url }, clock), {
      origin: 'https://upstream.test',
      connectMs: 300,
    });
    while (proxy.tunnels.length === 0) await new Promise((resolve) => setImmediate(resolve));
    clock.pass(300);
    await call.ended;
    expect(call.error?.code).toBe('connect_timeout');
    expect(call.error?.message).toContain(`through the proxy 127.0.0.1:${proxy.port}`);
  });

  it('whose address cannot be used is said to be so', async () => {
    const call = await settle(transport({ HTTPS_PROXY: 'socks5://user:secret@x:1' }), {
      origin: 'https://upstream.test',
    });
    expect(call.error?.code).toBe('proxy_failed');
    expect(call.error?.message).toContain('socks5:');
    expect(call.error?.message).not.toContain('secret');
  });

  it('of the environment is passed over for `none` and for loopback', async () => {
    const [proxy, upstream] = [await proxyTo(), await plainUpstream()];
    const made = transport({ HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url });
    expect((await settle(made, { origin: upstream.origin })).body).toBe('ok');
    const none = await settle(made, { origin: `http://upstream.test:${upstream.port}`, proxy: 'none' });
    expect(none.error?.code).toBe('dns_failed');
    expect((await settle(made, { origin: upstream.origin, proxy: proxy.url })).body).toBe('ok');
    expect(proxy.tunnels).toHaveLength(0);
  });
});
