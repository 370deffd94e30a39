import { once } from 'node:events';
import { createServer } from 'node:https';
import { getCACertificates, type TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../../src/gateway/exchange/ports.ts';
import { systemTrust } from '../../../../src/gateway/upstream/transport/system-trust.ts';
import { createUndiciTransport } from '../../../../src/gateway/upstream/transport/undici-transport.ts';
import { createPrivateAuthority, type ServerCertificate } from '../../../support/certificates.ts';
import { record, settle } from '../calls.ts';
import { createStillClock, wallClock } from '../clocks.ts';
import { addressOf, afterTest, byteServer } from './servers.ts';

const authority = createPrivateAuthority();
const stranger = createPrivateAuthority();

function transport(trust: readonly string[] | (() => readonly string[]), clock: Clock = wallClock) {
  const made = createUndiciTransport({ env: {}, trust, clock });
  afterTest(() => void made.close());
  return made;
}

async function server(
  certificate: ServerCertificate,
): Promise<{ port: number; sockets: TLSSocket[]; resumed: boolean[] }> {
  const sockets: TLSSocket[] = [];
  const resumed: boolean[] = [];
  const https = createServer(certificate, (_request, response) => response.end('ok'));
  https.on('secureConnection', (socket) => {
    sockets.push(socket);
    resumed.push(socket.isSessionReused());
  });
  https.listen(0, '127.0.0.1');
  await once(https, 'listening');
  afterTest(() => {
    https.closeAllConnections();
    https.close();
  });
  return { port: addressOf(https).port, sockets, resumed };
}

describe('an https provider', () => {
  it('with a private authority is believed when that authority is trusted, and only then', async () => {
    const { port } = await server(authority.issue(['127.0.0.1']));
    const origin = `https://127.0.0.1:${port}`;
    expect((await settle(transport([authority.root]), { origin })).body).toBe('ok');
    for (const trust of [[], [stranger.root]]) {
      const call = await settle(transport(trust), { origin });
      expect(call.turns).toEqual(['error']);
      expect(call.error).toMatchObject({ code: 'tls_failed', stale: false });
      expect(call.error?.message).toContain('does not trust');
      expect(call.error?.message).toContain('NODE_EXTRA_CA_CERTS');
    }
  });

  it('of an unknown authority is taken when its user wants no certificate checked', async () => {
    const { port } = await server(stranger.issue(['elsewhere.example']));
    const made = createUndiciTransport({ env: {}, trust: [], clock: wallClock, checkCertificates: false });
    afterTest(() => void made.close());
    expect((await settle(made, { origin: `https://127.0.0.1:${port}` })).body).toBe('ok');
  });

  it('is found by its name, which is asked for in the handshake', async () => {
    const { port, sockets } = await server(authority.issue(['localhost']));
    const call = await settle(transport([authority.root]), { origin: `https://localhost:${port}` });
    expect(call.body).toBe('ok');
    expect(sockets[0]?.servername).toBe('localhost');
    expect(sockets[0]?.alpnProtocol).toBe('http/1.1');
  });

  it('resumes its TLS session on the next connection', async () => {
    const { port, resumed } = await server(authority.issue(['127.0.0.1']));
    const made = transport([authority.root]);
    await settle(made, { origin: `https://127.0.0.1:${port}` });
    await settle(made, { origin: `https://127.0.0.1:${port}`, fresh: true });
    expect(resumed).toEqual([false, true]);
  });

  it('whose certificate is for another name is told so', async () => {
    const { port } = await server(authority.issue(['upstream.test']));
    const call = await settle(transport([authority.root]), { origin: `https://localhost:${port}` });
    expect(call.error?.code).toBe('tls_failed');
    expect(call.error?.message).toContain('for another name');
  });

  it('whose certificate has expired is told so', async () => {
    const { port } = await server(authority.issue(['127.0.0.1'], -1));
    const call = await settle(transport([authority.root]), { origin: `https://127.0.0.1:${port}` });
    expect(call.error?.code).toBe('tls_failed');
    expect(call.error?.message).toContain('has expired');
  });

  it('that answers without TLS is told so', async () => {
    const plain = await byteServer(
      (socket) => void socket.on('data', () => socket.end('HTTP/1.1 400 No\r\n\r\n')),
    );
    const call = await settle(transport([]), { origin: `https://127.0.0.1:${plain.port}` });
    expect(call.error?.code).toBe('tls_failed');
    expect(call.error?.message).toContain('http://');
  });

  it('that hangs up during the handshake is told so', async () => {
    const plain = await byteServer((socket) => void socket.on('data', () => socket.destroy()));
    const call = await settle(transport([]), { origin: `https://127.0.0.1:${plain.port}` });
    expect(call.error?.code).toBe('tls_failed');
    expect(call.error?.message).toContain('while it was being encrypted');
  });
});

describe('several calls to an https provider', () => {
  it('connect at once: none waits for another’s handshake', async () => {
    const silent = await byteServer(() => undefined);
    const made = transport([], createStillClock());
    for (let n = 0; n < 3; n += 1) record(made, { origin: `https://127.0.0.1:${silent.port}` });
    while (silent.sockets.length < 3) await new Promise((resolve) => setImmediate(resolve));
    expect(silent.sockets).toHaveLength(3);
  });
});

describe('trust', () => {
  it('survives a root that cannot be read', async () => {
    const { port } = await server(authority.issue(['127.0.0.1']));
    const broken = '-----BEGIN CERTIFICATE-----\nbm9uc2Vuc2U=\n-----END CERTIFICATE-----\n';
    const made = transport([broken, 'garbage', authority.root]);
    expect((await settle(made, { origin: `https://127.0.0.1:${port}` })).body).toBe('ok');
  });

  it('is asked for at the first https call, once', async () => {
    const { port } = await server(authority.issue(['127.0.0.1']));
    const plain = await byteServer(
      (socket) => void socket.on('data', () => socket.end('HTTP/1.1 204 No\r\n\r\n')),
    );
    let asked = 0;
    const made = transport(() => {
      asked += 1;
      return [authority.root];
    });
    await record(made, { origin: plain.origin }).ended;
    expect(asked).toBe(0);
    await settle(made, { origin: `https://127.0.0.1:${port}` });
    await settle(made, { origin: `https://127.0.0.1:${port}`, fresh: true });
    expect(asked).toBe(1);
  });

  it('of the system holds Node’s roots, the system’s and the extra ones, each once', () => {
    const roots = systemTrust();
    const all = new Set(roots);
    expect(all.size).toBe(roots.length);
    for (const kind of ['bundled', 'system', 'extra'] as const) {
      expect(getCACertificates(kind).filter((root) => !all.has(root))).toEqual([]);
    }
    expect(systemTrust()).toBe(roots);
  });
});
