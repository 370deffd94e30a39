import type {
  Clock,
  Timer,
  Transport,
  TransportError,
  UpstreamCall,
  UpstreamHandler,
} from '../../exchange/ports.ts';
import type { DemoAnswer } from './demo-answer.ts';
import { demoAnswerTo } from './demo-answer-to.ts';

/** Milliseconds between two pieces of a stream: fast enough not to bore, slow enough to be seen. */
const pauseMs = 8;

/**
 * The built-in provider as a transport: nothing leaves the process. Answers depend on the request alone, but for the
 * time stamps of the passed clock, which also paces the words of a stream.
 */
export function createDemoTransport(options: { readonly clock: Clock }): Transport {
  const running = new Set<DemoCall>();
  let closed = false;
  return {
    call: (request, handler) => {
      const created = Math.floor(options.clock.now() / 1000);
      const call = new DemoCall(options.clock, handler, () => running.delete(call));
      running.add(call);
      queueMicrotask(() => {
        if (closed) call.fail(closedError);
        else call.begin(demoAnswerTo(request, created));
      });
      return call;
    },
    close: () => {
      closed = true;
      for (const call of [...running]) call.fail(closedError);
      return Promise.resolve();
    },
  };
}

const closedError: TransportError = {
  code: 'closed',
  message: 'The demo provider was closed.',
  stale: false,
};
const cutError: TransportError = {
  code: 'reset',
  message: 'The demo provider broke off in the middle of its answer, as it was asked to.',
  stale: false,
};

class DemoCall implements UpstreamCall {
  private readonly clock: Clock;
  private readonly handler: UpstreamHandler;
  private readonly finished: () => void;
  private chunks: Buffer[] = [];
  private ending: DemoAnswer['ending'] = 'end';
  private next = 0;
  private timer: Timer | undefined;
  private paused = false;
  private begun = false;
  private over = false;

  constructor(clock: Clock, handler: UpstreamHandler, finished: () => void) {
    this.clock = clock;
    this.handler = handler;
    this.finished = finished;
  }

  begin(answer: DemoAnswer): void {
    if (this.over) return;
    this.begun = true;
    this.ending = answer.ending;
    this.chunks = chunksOf(answer);
    this.handler.onSent();
    if (this.over) return;
    this.handler.onHead(answer.status, answer.headers);
    this.step();
  }

  abort(): void {
    this.finish();
  }

  pause(): void {
    this.paused = true;
    this.timer?.cancel();
    this.timer = undefined;
  }

  resume(): void {
    if (!this.paused) return;
    this.paused = false;
    if (this.begun && !this.over) this.wait();
  }

  fail(error: TransportError): void {
    if (this.over) return;
    this.finish();
    this.handler.onError(error);
  }

  /** Sends one piece, and waits before the next; what ends the answer comes right behind its last piece. */
  private step(): void {
    this.timer = undefined;
    if (this.over || this.paused) return;
    const chunk = this.chunks[this.next];
    if (chunk !== undefined) {
      this.next += 1;
      this.handler.onData(chunk);
    }
    if (this.over || this.paused) return;
    if (this.next < this.chunks.length) this.wait();
    else this.conclude();
  }

  private wait(): void {
    this.timer = this.clock.after(this.next === 0 ? 0 : pauseMs, () => this.step());
  }

  private conclude(): void {
    // A stalled answer stays open until somebody loses patience.
    if (this.ending === 'stall') return;
    if (this.ending === 'cut') {
      this.fail(cutError);
      return;
    }
    this.finish();
    this.handler.onEnd();
  }

  private finish(): void {
    this.over = true;
    this.timer?.cancel();
    this.finished();
  }
}

/** The bytes to send; only the first half of them when the answer is to break off. */
function chunksOf(answer: DemoAnswer): Buffer[] {
  const { parts, ending } = answer;
  if (ending === 'end') return parts.map((part) => Buffer.from(part));
  if (parts.length > 1) return parts.slice(0, Math.ceil(parts.length / 2)).map((part) => Buffer.from(part));
  const whole = Buffer.from(parts[0] ?? '');
  return [whole.subarray(0, Math.ceil(whole.length / 2))];
}
