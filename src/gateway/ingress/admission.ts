import type { IncomingMessage } from 'node:http';
import type { Client } from '../exchange/client.ts';
import { keyPrefix } from '../exchange/client-key.ts';
import type { Dialect } from '../exchange/dialect.ts';
import { type ErrorAnswer, errorAnswer } from '../exchange/errors.ts';
import { hopHeader } from '../exchange/hop-header.ts';
import { type ClientTable, keysOf } from './client-keys.ts';
import { closedWords } from './closed-words.ts';
import { type HopProblem, readHops } from './hops.ts';
import { hostAllowed, originAllowed } from './host-origin.ts';
import type { ParsedPath, RequestPath } from './path.ts';
import { errorDialect } from './routes.ts';

/** A request that has passed the door: who asks, at which path, since when. */
export interface Admission {
  readonly id: string;
  readonly path: RequestPath;
  readonly client: Client;
  /** Every key that came, the client's own among them. */
  readonly keys: readonly string[];
  /** The key that came is the one that the client had before. */
  readonly byFormerKey: boolean;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Monotonic milliseconds. */
  readonly start: number;
  /** The gateways that the request has passed, this one included, for the provider's `x-patchbay-hop`. */
  readonly hops: string;
}

export type Door =
  | { readonly kind: 'admitted'; readonly admission: Admission }
  /** Answered without a key: health and the clients' probes. */
  | { readonly kind: 'public'; readonly page: 'health' | 'probe' }
  | { readonly kind: 'refused'; readonly error: ErrorAnswer; readonly dialect: Dialect };

/** What the door looks at. */
export interface DoorState {
  /** Id of this run of the gateway. */
  readonly instance: string;
  readonly hosts: readonly string[];
  readonly origins: readonly string[];
  readonly clients: ClientTable;
  readonly draining: boolean;
}

/**
 * Decides at the door, before a byte of the body is read: path, `Host`, `Origin`, then the key. The order matters:
 * a web page must not learn from the answer whether its guess of a key was right.
 */
export function knock(
  request: IncomingMessage,
  parsed: ParsedPath,
  state: DoorState,
  stamp: { readonly id: string; readonly startedAt: number; readonly start: number },
): Door {
  const { headers, method } = request;
  const refuse = (...what: Parameters<typeof errorAnswer>): Door => ({
    kind: 'refused',
    error: errorAnswer(...what),
    dialect: errorDialect(parsed.ok ? parsed.value.path : '', headers),
  });
  if (!hostAllowed(headers.host, state.hosts)) {
    return refuse('host_not_allowed', stamp.id, { host: headers.host ?? 'without a name' });
  }
  const fetchSite = headers['sec-fetch-site'];
  if (
    !originAllowed(headers.origin, typeof fetchSite === 'string' ? fetchSite : fetchSite?.[0], state.origins)
  ) {
    return refuse('origin_not_allowed', stamp.id, { origin: headers.origin ?? 'cross-site' });
  }
  if (!parsed.ok) {
    // A key in the path (`/k/{key}/`) is not said again: answers end up in logs.
    const path = parsed.path.replace(/\/k\/[^/]*/g, '/k/…');
    return refuse('invalid_path', stamp.id, { path });
  }
  const path = parsed.value;
  const reads = method === 'GET' || method === 'HEAD';
  if (reads && (path.path === '/healthz' || path.path === '/health'))
    return { kind: 'public', page: 'health' };
  if (method === 'HEAD' && (path.path === '/' || path.path === '/api/hello')) {
    return { kind: 'public', page: 'probe' };
  }
  if (state.draining) return refuse('draining', stamp.id, {}, { retryAfterSeconds: 3 });
  const keys = keysOf(headers, path.query, path.key);
  const known = state.clients.find(keys, stamp.startedAt, request.socket);
  if (known === undefined) {
    const closed = state.clients.closed(keys, stamp.startedAt);
    if (closed !== undefined) {
      const { code, values } = closedWords(closed);
      return refuse(code, stamp.id, values);
    }
    if (!state.clients.complete() && keys.some((key) => key.startsWith(keyPrefix))) {
      return refuse('keys_unread', stamp.id, {}, { retryAfterSeconds: 3 });
    }
    return refuse(keys.length === 0 ? 'key_missing' : 'key_wrong', stamp.id, {});
  }
  const hops = readHops(headers, state.instance);
  if (!hops.ok) return refuse(...hopRefusal(hops.problem, stamp.id));
  const { id, startedAt, start } = stamp;
  const { client, isFormer: byFormerKey } = known;
  return {
    kind: 'admitted',
    admission: { id, path, client, keys, byFormerKey, startedAt, start, hops: hops.next },
  };
}

/**
 * Who a request that was admitted before is now: its keys looked up again. For what stays open longer than an answer.
 * Undefined: it would not be let in any more.
 */
export function whoNow(
  request: Pick<IncomingMessage, 'socket'>,
  { keys }: Pick<Admission, 'keys'>,
  clients: ClientTable,
  now: number,
): Client | undefined {
  return clients.find(keys, now, request.socket)?.client;
}

function hopRefusal({ kind, detail }: HopProblem, id: string): Parameters<typeof errorAnswer> {
  if (kind === 'unreadable') return ['invalid_header', id, { header: hopHeader, detail }];
  return ['loop_detected', id, { detail }, { noRetry: true }];
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What the door found; set for the control API's requests. */
    admission: Admission | undefined;
  }
}
