import { wireOf } from '../dialects/wires.ts';
import type { ErrorAnswer } from '../exchange/errors.ts';
import type { UpstreamHeaders } from '../exchange/ports.ts';
import type { Candidate } from '../routing/view.ts';
import { returnHeaders } from '../upstream/response-headers.ts';
import type { Answer } from './answer.ts';
import type { Ask } from './ask.ts';
import type { Attempt } from './attempt.ts';
import type { FailedAttempt } from './final-error.ts';
import { addOwnHeaders, addPlace, errorHeaders } from './own-headers.ts';

/** The attempt whose stream is on its way to the client. */
export type Streaming = Pick<Attempt, 'betweenEvents' | 'streamStarted'>;

/** What a run says to its client: one head, then bytes or an error in the client's dialect. Counts what goes out. */
export class ClientAnswer {
  headSent = false;
  /** Status of the head; 0 before it. */
  status = 0;
  /** Of the body, so far. */
  bytes = 0;
  readonly #ask: Ask;
  readonly #answer: Answer;
  readonly #planned: Candidate | undefined;

  /** `planned`: who is to be asked first. */
  constructor(ask: Ask, answer: Answer, planned: Candidate | undefined) {
    this.#ask = ask;
    this.#answer = answer;
    this.#planned = planned;
  }

  /** The first head is the one that counts. */
  head(status: number, headers: string[]): void {
    if (this.headSent) return;
    this.headSent = true;
    this.status = status;
    this.#answer.head(status, headers);
  }

  /** The head of an attempt's answer. `ended`: attempts that have; `more`: name, value, …. */
  answerHead(
    status: number,
    headers: UpstreamHeaders,
    ended: number,
    attempt: Attempt,
    more: readonly string[] = [],
  ): void {
    if (this.headSent) return;
    const head = returnHeaders(headers);
    addOwnHeaders(head, this.#ask, ended, attempt, this.#planned);
    head.push(...more);
    this.head(status, head);
  }

  flush(): void {
    this.#answer.flush();
  }

  write(bytes: Buffer): boolean {
    this.bytes += bytes.length;
    return bytes.length === 0 || this.#answer.write(bytes);
  }

  end(bytes?: Buffer): void {
    if (bytes !== undefined) this.bytes += bytes.length;
    this.#answer.end(bytes);
  }

  /** The head of a stream that begins with words of ours. `ended`: attempts that have; `more`: name, value, …. */
  eventsHead(ended: number, ...more: readonly string[]): void {
    const head = ['content-type', 'text/event-stream', ...more];
    addOwnHeaders(head, this.#ask, ended, undefined);
    this.head(200, head);
  }

  /** Ends the answer with an error of ours (`by`: in whose words); inside a stream that has begun as the dialect's event. */
  error(error: ErrorAnswer, ended: number, streaming: Streaming | undefined, by?: FailedAttempt): void {
    const wire = wireOf(this.#ask.dialect);
    if (this.headSent) {
      if (streaming === undefined || streaming.betweenEvents) {
        this.write(wire.brokenStream(error, streaming?.streamStarted === true));
      }
      return this.end();
    }
    const body = wire.errorBody(error);
    const head = errorHeaders(error, body);
    addOwnHeaders(head, this.#ask, ended, undefined);
    if (by !== undefined) addPlace(head, by);
    this.head(error.status, head);
    this.end(body);
  }

  /**
   * Ends the answer with the upstream's own status and message: its body as it came where the client speaks its dialect,
   * else the same said in the client's; in a stream that has begun, as the dialect's error.
   */
  refusal(failed: FailedAttempt, ended: number): void {
    const { failure, answer, dialect } = failed;
    const asEvent =
      this.#ask.stream && failure.code === 'context_overflow' && this.#ask.dialect === 'openai-responses';
    if (this.headSent || asEvent || answer === undefined || dialect !== this.#ask.dialect) {
      if (asEvent && !this.headSent) this.eventsHead(ended);
      return this.error(refusalOf(this.#ask.id, failed), ended, undefined, failed);
    }
    const head = returnHeaders(answer.headers);
    addOwnHeaders(head, this.#ask, ended, undefined);
    addPlace(head, failed);
    head.push('content-length', String(answer.body.length));
    this.head(answer.status, head);
    this.end(answer.body);
  }
}

function refusalOf(requestId: string, { failure, answer, provider }: FailedAttempt): ErrorAnswer {
  return {
    // Codex compacts on this code in a stream, and shows a raw 400 otherwise.
    code: failure.code === 'context_overflow' ? 'context_length_exceeded' : failure.code,
    status: answer?.status ?? failure.status ?? 400,
    message: failure.message,
    requestId,
    provider,
    class: failure.class,
  };
}
