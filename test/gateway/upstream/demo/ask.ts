import type { TransportError, UpstreamHeaders } from '../../../../src/gateway/exchange/ports.ts';
import { createDemoTransport } from '../../../../src/gateway/upstream/demo/demo-transport.ts';
import { createStillClock } from '../clocks.ts';

export interface Answered {
  readonly status: number;
  readonly headers: UpstreamHeaders;
  readonly body: string;
  /** `end`, the error's code, or `open` when nothing more comes by itself. */
  readonly outcome: string;
  readonly error: TransportError | undefined;
  /** Pieces in which the body came. */
  readonly pieces: number;
}

/** Asks the demo provider and lets time pass until it has said everything. `body` undefined: a GET. */
export async function ask(path: string, body?: unknown, headers: readonly string[] = []): Promise<Answered> {
  const clock = createStillClock();
  const chunks: Buffer[] = [];
  let status = 0;
  let answerHeaders: UpstreamHeaders = {};
  let outcome = 'open';
  let failure: TransportError | undefined;
  createDemoTransport({ clock }).call(
    {
      origin: 'http://demo.invalid',
      path,
      method: body === undefined ? 'GET' : 'POST',
      headers,
      body:
        body === undefined ? undefined : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
      connectMs: 1000,
    },
    {
      onSent: () => undefined,
      onHead: (code, head) => {
        status = code;
        answerHeaders = head;
      },
      onData: (chunk) => void chunks.push(chunk),
      onEnd: () => {
        outcome = 'end';
      },
      onError: (error) => {
        failure = error;
        outcome = error.code;
      },
    },
  );
  await Promise.resolve();
  while (clock.waiting > 0) clock.pass(1000);
  const text = Buffer.concat(chunks).toString();
  return { status, headers: answerHeaders, body: text, outcome, error: failure, pieces: chunks.length };
}

/** The answer as JSON. */
export function json(answer: Answered) {
  return JSON.parse(answer.body);
}
