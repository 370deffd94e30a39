import type { Socket } from 'node:net';
import { Client, type Dispatcher } from 'undici';
import type { TransportError } from '../../exchange/ports.ts';
import { type Destination, openConnection } from './open-connection.ts';
import { ConnectFailure, transportError } from './transport-error.ts';
import { type Line, UpstreamExchange } from './upstream-exchange.ts';

/**
 * Idle time of a kept connection when the server gives no hint. Four minutes: load balancers and home routers forget
 * a silent connection after about five (AWS NAT gateways after 350 s).
 */
const keepAliveMs = 240_000;
/** Longest idle time that a server's `Keep-Alive: timeout=` can ask for. */
const mostKeepAliveMs = 600_000;
/** Node's own limit of 16 KiB is too small for providers behind several proxies with long policies. */
const mostHeaderBytes = 65_536;

/** What all lanes of a transport share: those that are connecting now, so that closing can end them. */
export type Connecting = Set<Line>;

/** An undici client (one connection at a time, HTTP/1.1, no pipelining) that tells its calls which connection they got. */
export class Lane extends Client {
  private readonly line: Line;

  constructor(origin: string | URL, to: Destination, connecting: Connecting) {
    const line: Line = {
      host: `${to.hostname}:${to.port}`,
      answers: 0,
      connectMs: 0,
      giveUp: undefined,
    };
    super(origin, {
      pipelining: 1,
      allowH2: false,
      // Time limits are the attempt's business; undici's 300 s would cut a model that thinks.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: keepAliveMs,
      keepAliveMaxTimeout: mostKeepAliveMs,
      maxHeaderSize: mostHeaderBytes,
      connect: (_options, done) => {
        line.answers = 0;
        connecting.add(line);
        line.giveUp = openConnection(to, line.connectMs, (result) => {
          line.giveUp = undefined;
          connecting.delete(line);
          const failure = 'error' in result ? result.error : lostAtOnce(line.host, result.socket);
          // Wrapped, because undici connects again and again after an error with a code of its own kind.
          if (failure !== undefined) done(new ConnectFailure(failure), null);
          else if ('socket' in result) done(null, result.socket);
        });
      },
    });
    this.line = line;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    if (handler instanceof UpstreamExchange) {
      handler.line = this.line;
      this.line.connectMs = handler.connectMs;
    }
    return super.dispatch(options, handler);
  }
}

/** A socket that is gone by the time that undici would take it is one more error that it would connect after for ever. */
function lostAtOnce(host: string, socket: Socket): TransportError | undefined {
  if (!socket.destroyed) return undefined;
  return transportError('connect_failed', `${host} closed the connection as soon as it was there.`);
}
