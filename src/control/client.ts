import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** An answer of the control API, or why there was none. */
export type ControlAnswer<T> =
  | { readonly ok: true; readonly value: T }
  /** `code` is the API's own, or `unreachable` when nobody answered, or `bad_answer`. `status` is 0 without an answer. */
  | { readonly ok: false; readonly status: number; readonly code: string; readonly message: string };

export interface ControlClient {
  get<T>(path: string, check: Check<T>): Promise<ControlAnswer<T>>;
  /** `signal` ends the call; the answer is then `unreachable`. */
  post<T>(path: string, body: unknown, check: Check<T>, signal?: AbortSignal): Promise<ControlAnswer<T>>;
  delete<T>(path: string, check: Check<T>): Promise<ControlAnswer<T>>;
  /** Opens the stream of changes. Every message is told, then once that it ended; the function closes it silently. */
  stream(listener: StreamListener): () => void;
}

/** Whether a value has what its reader uses; another version of the gateway may say something else. */
export type Check<T> = (value: unknown) => value is T;

export interface StreamListener {
  opened(): void;
  /** `data` is parsed JSON. */
  message(event: string, data: unknown): void;
  ended(): void;
}

/** Answers come from this machine; a test of a provider takes up to 15 s by itself. */
const patienceMs = 20_000;
/** Answers are lists of some kilobytes. */
const mostBytes = 16 * 1024 * 1024;

/**
 * The control API of a gateway on this machine, over node's own client alone: windows and commands load nothing else.
 * `key` is asked at every call, because it can be rotated.
 */
export function createControlClient(url: string, key: () => string | undefined): ControlClient {
  const headers = (): Record<string, string> => {
    const secret = key();
    // The gateway may listen at an address that its list of host names does not have.
    return { host: 'localhost', ...(secret !== undefined && { authorization: `Bearer ${secret}` }) };
  };

  const secure = url.startsWith('https:');
  const startRequest = secure ? httpsRequest : httpRequest;
  // Its certificate is for the names that others use, not for this machine's loopback address.
  const trust = secure ? { rejectUnauthorized: false } : {};

  function call<T>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body: unknown,
    check: Check<T>,
    signal?: AbortSignal,
  ): Promise<ControlAnswer<T>> {
    return new Promise((resolve) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const request = startRequest(`${url}/api${path}`, {
        ...trust,
        method,
        headers: {
          ...headers(),
          ...(text !== undefined && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(text),
          }),
        },
        signal: AbortSignal.any([AbortSignal.timeout(patienceMs), ...(signal === undefined ? [] : [signal])]),
      });
      request.on('response', (response) => {
        readText(response, mostBytes).then(
          (answer) => resolve(judged(response.statusCode ?? 0, answer, check)),
          (error: unknown) => resolve(unreachable(error)),
        );
      });
      request.on('error', (error) => resolve(unreachable(error)));
      request.end(text);
    });
  }

  return {
    get: (path, check) => call('GET', path, undefined, check),
    delete: (path, check) => call('DELETE', path, undefined, check),
    post: (path, body, check, signal) => call('POST', path, body, check, signal),
    stream(listener) {
      let over = false;
      const end = (): void => {
        if (over) return;
        over = true;
        listener.ended();
      };
      const request = startRequest(`${url}/api/stream`, {
        ...trust,
        headers: { ...headers(), accept: 'text/event-stream' },
      });
      request.on('response', (response) => {
        if (response.statusCode !== 200) {
          response.resume();
          return end();
        }
        listener.opened();
        const read = createMessageReader((event, data) => {
          if (!over) listener.message(event, data);
        });
        response.setEncoding('utf8');
        response.on('data', read);
        response.on('close', end);
      });
      request.on('error', end);
      request.end();
      return () => {
        over = true;
        request.destroy();
      };
    },
  };
}

function judged<T>(status: number, text: string, check: Check<T>): ControlAnswer<T> {
  const value = parsed(text);
  if (status >= 200 && status < 300) {
    if (check(value)) return { ok: true, value };
    return {
      ok: false,
      status,
      code: 'bad_answer',
      message:
        'The gateway answered in a way that this version does not understand. Bring both to the same version.',
    };
  }
  const error = isObject(value) && isObject(value.error) ? value.error : {};
  return {
    ok: false,
    status,
    code: typeof error.code === 'string' ? error.code : 'bad_answer',
    message:
      typeof error.message === 'string' ? error.message : `The gateway answered with status ${status}.`,
  };
}

function unreachable(error: unknown): ControlAnswer<never> {
  const why = error instanceof Error ? error.message : String(error);
  return { ok: false, status: 0, code: 'unreachable', message: `The gateway does not answer (${why}).` };
}

function readText(response: IncomingMessage, most: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > most) response.destroy(new Error('the answer is too large'));
      else chunks.push(chunk);
    });
    response.on('end', () => resolve(Buffer.concat(chunks).toString()));
    response.on('error', reject);
    response.on('close', () => reject(new Error('the answer was cut off')));
  });
}

/** Takes pieces of a stream of server-sent events; the gateway ends lines with a line feed and writes one `data` line. */
function createMessageReader(tell: (event: string, data: unknown) => void): (piece: string) => void {
  let rest = '';
  return (piece) => {
    const blocks = (rest + piece).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const field = (name: string): string | undefined =>
        block
          .split('\n')
          .find((line) => line.startsWith(`${name}: `))
          ?.slice(name.length + 2);
      const data = field('data');
      if (data !== undefined) tell(field('event') ?? 'message', parsed(data));
    }
  };
}

/** JSON, or undefined. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
