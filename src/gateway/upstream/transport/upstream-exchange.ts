import type { Dispatcher } from 'undici';
import type { TransportError, UpstreamCall, UpstreamHandler } from '../../exchange/ports.ts';
import { answerFailure } from './transport-error.ts';

/** One connection as the calls on it see it; a connection that is opened anew starts at 0 answers. */
export interface Line {
  /** Host and port, for messages. */
  readonly host: string;
  /** Whole answers that the present socket has brought. */
  answers: number;
  /** Milliseconds that the next attempt to connect may take. */
  connectMs: number;
  /** Gives up connecting; present only while that is going on. */
  giveUp: ((why: TransportError) => void) | undefined;
}

/**
 * One request on its way: undici's handler and the caller's handle in one object, because a request costs little else.
 * undici calls the `on…` methods. Headers are handed on as they come, and what was read from the socket at once as one
 * piece: a provider that is ahead of us sends dozens of HTTP chunks in one read, and each piece costs a decoding, a
 * look at the clock and a write to the client.
 */
export class UpstreamExchange implements Dispatcher.DispatchHandler, UpstreamCall {
  /** Set by the connection that takes the request. */
  line: Line | undefined;
  readonly connectMs: number;
  private readonly host: string;
  private readonly handler: UpstreamHandler;
  private readonly finished: (() => void) | undefined;
  private controller: Dispatcher.DispatchController | undefined;
  private over = false;
  private returned = false;
  private reused = false;
  private answered = false;
  /** Pieces of the present turn of the event loop. */
  private pieces: Buffer[] = none;

  /** `finished` is called once at the end of whatever kind, after the handler. */
  constructor(host: string, connectMs: number, handler: UpstreamHandler, finished?: () => void) {
    this.host = host;
    this.connectMs = connectMs;
    this.handler = handler;
    this.finished = finished;
  }

  /** Says that the caller holds this object now; errors from before have waited for it. */
  handOver(): this {
    this.returned = true;
    return this;
  }

  abort(): void {
    if (this.over) return;
    this.over = true;
    this.pieces = none;
    if (this.controller !== undefined) this.controller.abort(aborted);
    else this.line?.giveUp?.(gaveUp);
    this.finished?.();
  }

  pause(): void {
    this.controller?.pause();
  }

  resume(): void {
    this.controller?.resume();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.over) {
      controller.abort(aborted);
      return;
    }
    this.reused = this.line !== undefined && this.line.answers > 0;
    this.handler.onSent();
  }

  onResponseStarted(): void {
    this.answered = true;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // 102 and 103 come before the answer and are nothing that a client of ours could use.
    if (status >= 200) this.handler.onHead(status, headers);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.pieces.length > 0) {
      this.pieces.push(chunk);
      return;
    }
    this.pieces = [chunk];
    process.nextTick(handOn, this);
  }

  /** Hands on what has gathered. The caller may abort. */
  handOn(): void {
    const { pieces } = this;
    const [first] = pieces;
    if (first === undefined) return;
    this.pieces = none;
    this.handler.onData(pieces.length === 1 ? first : Buffer.concat(pieces));
  }

  /** The caller could not take what it got. */
  fail(error: Error): void {
    this.controller?.abort(error);
  }

  onResponseEnd(): void {
    this.handOn();
    if (this.over) return;
    this.over = true;
    if (this.line !== undefined) this.line.answers += 1;
    this.handler.onEnd();
    this.finished?.();
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.over) return;
    if (!this.returned) {
      // A request that cannot be sent fails inside `dispatch`, before the caller has this object.
      queueMicrotask(() => this.onResponseError(null, error));
      return;
    }
    this.handOn();
    if (this.over) return;
    this.over = true;
    this.handler.onError(answerFailure(error, this.host, this.reused && !this.answered));
    this.finished?.();
  }
}

const none: Buffer[] = [];

/** Made once, not for every piece. Nobody stands above it: a fault of the caller ends its request, not the process. */
function handOn(exchange: UpstreamExchange): void {
  try {
    exchange.handOn();
  } catch (error) {
    exchange.fail(error instanceof Error ? error : new Error(String(error)));
  }
}

const aborted = new Error('the caller ended the request');
const gaveUp: TransportError = {
  code: 'closed',
  message: 'The caller ended the request before a connection was there.',
  stale: false,
};
