import type {
  Transport,
  TransportError,
  UpstreamCall,
  UpstreamHeaders,
  UpstreamRequest,
} from '../../../src/gateway/exchange/ports.ts';

/** How a call went, and promises for its turns. */
export interface CallRecord {
  readonly call: UpstreamCall;
  /** `sent`, `head`, `data`, `end`, `error` in the order in which they came; `data` only once in a row. */
  readonly turns: string[];
  status: number;
  headers: UpstreamHeaders;
  readonly chunks: Buffer[];
  readonly body: string;
  error: TransportError | undefined;
  readonly ended: Promise<void>;
  /** Resolves when a turn of this kind has come. */
  when(turn: string): Promise<void>;
}

export interface CallOptions {
  onData?(chunk: Buffer, call: UpstreamCall): void;
}

/** Calls and writes down everything that the handler is told; throws when it is told something after the end. */
export function record(
  transport: Transport,
  request: Partial<UpstreamRequest> & Pick<UpstreamRequest, 'origin'>,
  options: CallOptions = {},
): CallRecord {
  const turns: string[] = [];
  const chunks: Buffer[] = [];
  const waiting: { turn: string; resolve: () => void }[] = [];
  let over = false;
  const note = (turn: string): void => {
    if (over) throw new Error(`${turn} after the end (${turns.join(', ')})`);
    if (turn === 'end' || turn === 'error') over = true;
    if (turn !== 'data' || turns.at(-1) !== 'data') turns.push(turn);
    for (const one of waiting.filter((other) => other.turn === turn)) one.resolve();
  };
  const ended = Promise.withResolvers<void>();
  const call = transport.call(
    { path: '/', method: 'GET', headers: [], body: undefined, connectMs: 5_000, ...request },
    {
      onSent: () => note('sent'),
      onHead: (status, headers) => {
        result.status = status;
        result.headers = headers;
        note('head');
      },
      onData: (chunk) => {
        chunks.push(chunk);
        note('data');
        options.onData?.(chunk, call);
      },
      onEnd: () => {
        note('end');
        ended.resolve();
      },
      onError: (error) => {
        result.error = error;
        note('error');
        ended.resolve();
      },
    },
  );
  const result: CallRecord = {
    call,
    turns,
    status: 0,
    headers: {},
    chunks,
    get body() {
      return Buffer.concat(chunks).toString();
    },
    error: undefined,
    ended: ended.promise,
    when: (turn) =>
      turns.includes(turn)
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting.push({ turn, resolve });
          }),
  };
  return result;
}

/** Calls, waits for the end and until the connection is idle again: undici frees it one turn of the event loop later. */
export async function settle(
  transport: Transport,
  request: Partial<UpstreamRequest> & Pick<UpstreamRequest, 'origin'>,
): Promise<CallRecord> {
  const call = record(transport, request);
  await call.ended;
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  return call;
}
