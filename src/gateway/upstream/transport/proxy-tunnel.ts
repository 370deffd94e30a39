import { request as startRequest } from 'node:http';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectSecure, type SecureContext } from 'node:tls';
import type { TransportError } from '../../exchange/ports.ts';
import { connectFailure } from './connect-trouble.ts';
import type { ProxyAddress } from './proxy-choice.ts';
import { transportError } from './transport-error.ts';

export type TunnelResult = { readonly socket: Socket } | { readonly error: TransportError };

/** What a secure connection to the proxy itself is checked against. */
export interface Trust {
  readonly context: () => SecureContext;
  readonly checkCertificates: boolean;
}

/** An attempt that can be given up. */
export interface Tunnel {
  destroy(): void;
}

/**
 * Asks a proxy with CONNECT for a tunnel to `authority` (`host:port`). Used for http targets too: a tunnel hands
 * bytes on as they are, where a proxy that reads the request may hold a stream back, cache it or send a POST twice.
 * Every failure is `proxy_failed`; neither address nor message holds the proxy's password.
 */
export function openTunnel(
  proxy: ProxyAddress,
  authority: string,
  trust: Trust,
  done: (result: TunnelResult) => void,
): Tunnel {
  const name = `${proxy.host}:${proxy.port}`;
  const request = startRequest({
    method: 'CONNECT',
    host: proxy.host,
    port: proxy.port,
    path: authority,
    headers: {
      host: authority,
      'proxy-connection': 'keep-alive',
      ...(proxy.authorization === undefined ? {} : { 'proxy-authorization': proxy.authorization }),
    },
    createConnection: () =>
      proxy.tls ? secureConnection(proxy, trust) : connectPlain({ host: proxy.host, port: proxy.port }),
  });
  request.once('connect', (response, socket: Socket, head: Buffer) => {
    const status = response.statusCode ?? 0;
    if (status < 200 || status > 299) {
      socket.destroy();
      done({ error: transportError('proxy_failed', refusal(name, authority, status)) });
      return;
    }
    if (head.length > 0) socket.unshift(head);
    done({ socket });
  });
  request.on('error', (error) => {
    const why = connectFailure(error, `the proxy ${name}`, proxy.tls).message;
    done({ error: transportError('proxy_failed', upperFirst(why)) });
  });
  request.end();
  return request;
}

function secureConnection(proxy: ProxyAddress, trust: Trust): Socket {
  const { host, port } = proxy;
  return connectSecure({
    host,
    port,
    servername: isIP(host) === 0 ? host : '',
    secureContext: trust.context(),
    rejectUnauthorized: trust.checkCertificates,
  });
}

function refusal(name: string, authority: string, status: number): string {
  if (status === 407) {
    return `The proxy ${name} asks for a user name and password, or refused them (407). Write them into its address: http://user:password@${name}.`;
  }
  return `The proxy ${name} refused a tunnel to ${authority} (status ${status}). Ask who runs it to allow that address, or leave it out with NO_PROXY or "proxy": "none" at the provider.`;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
