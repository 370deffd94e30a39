import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { Run } from '../../attempts/run.ts';
import { fieldsOf, parseJson } from '../../dialects/json-value.ts';
import { wireOf } from '../../dialects/wires.ts';
import { type ErrorAnswer, errorAnswer } from '../../exchange/errors.ts';
import { once } from '../../exchange/once.ts';
import type { Timer } from '../../exchange/ports.ts';
import type { Admission, Door } from '../admission.ts';
import type { ClientSide } from '../client-side.ts';
import { answerBody, type GenerateDeps } from '../generate.ts';
import { mostBodyBytes } from '../read-body.ts';
import { SocketAnswer } from './socket-answer.ts';
import { createTurnChain, type Turn } from './turn-chain.ts';
import { readTurnInput, type TurnInput } from './turn-input.ts';

export interface SocketDeps extends GenerateDeps {
  /** Looks at path, `Host`, `Origin` and key again: they must hold for each turn, not only for the first. */
  knock(request: IncomingMessage): Door;
  /** A new id: `prefix` and random characters. */
  newId(prefix: string): string;
}

const target = { dialect: 'openai-responses', operation: 'generate' } as const;

const noTurn: Turn = { items: [], bytes: 0 };

/** Turns that may wait for the one that runs: clients send one after the other. */
const mostWaiting = 8;

/** Bytes on their way to a slow client, beyond which the provider is not read on. */
const mostBuffered = 1024 * 1024;

/** Proxies and forwarded ports close what is silent for a minute. */
const pingMs = 30_000;

/** 1003: unsupported data, 1008: policy, 1012: service restart (RFC 6455, section 7.4.1). */
const closeCode = { binary: 1003, refused: 1008, restart: 1012 } as const;

/**
 * One WebSocket of a Responses client. Turns are answered one after the other, each like a request over HTTP: the same
 * checks, routing, failover and row. A turn may go on from an earlier one of the connection by its id and send only what
 * is new; the provider gets the whole.
 */
export class SocketSession {
  readonly #deps: SocketDeps;
  readonly #socket: WebSocket;
  readonly #request: IncomingMessage;
  readonly #headers: readonly string[];
  readonly #chain = createTurnChain();
  readonly #waiting: string[] = [];
  #run: Run | undefined;
  #slot: number | undefined;
  #busy = false;
  #blocked = false;
  #ping: Timer | undefined;

