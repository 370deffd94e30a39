import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectSecure, type SecureContext } from 'node:tls';
import type { Clock, TransportError } from '../../exchange/ports.ts';
import { connectFailure } from './connect-trouble.ts';
import type { ProxyAddress } from './proxy-choice.ts';
import { openTunnel } from './proxy-tunnel.ts';
import { transportError } from './transport-error.ts';

/** Where connections of one origin go, and what they share. */
export interface Destination {
  /** Name or address without brackets. */
  readonly hostname: string;
  readonly port: number;
  readonly tls: boolean;
  readonly proxy: ProxyAddress | undefined;
  /** One context for all connections: making it from some 300 roots takes 35 ms. */
  readonly context: () => SecureContext;
  readonly checkCertificates: boolean;
  readonly clock: Clock;
  /** The latest TLS session, so that the next handshake is short. */
  session: Buffer | undefined;
}

export type ConnectionResult = { readonly socket: Socket } | { readonly error: TransportError };

/** TCP keep-alive after a minute of silence: finds peers that went away without a word (sleep, NAT). */
const tcpKeepAliveMs = 60_000;

/**
 * Opens one connection: TCP (the addresses of a name race, as in RFC 8305), through the proxy when there is one, then
 * TLS with HTTP/1.1. `connectMs` holds for all of it. Calls `done` exactly once; the returned function gives up, and
 * `done` then gets what it was given.
 */
export function openConnection(
  to: Destination,
  connectMs: number,
  done: (result: ConnectionResult) => void,
): (why: TransportError) => void {
  const host = `${to.hostname}:${to.port}`;
  let current: { destroy(): void } | undefined;
  let over = false;

  const fail = (error: TransportError): void => {
    if (over) return;
    over = true;
    timer.cancel();
    current?.destroy();
    done({ error });
  };

  const succeed = (socket: Socket): void => {
    if (over) return;
    over = true;
    timer.cancel();
    socket.setNoDelay(true).setKeepAlive(true, tcpKeepAliveMs);
    done({ socket });
  };

  const secure = (socket: Socket | undefined): void => {
    const tls = connectSecure({
      port: to.port,
      socket,
      host: to.hostname,
      // An address is no name to ask for (RFC 6066 §3); the certificate is still checked against it.
      servername: isIP(to.hostname) === 0 ? to.hostname : '',
      ALPNProtocols: ['http/1.1'],
      secureContext: to.context(),
      rejectUnauthorized: to.checkCertificates,
      session: to.session,
    });
    tls.on('session', (session) => {
      to.session = session;
    });
    watch(tls, 'secureConnect', true);
  };

  const watch = (socket: Socket, ready: 'connect' | 'secureConnect', tls: boolean): void => {
    current = socket;
    const onError = (error: Error): void => fail(connectFailure(error, host, tls));
    socket.on('error', onError);
    socket.once(ready, () => {
      // From here on the errors are undici's; after a failure they stay ours, so that none is thrown.
      if (!over) socket.off('error', onError);
      succeed(socket);
    });
  };

  const timer = to.clock.after(connectMs, () => {
    const by = to.proxy === undefined ? '' : ` through the proxy ${to.proxy.host}:${to.proxy.port}`;
    fail(
      transportError(
        'connect_timeout',
        `No connection to ${host}${by} within ${connectMs} ms. Check the address, the network and the proxy setting.`,
      ),
    );
  });

  if (to.proxy !== undefined) {
    const authority = `${isIP(to.hostname) === 6 ? `[${to.hostname}]` : to.hostname}:${to.port}`;
    current = openTunnel(to.proxy, authority, to, (result) => {
      if (over) {
        if ('socket' in result) result.socket.destroy();
        return;
      }
      if ('error' in result) return fail(result.error);
      if (to.tls) return secure(result.socket);
      succeed(result.socket);
    });
  } else if (to.tls) {
    secure(undefined);
  } else {
    watch(connectPlain({ host: to.hostname, port: to.port }), 'connect', false);
  }
  return fail;
}
