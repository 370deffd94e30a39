/** Token figures as a person thinks of them; each dialect's renderer puts them where that vendor puts them. */
export interface UsageFigures {
  /** Prompt tokens that were neither read from nor written to a cache. */
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  /** Visible output, without reasoning. */
  readonly output: number;
  readonly reasoning: number;
}

/** A call the model makes. `arguments` is JSON text for a function, free text for a custom tool. */
export interface ToolCall {
  readonly kind: 'function' | 'custom';
  readonly name: string;
  readonly namespace?: string;
  readonly arguments: string;
}

/**
 * What goes wrong while an answer is sent, and when: before the head (`nothing`), after it and before the first event
 * (0), after so many events (or pieces, when the answer is not a stream), or behind the last one (`everything`).
 * `reset`: TCP reset. `cut`: the connection ends without the end of the body. `end`: a well-formed end, too early.
 * `stall`: silence until the test calls `release`, then the rest follows. `hold-open`: the rest never comes and the
 * body is not ended. `error`: the dialect's own error event takes the place of the rest. `tear` (streams): half of the
 * next event, closed as if it were whole, and then a well-formed end.
 */
export interface Fault {
  readonly do: 'reset' | 'cut' | 'end' | 'stall' | 'hold-open' | 'error' | 'tear';
  readonly after: 'nothing' | 'everything' | number;
  /** For `error`: the status that the event stands for (default 529 for Anthropic, 503 for the rest). */
  readonly status?: number;
  readonly message?: string;
}

export type ContentCoding = 'gzip' | 'deflate' | 'br' | 'zstd';

/** How the bytes are cut into writes: one per event, one per byte, pieces of a size, or at these offsets. */
export type Cuts = 'event' | 'byte' | number | readonly number[];

interface Delivery {
  readonly fault?: Fault;
  readonly cuts?: Cuts;
  /** Milliseconds between two writes; default 0 (the next turn of the event loop). */
  readonly paceMs?: number;
  /** Compress, whatever `accept-encoding` said. */
  readonly coding?: ContentCoding;
  /** Added to, or put in place of, the headers that the provider sends. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A turn of the model: reasoning, text, calls. Sent as the request asks for it unless `shape` says otherwise. */
export interface Answer extends Delivery {
  readonly kind: 'answer';
  /** The pieces of the text, one delta each. */
  readonly text?: readonly string[];
  readonly reasoning?: string;
  readonly calls?: readonly ToolCall[];
  readonly usage?: Partial<UsageFigures> | 'none';
  /** Model name in the answer; default: the one that was asked for. */
  readonly model?: string;
  readonly stop?: 'end' | 'length';
  readonly shape?: 'json' | 'stream';
}

/**
 * The first request that offers a shell is answered with a call of it; a request that holds a tool's result is
 * answered with text that quotes it; any other with plain text.
 */
export interface ToolRound extends Omit<Answer, 'kind' | 'calls'> {
  readonly kind: 'tool-round';
  readonly command: string;
}

/** An HTTP error in the dialect's own shape, or with the body given. */
export interface ErrorReply extends Delivery {
  readonly kind: 'error';
  readonly status: number;
  readonly message?: string;
  readonly body?: string;
}

/** Bytes as recorded. */
export interface RawReply extends Delivery {
  readonly kind: 'raw';
  readonly status: number;
  readonly body: string | Buffer;
}

export type Behaviour = Answer | ToolRound | ErrorReply | RawReply;

/** A normal answer. A string is cut into deltas of a few characters, as models send them. */
export function answer(
  text = 'Hello from the scripted upstream.',
  more: Omit<Answer, 'kind' | 'text'> = {},
): Answer {
  return { kind: 'answer', text: inDeltas(text), ...more };
}

/** A turn that only calls a function. */
export function calling(
  name: string,
  input: Readonly<Record<string, unknown>>,
  more: Omit<Answer, 'kind' | 'calls'> = {},
): Answer {
  return {
    kind: 'answer',
    calls: [{ kind: 'function', name, arguments: JSON.stringify(input) }],
    ...more,
  };
}

/** A shell command that the client is to run, and a last answer that quotes what it printed. */
export function toolRound(command: string, more: Omit<ToolRound, 'kind' | 'command'> = {}): ToolRound {
  return { kind: 'tool-round', command, ...more };
}

/** An HTTP error. `retryAfter` is in seconds. */
export function failure(
  status: number,
  more: Omit<ErrorReply, 'kind' | 'status'> & { readonly retryAfter?: number } = {},
): ErrorReply {
  const { retryAfter, ...rest } = more;
  const headers = {
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    ...rest.headers,
  };
  return { kind: 'error', status, ...rest, headers };
}

/** A recorded body, sent byte for byte. */
export function raw(
  body: string | Buffer,
  more: Omit<RawReply, 'kind' | 'body' | 'status'> & { readonly status?: number } = {},
): RawReply {
  return { kind: 'raw', status: 200, body, ...more };
}

/** A normal answer with a fault. */
export function faulty(fault: Fault, more: Omit<Answer, 'kind' | 'fault'> = {}): Answer {
  return { ...answer(), ...more, fault };
}

/** Pieces of at most five characters, never through the middle of a surrogate pair. */
export function inDeltas(text: string): string[] {
  const characters = [...text];
  const pieces: string[] = [];
  for (let at = 0; at < characters.length; at += 5) pieces.push(characters.slice(at, at + 5).join(''));
  return pieces;
}
