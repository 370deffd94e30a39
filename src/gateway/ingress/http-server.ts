import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';

/** A certificate and its key, in PEM. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

const limits = {
  /** Longer than any tool runs between two requests of an agent: 5 s of Node's own cost a reset each time. */
  keepAliveTimeout: 15 * 60_000,
  /** A client that needs longer for its head is broken or hostile. */
  headersTimeout: 20_000,
  /** 64 MiB over a slow forwarded port take minutes. */
  requestTimeout: 10 * 60_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 64 * 1024,
  keepAlive: true,
  noDelay: true,
};

/**
 * Node's server with our limits, not yet listening. A request to switch protocols is switched when `maySwitch` says so, and
 * answered as any other when not.
 */
export function createHttpServer(
  tls: TlsFiles | undefined,
  maySwitch: (request: IncomingMessage) => boolean,
  answer: RequestListener,
): Server {
  const options = { ...limits, shouldUpgradeCallback: maySwitch };
  return tls === undefined
    ? createServer(options, answer)
    : createSecureServer({ ...options, ...tls }, answer);
}
