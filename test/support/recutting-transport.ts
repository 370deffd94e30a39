import type {
  Transport,
  UpstreamCall,
  UpstreamHandler,
  UpstreamRequest,
} from '../../src/gateway/exchange/ports.ts';

/**
 * Hands every answer on in pieces of so many bytes, however it came over the wire. Writes of a provider may be joined on
 * their way, and thousands of them take seconds; here each cut reaches the gateway for certain.
 */
export function createRecuttingTransport(transport: Transport, size: number): Transport {
  return {
    call: (request, handler) => new RecutCall(transport, request, handler, size),
    close: () => transport.close(),
  };
}

class RecutCall implements UpstreamCall, UpstreamHandler {
  readonly #handler: UpstreamHandler;
  readonly #size: number;
  readonly #call: UpstreamCall;
  /** What is not yet a whole piece. */
  #rest: Buffer = Buffer.alloc(0);
  #aborted = false;

  constructor(transport: Transport, request: UpstreamRequest, handler: UpstreamHandler, size: number) {
    this.#handler = handler;
    this.#size = size;
    this.#call = transport.call(request, this);
  }

  abort(): void {
    this.#aborted = true;
    this.#call.abort();
  }

  pause(): void {
    this.#call.pause();
  }

  resume(): void {
    this.#call.resume();
  }

  onSent(): void {
    this.#handler.onSent();
  }

  onHead(...head: Parameters<UpstreamHandler['onHead']>): void {
    this.#handler.onHead(...head);
  }

  onData(chunk: Buffer): void {
    const bytes = Buffer.concat([this.#rest, chunk]);
    const whole = bytes.length - (bytes.length % this.#size);
    this.#rest = bytes.subarray(whole);
    for (let at = 0; at < whole && !this.#aborted; at += this.#size) {
      this.#handler.onData(bytes.subarray(at, at + this.#size));
    }
  }

  onEnd(): void {
    this.#handRest();
    if (!this.#aborted) this.#handler.onEnd();
  }

  onError(...error: Parameters<UpstreamHandler['onError']>): void {
    this.#handRest();
    if (!this.#aborted) this.#handler.onError(...error);
  }

  #handRest(): void {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    if (rest.length > 0 && !this.#aborted) this.#handler.onData(rest);
  }
}
