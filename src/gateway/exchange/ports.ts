import type { GatewayEvent } from './event.ts';
import type { RequestRecord } from './record.ts';

/** Time is passed in, so that no test sleeps. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds with fractions from an arbitrary start; never goes back. */
  monotonic(): number;
  /** Calls `fire` once after `ms`. Does not keep a process alive. */
  after(ms: number, fire: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}

/** Random bytes and numbers, passed in for the same reason. */
export interface Random {
  /** Hex characters of `bytes` random bytes. */
  hex(bytes: number): string;
  /** In [0, 1). */
  unit(): number;
}

/** The secrets that the main thread pushed. Nothing is resolved on the request path. */
export interface KeySource {
  /** The key of an account; undefined when it is missing ("needs key"). */
  key(provider: string, account: string): string | undefined;
}

/** Where finished requests and events go; calls return at once and never throw. */
export interface Sink {
  request(record: RequestRecord): void;
  event(event: GatewayEvent): void;
}

/** One HTTP request to a provider. */
export interface UpstreamRequest {
  /** Scheme, host and port: `https://api.openai.com`. */
  readonly origin: string;
  /** Path with query. */
  readonly path: string;
  readonly method: string;
  /** Name, value, name, value, …; names in lower case. */
  readonly headers: readonly string[];
  readonly body: Buffer | undefined;
  readonly connectMs: number;
  /** `http://host:port`, `'none'`, or absent for what the environment says. */
  readonly proxy?: string;
  /** Use a new connection even if a kept one is idle. */
  readonly fresh?: boolean;
}

/** Header names in lower case; a repeated header is an array. */
export type UpstreamHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Exactly one of `onEnd` and `onError` is called, last, and neither after `abort()`. */
export interface UpstreamHandler {
  /** The connection is there and the request is about to be written. */
  onSent(): void;
  onHead(status: number, headers: UpstreamHeaders): void;
  onData(chunk: Buffer): void;
  onEnd(): void;
  onError(error: TransportError): void;
}

export type TransportErrorCode =
  | 'connect_refused'
  | 'connect_timeout'
  | 'connect_failed'
  | 'dns_failed'
  | 'tls_failed'
  | 'proxy_failed'
  | 'reset'
  | 'bad_response'
  | 'closed';

export interface TransportError {
  readonly code: TransportErrorCode;
  readonly message: string;
  /** A kept connection died before a byte of this answer came: worth one try on a fresh one, no failure. */
  readonly stale: boolean;
}

export interface UpstreamCall {
  /** Ends the call at once; the handler is not called any more. */
  abort(): void;
  /** Back-pressure: stop and go on reading. */
  pause(): void;
  resume(): void;
}

/** Sends requests to providers. The demo provider is one, too. */
export interface Transport {
  call(request: UpstreamRequest, handler: UpstreamHandler): UpstreamCall;
  /** Ends kept connections; running calls are aborted with `closed`. */
  close(): Promise<void>;
}

/** Header access without caring for repetition: the first value. */
export function firstHeader(headers: UpstreamHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}

/** Lines for people who look for a cause; every message and field passes the redactor before it is written. */
export interface Log {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** What came of changing the key of the client `local`. */
export type LocalKeyChange =
  /** The gateway knows the new keys already. `formerUntil`: milliseconds since the epoch. */
  { readonly ok: true; readonly formerUntil?: number } | { readonly ok: false; readonly message: string };

/** The host's key of the client `local`: it keeps it, and pushes it again when it changes. */
export interface LocalKeyKeeper {
  /** Undefined: the config names its clients, and there is no such key. */
  rotate(): LocalKeyChange | undefined;
  revokeFormer(): LocalKeyChange | undefined;
}
