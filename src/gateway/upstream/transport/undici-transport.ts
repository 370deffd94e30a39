import { createSecureContext, type SecureContext } from 'node:tls';
import { Pool } from 'undici';
import type {
  Clock,
  Transport,
  TransportError,
  UpstreamCall,
  UpstreamHandler,
  UpstreamRequest,
} from '../../exchange/ports.ts';
import { type Connecting, Lane } from './lane.ts';
import type { Destination } from './open-connection.ts';
import { chooseProxy, type ProxyEnvironment } from './proxy-choice.ts';
import { TransportClosed, transportError } from './transport-error.ts';
import { UpstreamExchange } from './upstream-exchange.ts';

/** Pairs of origin and proxy with kept connections. Nobody has that many providers; addresses that change do. */
const mostRoutes = 64;

export interface UndiciTransportOptions {
  readonly env: ProxyEnvironment;
  /** PEM roots: exactly these are trusted. A function is called at the first https request, once. */
  readonly trust: readonly string[] | (() => readonly string[]);
  readonly clock: Clock;
  /** False: any certificate of a provider or proxy is taken, as the editor's user chose; true unless told otherwise. */
  readonly checkCertificates?: boolean;
}

interface Route {
  readonly origin: string;
  readonly host: string;
  readonly to: Destination;
  readonly pool: Pool;
  used: number;
}

/**
 * Calls providers over HTTP/1.1 with kept connections: per origin and proxy as many as there are calls at once, so
 * that no stream waits for another. http and https targets go through a proxy by CONNECT. There are no time limits
 * but `connectMs`; the caller has those.
 */
export function createUndiciTransport(options: UndiciTransportOptions): Transport {
  const routes = new Map<string, Route>();
  const connecting: Connecting = new Set();
  /** Pools that gave up their place and finish what runs on them, and connections of single calls. */
  const leaving = new Set<Pool | Lane>();
  let context: SecureContext | undefined;
  let uses = 0;
  let closed: Promise<void> | undefined;

  const secureContext = (): SecureContext => {
    const { trust } = options;
    context ??= createSecureContext({ ca: [...(typeof trust === 'function' ? trust() : trust)] });
    return context;
  };

  const openRoute = (request: UpstreamRequest, key: string): Route | TransportError => {
    if (!URL.canParse(request.origin)) {
      return transportError(
        'connect_failed',
        `The address ${request.origin} of the provider cannot be read.`,
      );
    }
    const url = new URL(request.origin);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      return transportError('connect_failed', `${request.origin} is neither an http nor an https address.`);
    }
    const choice = chooseProxy(url, request.proxy, options.env);
    if ('problem' in choice) {
      return transportError(
        'proxy_failed',
        `${request.origin} cannot be reached: ${choice.problem}. Correct the provider’s "proxy", or HTTPS_PROXY and HTTP_PROXY.`,
      );
    }
    const tls = url.protocol === 'https:';
    const hostname = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
    const port = url.port === '' ? (tls ? 443 : 80) : Number(url.port);
    const { clock } = options;
    const to = {
      hostname,
      port,
      tls,
      proxy: choice.proxy,
      context: secureContext,
      checkCertificates: options.checkCertificates !== false,
      clock,
      session: undefined,
    };
    // Without `allowH2: false` the pool holds https calls back until its first connection has told its protocol.
    const pool = new Pool(url.origin, {
      allowH2: false,
      factory: (origin) => new Lane(origin, to, connecting),
    });
    const route = { origin: url.origin, host: url.host, to, pool, used: 0 };
    if (routes.size >= mostRoutes) dropOldest();
    routes.set(key, route);
    return route;
  };

  const dropOldest = (): void => {
    let oldest: [string, Route] | undefined;
    for (const entry of routes) if (oldest === undefined || entry[1].used < oldest[1].used) oldest = entry;
    if (oldest === undefined) return;
    const { pool } = oldest[1];
    routes.delete(oldest[0]);
    leaving.add(pool);
    void pool.close().then(() => leaving.delete(pool));
  };

  const call = (request: UpstreamRequest, handler: UpstreamHandler): UpstreamCall => {
    const key = request.proxy === undefined ? request.origin : `${request.proxy} ${request.origin}`;
    const route = closed === undefined ? (routes.get(key) ?? openRoute(request, key)) : closedError(request);
    if ('code' in route) return failLater(route, handler);
    route.used = uses += 1;
    const dispatch = {
      path: request.path,
      method: request.method,
      headers: request.headers.slice(),
      body: request.body ?? null,
    };
    if (request.fresh !== true) {
      const exchange = new UpstreamExchange(route.host, request.connectMs, handler);
      route.pool.dispatch(dispatch, exchange);
      return exchange.handOver();
    }
    const lane = new Lane(route.origin, route.to, connecting);
    leaving.add(lane);
    const exchange = new UpstreamExchange(route.host, request.connectMs, handler, () => leaving.delete(lane));
    lane.dispatch({ ...dispatch, reset: true }, exchange);
    return exchange.handOver();
  };

  const close = (): Promise<void> => {
    closed ??= (async () => {
      const why = new TransportClosed();
      const all = [...Array.from(routes.values(), (route) => route.pool), ...leaving];
      routes.clear();
      leaving.clear();
      const ended = all.map((dispatcher) => dispatcher.destroy(why));
      for (const line of [...connecting]) line.giveUp?.(transportError('closed', why.message));
      await Promise.all(ended);
    })();
    return closed;
  };

  return { call, close };
}

function closedError(request: UpstreamRequest): TransportError {
  return transportError(
    'closed',
    `${request.origin} is not called any more: the connections are being closed.`,
  );
}

/** A call that cannot even be tried: its error comes when the caller holds the handle, as always. */
function failLater(error: TransportError, handler: UpstreamHandler): UpstreamCall {
  let over = false;
  queueMicrotask(() => {
    if (!over) handler.onError(error);
  });
  return {
    abort: () => {
      over = true;
    },
    pause: () => undefined,
    resume: () => undefined,
  };
}
