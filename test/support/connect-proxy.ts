import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import type { ServerCertificate } from './certificates.ts';

/** One CONNECT that the proxy got. */
export interface TunnelRequest {
  /** `host:port` as it was asked for. */
  readonly authority: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface ConnectProxyOptions {
  /** Asks for these; without them 407. */
  readonly credentials?: { readonly user: string; readonly password: string };
  /** Answers every CONNECT with this status instead of opening a tunnel. */
  readonly refuseWith?: number;
  /** Accepts connections and never answers. */
  readonly silent?: boolean;
  /** Speaks TLS to its clients. */
  readonly certificate?: ServerCertificate;
  /** Where a name leads; a name that is not here is not known (502). */
  readonly hosts?: Readonly<Record<string, string>>;
}

export interface ConnectProxy {
  readonly port: number;
  /** `http://127.0.0.1:port`, with the credentials in it when it asks for some. */
  readonly url: string;
  /** Every CONNECT so far, refused ones included. */
  readonly tunnels: readonly TunnelRequest[];
  /** Requests that did not ask for a tunnel. */
  readonly others: number;
  close(): Promise<void>;
}

/** A real HTTP proxy on 127.0.0.1 that only opens tunnels. */
export async function createConnectProxy(options: ConnectProxyOptions = {}): Promise<ConnectProxy> {
  const tunnels: TunnelRequest[] = [];
  const sockets = new Set<Socket>();
  let others = 0;
  const server = options.certificate === undefined ? createServer() : createSecureServer(options.certificate);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  server.on('request', (_request, response) => {
    others += 1;
    response.writeHead(405).end();
  });
  server.on('connect', (request, client, head) => {
    const authority = request.url ?? '';
    tunnels.push({ authority, headers: request.headers });
    client.on('error', () => client.destroy());
    if (options.silent === true) return;
    const status = verdict(request.headers['proxy-authorization'], options);
    if (status !== undefined) {
      client.end(`HTTP/1.1 ${status} Refused\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const target = splitAuthority(authority);
    const host = options.hosts?.[target.host] ?? (/^[\d.]+$/.test(target.host) ? target.host : undefined);
    if (host === undefined) {
      client.end('HTTP/1.1 502 Unknown host\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    const upstream = connect(target.port, host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      if (head.length > 0) upstream.write(head);
      upstream.pipe(client);
      client.pipe(upstream);
    });
    sockets.add(upstream);
    upstream.on('error', () => client.destroy());
    upstream.once('close', () => {
      sockets.delete(upstream);
      client.destroy();
    });
    client.once('close', () => upstream.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy does not listen on TCP');
  const { credentials } = options;
  const user =
    credentials === undefined
      ? ''
      : `${encodeURIComponent(credentials.user)}:${encodeURIComponent(credentials.password)}@`;
  const scheme = options.certificate === undefined ? 'http' : 'https';
  return {
    port: address.port,
    url: `${scheme}://${user}127.0.0.1:${address.port}`,
    tunnels,
    get others() {
      return others;
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function verdict(authorization: string | undefined, options: ConnectProxyOptions): number | undefined {
  if (options.credentials !== undefined) {
    const { user, password } = options.credentials;
    const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    if (authorization !== expected) return 407;
  }
  return options.refuseWith;
}

function splitAuthority(authority: string): { host: string; port: number } {
  const colon = authority.lastIndexOf(':');
  return {
    host: authority.slice(0, colon).replace(/^\[|\]$/g, ''),
    port: Number(authority.slice(colon + 1)),
  };
}