  constructor(deps: SocketDeps, socket: WebSocket, request: IncomingMessage) {
    this.#deps = deps;
    this.#socket = socket;
    this.#request = request;
    this.#headers = turnHeaders(request.rawHeaders);
    socket.on('message', (data, isBinary) => {
      if (isBinary) return socket.close(closeCode.binary, 'text frames only');
      this.#take(textOf(data));
    });
    socket.on('close', () => this.#gone());
    // An error is followed by `close`.
    socket.on('error', () => undefined);
    this.#beat();
  }

  /** The gateway shuts down. */
  close(): void {
    this.#socket.close(closeCode.restart, 'the gateway restarts');
  }

  #beat(): void {
    this.#ping = this.#deps.clock.after(pingMs, () => {
      this.#socket.ping();
      this.#beat();
    });
  }

  #gone(): void {
    this.#ping?.cancel();
    this.#waiting.length = 0;
    this.#release();
    const run = this.#run;
    this.#run = undefined;
    run?.clientGone();
  }

  #take(frame: string): void {
    if (this.#waiting.length >= mostWaiting) {
      return this.#socket.close(closeCode.refused, 'too many turns at once');
    }
    this.#waiting.push(frame);
    this.#work();
  }

  /** Takes what waits until a turn has to wait itself: many are over at once (a mistake, a prewarm). */
  #work(): void {
    while (!this.#busy && this.#socket.readyState === this.#socket.OPEN) {
      const frame = this.#waiting.shift();
      if (frame === undefined) return;
      this.#turn(frame);
    }
  }

  #turn(frame: string): void {
    const door = this.#deps.knock(this.#request);
    if (door.kind !== 'admitted') {
      if (door.kind === 'refused') this.#deny(door.error);
      return this.#socket.close(closeCode.refused, 'not allowed any more');
    }
    const { admission } = door;
    const input = readTurnInput(frame);
    if (input.kind === 'wrong') {
      return this.#deny(errorAnswer('invalid_body', admission.id, { detail: input.detail }));
    }
    const before = input.previous === undefined ? noTurn : this.#chain.get(input.previous);
    if (before === undefined) return this.#sendUnknownPrevious(input.previous ?? '');
    const turn: Turn = {
      items: before.items.concat(input.items),
      bytes: before.bytes + Buffer.byteLength(frame),
    };
    // Over HTTP it would be one body, and no larger one is taken.
    if (turn.bytes > mostBodyBytes) return this.#deny(errorAnswer('body_too_large', admission.id));
    if (input.generate) this.#ask(admission, input, turn);
    else this.#prewarm(input, turn);
  }

  /** Answered here: it asks for nothing yet, and what it says is needed for the next turn. */
  #prewarm({ settings }: Extract<TurnInput, { kind: 'create' }>, turn: Turn): void {
    const id = this.#deps.newId('resp_');
    const response = {
      id,
      object: 'response',
      created_at: Math.floor(this.#deps.clock.now() / 1000),
      status: 'in_progress',
      error: null,
      incomplete_details: null,
      model: settings.model ?? null,
      output: [],
      usage: null,
    };
    const usage = { input_tokens: 0, output_tokens: 0, total_tokens: 0 };
    this.#chain.add(id, turn);
    this.#send(JSON.stringify({ type: 'response.created', sequence_number: 0, response }));
    const completed = { ...response, status: 'completed', usage };
    this.#send(JSON.stringify({ type: 'response.completed', sequence_number: 1, response: completed }));
  }

  #ask(
    admission: Admission,
    { settings }: Extract<TurnInput, { kind: 'create' }>,
    { items, bytes }: Turn,
  ): void {
    const body = Buffer.from(JSON.stringify({ ...settings, stream: true, input: items }));
    if (!this.#deps.budget.take(body.length)) return this.#deny(errorAnswer('buffers_full', admission.id));
    const release = once(() => this.#deps.budget.give(body.length));
    this.#busy = true;
    const over = once(() => this.#next());
    const answer = new SocketAnswer({
      send: (text) => this.#send(text),
      ping: () => this.#socket.ping(),
      over: (recorded) => {
        if (recorded !== undefined) {
          const whole = { items: items.concat(recorded.output), bytes: bytes + recorded.bytes };
          this.#chain.add(recorded.id, whole);
        }
        over();
      },
    });
    const side: ClientSide = {
      headers: this.#request.headers,
      rawHeaders: this.#headers,
      deny: (error) => {
        this.#deny(error);
        over();
      },
      answer: () => answer,
      start: (run) => {
        this.#run = run;
        this.#slot = this.#deps.running.add(run);
        run.start();
      },
    };
    try {
      answerBody(this.#deps, target, admission, side, { ok: true, body, release });
    } catch (error) {
      this.#deps.log.error('a turn failed inside the gateway', { error, request: admission.id });
      release();
      this.#deny(errorAnswer('internal', admission.id, { detail: 'an unexpected error' }));
      over();
    }
  }

  #next(): void {
    this.#release();
    this.#run = undefined;
    this.#busy = false;
    this.#work();
  }

  #release(): void {
    if (this.#slot !== undefined) this.#deps.running.delete(this.#slot);
    this.#slot = undefined;
  }

  #send(text: string): boolean {
    this.#socket.send(text, () => {
      if (!this.#blocked || this.#socket.bufferedAmount > mostBuffered) return;
      this.#blocked = false;
      this.#run?.drained();
    });
    this.#blocked ||= this.#socket.bufferedAmount > mostBuffered;
    return !this.#blocked;
  }

  #deny(error: ErrorAnswer): void {
    const body = fieldsOf(parseJson(wireOf(target.dialect).errorBody(error).toString('utf8')));
    this.#send(JSON.stringify({ type: 'error', status: error.status, ...body }));
  }

  /** With OpenAI's own code: Codex then sends the whole conversation. */
  #sendUnknownPrevious(id: string): void {
    const message = `Previous response with id '${id.slice(0, 100)}' not found.`;
    const error = {
      message,
      type: 'invalid_request_error',
      param: 'previous_response_id',
      code: 'previous_response_not_found',
    };
    this.#send(JSON.stringify({ type: 'error', status: 400, error }));
  }
}

/**
 * The client's headers for a request over HTTP in place of the turn: those of the handshake are about the socket, as is
 * OpenAI's trial feature of that name.
 */
function turnHeaders(raw: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? '';
    const value = raw[at + 1] ?? '';
    const lower = name.toLowerCase();
    if (lower === 'content-type' || lower === 'accept') continue;
    if (lower !== 'openai-beta') {
      kept.push(name, value);
      continue;
    }
    const rest = value.split(',').filter((feature) => !feature.trim().startsWith('responses_websockets'));
    if (rest.length > 0) kept.push(name, rest.join(','));
  }
  kept.push('content-type', 'application/json', 'accept', 'text/event-stream');
  return kept;
}

function textOf(data: Buffer | ArrayBuffer | readonly Buffer[]): string {
  if (data instanceof ArrayBuffer) return Buffer.from(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.concat(data).toString('utf8');
}
