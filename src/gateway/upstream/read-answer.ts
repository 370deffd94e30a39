import type { Dialect } from '../exchange/dialect.ts';
import type { Clock, Transport, TransportErrorCode, UpstreamHeaders } from '../exchange/ports.ts';
import type { Endpoint, Provider } from '../exchange/provider.ts';
import { authHeaders } from './credentials.ts';
import { createDecoder, type Decoder } from './decode-answer.ts';
import { joinUrl } from './join-url.ts';
import { forwardHeaders } from './request-headers.ts';

/** Milliseconds that an answer may take, connecting included. */
const mostMs = 10_000;
/** OpenRouter's list of some 500 models has 1 MiB. */
const mostBytes = 4 * 1024 * 1024;

export type ReadError = {
  /** `aborted`: the signal said so; the others are what went wrong while asking. */
  readonly code: 'timeout' | 'too_large' | 'aborted' | TransportErrorCode;
  readonly message: string;
};

/** Any status is an answer; the body is decoded and whole. */
export type ReadAnswer =
  | { readonly status: number; readonly headers: UpstreamHeaders; readonly body: Buffer }
  | { readonly error: ReadError };

/** What is asked of a provider beside the requests of its clients. It is always a GET, and free. */
export interface Question {
  readonly provider: Provider;
  readonly dialect: Dialect;
  readonly endpoint: Endpoint;
  /** As the dialect documents it, such as `/v1/models`. */
  readonly path: string;
  /** Undefined: none is sent. */
  readonly key: string | undefined;
  /** For messages: `its model list`. */
  readonly what: string;
  readonly options?: ReadOptions | undefined;
}

/** How somebody asks who waits for the answer. */
export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** On a connection of its own: a kept one may have died, and says nothing about address and certificate. */
  readonly fresh?: boolean;
}

/** Asks and reads the whole answer, at most 10 s and 4 MiB. Never rejects. */
export function readAnswer(question: Question, transport: Transport, clock: Clock): Promise<ReadAnswer> {
  const { provider, endpoint, key, what, options } = question;
  const signal = options?.signal;
  const target = joinUrl(endpoint.baseUrl, question.path);
  const headers = ['accept', 'application/json', 'accept-encoding', 'identity'];
  if (question.dialect === 'anthropic-messages') headers.push('anthropic-version', '2023-06-01');
  if (key !== undefined) headers.push(...authHeaders(endpoint.auth, key));
  for (const name in provider.headers) headers.push(name.toLowerCase(), provider.headers[name] ?? '');
  const aborted: ReadAnswer = {
    error: { code: 'aborted', message: `${provider.name} was not waited for any longer.` },
  };
  if (signal?.aborted === true) return Promise.resolve(aborted);

  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let status = 0;
    let answerHeaders: UpstreamHeaders = {};
    let bytes = 0;
    let decoder: Decoder | undefined;
    let over = false;

    const finish = (answer: ReadAnswer): void => {
      if (over) return;
      over = true;
      timer.cancel();
      signal?.removeEventListener('abort', leave);
      decoder?.stop();
      call.abort();
      resolve(answer);
    };
    const leave = (): void => finish(aborted);
    const fail = (code: ReadError['code'], message: string): void => finish({ error: { code, message } });
    const take = (chunk: Buffer): void => {
      bytes += chunk.length;
      parts.push(chunk);
      if (bytes > mostBytes) fail('too_large', `What ${provider.name} sent as ${what} has more than 4 MiB.`);
    };
    const end = (): void => finish({ status, headers: answerHeaders, body: Buffer.concat(parts) });

    const timer = clock.after(mostMs, () => {
      fail('timeout', `${provider.name} did not send ${what} within 10 s.`);
    });
    signal?.addEventListener('abort', leave);
    const call = transport.call(
      {
        origin: target.origin,
        path: target.path,
        method: 'GET',
        headers: forwardHeaders([], headers),
        body: undefined,
        connectMs: Math.min(mostMs, provider.timeouts.connectMs),
        ...(options?.fresh === true && { fresh: true }),
        ...(provider.proxy === undefined ? {} : { proxy: provider.proxy }),
      },
      {
        onSent: () => undefined,
        onHead: (answered, received) => {
          status = answered;
          answerHeaders = received;
          const encoding = received['content-encoding'];
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
