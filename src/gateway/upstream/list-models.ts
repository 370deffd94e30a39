import type { Dialect } from '../exchange/dialect.ts';
import type { Clock, Transport, TransportErrorCode } from '../exchange/ports.ts';
import type { Endpoint, Provider } from '../exchange/provider.ts';
import { authHeaders } from './credentials.ts';
import { createDecoder, type Decoder } from './decode-answer.ts';
import { joinUrl } from './join-url.ts';
import { forwardHeaders } from './request-headers.ts';

/** Milliseconds that a list may take, connecting included. */
const mostMs = 10_000;
/** OpenRouter's list of some 500 models has 1 MiB. */
const mostBytes = 4 * 1024 * 1024;

export type ModelListError = {
  /** `no_list`: no endpoint of this provider has one; the others are what went wrong while asking. */
  readonly code: 'no_list' | 'timeout' | 'too_large' | TransportErrorCode;
  readonly message: string;
};

/** Any status is an answer; the body is decoded and whole. */
export type ModelListAnswer =
  | { readonly status: number; readonly body: Buffer; readonly dialect: Dialect }
  | { readonly error: ModelListError };

/**
 * Asks a provider which models it has, at the first of its endpoints that has a list, in that dialect's way. At most
 * 10 s and 4 MiB. Never rejects. `key` is undefined for a provider that takes none.
 */
export function fetchModelList(
  provider: Provider,
  key: string | undefined,
  transport: Transport,
  clock: Clock,
): Promise<ModelListAnswer> {
  const first = provider.endpoints.entries().next();
  if (first.done === true) {
    const message = `${provider.name} has no endpoint to ask for a list of models.`;
    return Promise.resolve({ error: { code: 'no_list', message } });
  }
  const [dialect, endpoint] = first.value;
  const target = joinUrl(endpoint.baseUrl, listPath(dialect, endpoint));
  const headers = ['accept', 'application/json', 'accept-encoding', 'identity'];
  if (dialect === 'anthropic-messages') headers.push('anthropic-version', '2023-06-01');
  if (key !== undefined) headers.push(...authHeaders(endpoint.auth, key));
  for (const name in provider.headers) headers.push(name.toLowerCase(), provider.headers[name] ?? '');

  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let status = 0;
    let bytes = 0;
    let decoder: Decoder | undefined;
    let over = false;

    const finish = (answer: ModelListAnswer): void => {
      if (over) return;
      over = true;
      timer.cancel();
      decoder?.stop();
      call.abort();
      resolve(answer);
    };
    const fail = (code: ModelListError['code'], message: string): void =>
      finish({ error: { code, message } });
    const take = (chunk: Buffer): void => {
      bytes += chunk.length;
      parts.push(chunk);
      if (bytes > mostBytes) fail('too_large', `The model list of ${provider.name} has more than 4 MiB.`);
    };
    const end = (): void => finish({ status, body: Buffer.concat(parts), dialect });

    const timer = clock.after(mostMs, () => {
      fail('timeout', `${provider.name} did not send its model list within 10 s.`);
    });
    const call = transport.call(
      {
        origin: target.origin,
        path: target.path,
        method: 'GET',
        headers: forwardHeaders([], headers),
        body: undefined,
        connectMs: Math.min(mostMs, provider.timeouts.connectMs),
        ...(provider.proxy === undefined ? {} : { proxy: provider.proxy }),
      },
      {
        onSent: () => undefined,
        onHead: (answered, answerHeaders) => {
          status = answered;
          const encoding = answerHeaders['content-encoding'];
          if (typeof encoding === 'string' && encoding !== 'identity') {
            const error = (message: string): void => fail('bad_response', `${provider.name}: ${message}.`);
            decoder = createDecoder(encoding, { output: take, end, error });
          }
        },
        onData: (chunk) => {
          if (over) return;
          if (decoder === undefined) take(chunk);
          else decoder.push(chunk);
        },
        onEnd: () => {
          if (decoder === undefined) end();
          else decoder.end();
        },
        onError: (error) => fail(error.code, error.message),
      },
    );
  });
}

function listPath(dialect: Dialect, endpoint: Endpoint): string {
  if (dialect === 'anthropic-messages') return '/v1/models?limit=1000';
  if (dialect === 'gemini-generate') return '/v1beta/models?pageSize=1000';
  // An endpoint whose documented paths have no version has none here either.
  return endpoint.path === undefined || /^\/v\d/.test(endpoint.path) ? '/v1/models' : '/models';
}
