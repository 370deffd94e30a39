import type { Cost } from './cost.ts';
import type { Dialect, Operation } from './dialect.ts';
import type { Failure } from './failure.ts';
import type { Loss } from './loss.ts';
import type { Usage } from './usage.ts';

/** Milliseconds from the start of the attempt, absent when that point was not reached. */
export interface AttemptTimings {
  /** Until a connection was there and the request could be written; about 0 on a kept connection. */
  readonly connectMs?: number;
  readonly firstByteMs?: number;
  /** Until the first real output (text, reasoning, tool), not until a role chunk or a ping. */
  readonly firstOutputMs?: number;
  readonly totalMs: number;
}

/** One call to one provider, account and model. */
export interface AttemptRecord {
  readonly provider: string;
  readonly account: string;
  readonly model: string;
  readonly dialect: Dialect;
  /** Why this candidate stood where it stood in the plan (a reason code). */
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly timings: AttemptTimings;
  /** HTTP status of the upstream. */
  readonly status?: number;
  /** The upstream's own request id, for its support. */
  readonly upstreamId?: string;
  /** `hedged`: another attempt was faster. What it has cost until then is not known to the gateway. */
  readonly outcome: 'ok' | 'failed' | 'cancelled' | 'hedged';
  readonly failure?: Failure;
  /** Id of the row of the strategy table that decided what followed the failure. */
  readonly strategy?: string;
  readonly usage?: Usage;
  /** Of these tokens; absent when it is not known, or none were used. */
  readonly cost?: Cost;
}

/** How a request ended, seen from the client. */
export type RequestOutcome = 'ok' | 'client-error' | 'failed' | 'cancelled';

/** Everything that is kept of one client request; no text of prompt or answer. */
export interface RequestRecord {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Id of the client key. */
  readonly client: string;
  readonly terminal?: string;
  readonly conversation?: string;
  /** `X-Title`, `HTTP-Referer` or the program in `User-Agent`. */
  readonly app?: string;
  /** `x-patchbay-user`. */
  readonly user?: string;
  readonly dialect: Dialect;
  readonly operation: Operation;
  /** Path without query as the client sent it. */
  readonly path: string;
  readonly modelAsked: string;
  readonly stream: boolean;
  /** Status the client got; 0 when it left before one was sent. */
  readonly status: number;
  readonly outcome: RequestOutcome;
  readonly failure?: Failure;
  /** Who answered; absent when nobody did. */
  readonly provider?: string;
  readonly account?: string;
  readonly model?: string;
  /** The model that the answer says it is from, when that is another than `model`. */
  readonly modelAnswered?: string;
  readonly attempts: readonly AttemptRecord[];
  /** Milliseconds from arrival until the first attempt started: reading, checking, planning. */
  readonly queueMs: number;
  readonly firstByteMs?: number;
  readonly firstOutputMs?: number;
  readonly totalMs: number;
  /** Of the answer that was delivered, partial when the client left. */
  readonly usage?: Usage;
  /** Of all attempts, failed ones included; absent when one of them is not known, or no tokens were used. */
  readonly cost?: Cost;
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly losses: readonly Loss[];
}
