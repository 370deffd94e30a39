import type { Dialect } from './dialect.ts';

/**
 * Every error that the gateway itself answers with: its status and what a person reads. `{…}` are filled in.
 * docs/errors.md says of each code what to do, and a test that none is missing there.
 */
export const errorTable = {
  invalid_path: {
    status: 400,
    text: 'The path {path} is not valid: it has dot segments, an encoded slash or a repeated prefix. Use a plain path such as /v1/responses.',
  },
  invalid_body: {
    status: 400,
    text: 'The request body is not valid JSON ({detail}). Nothing was sent to a provider.',
  },
  invalid_model: {
    status: 400,
    text: '`model` must be a string that is not empty. Name a model, for example "gpt-5.5" or "anthropic/claude-sonnet-4-5".',
  },
  duplicate_key: {
    status: 400,
    text: 'The body has the key `{key}` twice. With a restricted key each may stand there once.',
  },
  invalid_encoding: {
    status: 400,
    text: 'The body could not be decoded as {encoding} ({detail}). Send it whole, or without content-encoding.',
  },
  invalid_header: { status: 400, text: 'The header {header} is not valid: {detail}.' },
  key_missing: {
    status: 401,
    text: 'No Patchbay key came with the request. Send it as "Authorization: Bearer …" (or x-api-key, x-goog-api-key, x-patchbay-key). `patchbay status` shows where it is kept.',
  },
  key_wrong: {
    status: 401,
    text: 'The key that came with the request is not one of Patchbay’s. Use the key that was printed at the start, not a provider’s key.',
  },
  key_expired: {
    status: 401,
    text: 'The key {client} expired on {until}. Ask whoever runs this Patchbay to extend it, or for a new one (`patchbay keys add`).',
  },
  key_closed: {
    status: 401,
    text: 'The key {client} is not accepted any more: {detail}. Ask whoever runs this Patchbay for a new one (`patchbay keys add`).',
  },
  keys_unread: {
    status: 503,
    text: 'The database of keys cannot be read yet, so nobody can say whose key this is. Try again in a few seconds.',
  },
  key_not_allowed: { status: 403, text: 'The key {client} may not do this: {detail}.' },
  routing_paused: {
    status: 403,
    text: 'Routing is paused, so Patchbay sends no request to any provider. Resume it from Patchbay in the status bar of VS Code, or set routing.paused to false in the config.',
  },
  host_not_allowed: {
    status: 403,
    text: 'The host name {host} is not allowed. Use 127.0.0.1 or localhost, or list the name in listen.hosts.',
  },
  origin_not_allowed: {
    status: 403,
    text: 'Requests from web pages ({origin}) are refused. List the page in listen.origins if it is yours.',
  },
  not_found: {
    status: 404,
    text: 'There is nothing at {path}. The endpoints are listed in the README, under “What it does”.',
  },
  model_not_found: { status: 404, text: 'No provider has the model {model}. {detail}' },
  response_not_found: {
    status: 404,
    text: 'There is no response {id} that this key can go on from. It may have been forgotten; send the whole conversation instead.',
  },
  provider_not_found: { status: 404, text: 'There is no provider with the id {provider}. Known: {detail}.' },
  method_not_allowed: { status: 405, text: '{method} is not possible on {path}. Allowed: {detail}.' },
  body_too_large: {
    status: 413,
    text: 'The request body is larger than 64 MiB after decoding. Send less context, or fewer images.',
  },
  no_websocket: {
    status: 426,
    text: 'This gateway answers over HTTP, not over a WebSocket. The client falls back by itself.',
  },
  limit_reached: { status: 429, text: '{detail}' },
  everything_exhausted: {
    status: 429,
    text: 'Every account that could answer {model} is exhausted, the first until {until}. {detail}',
  },
  provider_credentials: {
    status: 403,
    text: 'Every account that could answer {model} was refused by its provider: {detail}. Check the keys; asking again does not help.',
  },
  upstream_failed: { status: 502, text: 'No provider could answer {model}. {detail}' },
  upstream_unavailable: {
    status: 503,
    text: 'Everything that could answer {model} is cooling down after failures, the first until {until}. {detail}',
  },
  upstream_timeout: { status: 504, text: 'No provider answered {model} in time. {detail}' },
  stream_broken: {
    status: 502,
    text: 'The answer of {provider} broke off ({detail}). Part of it had been sent, so no other provider could take over; ask again.',
  },
  nothing_configured: {
    status: 503,
    text: 'No provider speaks {dialect} yet. Add one to the config, or try the model name "demo".',
  },
  buffers_full: {
    status: 503,
    text: 'The gateway holds 512 MiB of request bodies already. Try again in a few seconds.',
  },
  draining: { status: 503, text: 'The gateway is shutting down. Try again in 3 seconds.' },
  loop_detected: {
    status: 508,
    text: 'The request came back to Patchbay: {detail}. The address of a provider leads to a gateway instead of the provider; correct its baseUrl in the config.',
  },
  internal: {
    status: 500,
    text: 'Something went wrong inside Patchbay ({detail}). The request id finds it in the log.',
  },
} as const satisfies Record<string, { status: number; text: string }>;

export type ErrorCode = keyof typeof errorTable;

/** An error on its way to a client, before it has a dialect's shape. */
export interface ErrorAnswer {
  readonly code: ErrorCode | string;
  readonly status: number;
  readonly message: string;
  readonly requestId: string;
  /** Provider that is to blame, when one is. */
  readonly provider?: string;
  /** Failure class, when an upstream is to blame. */
  readonly class?: string;
  /** Seconds for `Retry-After`; absent: none is sent. */
  readonly retryAfterSeconds?: number;
  /** `x-should-retry: false` is sent. */
  readonly noRetry?: boolean;
}

/** Fills the table's text. A value that is missing becomes an empty string, spaces around it are tidied. */
export function errorAnswer(
  code: ErrorCode,
  requestId: string,
  values: Readonly<Record<string, string>> = {},
  more: Partial<Pick<ErrorAnswer, 'provider' | 'class' | 'retryAfterSeconds' | 'noRetry' | 'status'>> = {},
): ErrorAnswer {
  const row = errorTable[code];
  const message = row.text.replace(/\{(\w+)\}/g, (_, name: string) => printable(values[name] ?? '')).trim();
  return { code, status: row.status, message, requestId, ...more };
}

/** Names from a request go into messages: cut and without control characters. */
function printable(value: string): string {
  const clean = value.replace(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd');
  return clean.length > 300 ? `${clean.slice(0, 300)}…` : clean;
}

/** The dialects whose clients wait exactly as long as `Retry-After` says, however long (Codex: five times). */
export const obeysRetryAfter: ReadonlySet<Dialect> = new Set<Dialect>([
  'openai-chat',
  'openai-responses',
  'openai-completions',
  'openai-embeddings',
]);
