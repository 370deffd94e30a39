import type { Cost } from '../exchange/cost.ts';
import type { Failure } from '../exchange/failure.ts';
import type { Mutable } from '../exchange/mutable.ts';
import { type Clock, firstHeader, type UpstreamHeaders } from '../exchange/ports.ts';
import type { AttemptRecord, AttemptTimings } from '../exchange/record.ts';
import { type ToldUsage, tokensOf } from '../exchange/usage.ts';
import type { Candidate } from '../routing/view.ts';

/** Longer ids than this are not kept. */
const longestId = 200;

/** What is noted of an attempt while it goes on: the row that is kept of it is made of this. */
export class AttemptNotes {
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** By the monotonic clock. */
  readonly start: number;
  status = 0;
  headers: UpstreamHeaders = {};
  connectMs: number | undefined;
  firstByteMs: number | undefined;
  firstOutputMs: number | undefined;
  totalMs = 0;
  outcome: AttemptRecord['outcome'] = 'failed';
  failure: Failure | undefined;
  usage: ToldUsage | undefined;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.startedAt = clock.now();
    this.start = clock.monotonic();
  }

  /** Milliseconds since the start. */
  since(): number {
    return this.#clock.monotonic() - this.start;
  }

  get isGood(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  /** The row; complete after the attempt has ended. `cost`: what its tokens cost. */
  record(candidate: Candidate, cost: Cost | undefined): AttemptRecord {
    const upstreamId =
      firstHeader(this.headers, 'request-id') ??
      firstHeader(this.headers, 'x-request-id') ??
      firstHeader(this.headers, 'x-goog-request-id');
    const timings: Mutable<AttemptTimings> = { totalMs: this.totalMs };
    if (this.connectMs !== undefined) timings.connectMs = this.connectMs;
    if (this.firstByteMs !== undefined) timings.firstByteMs = this.firstByteMs;
    if (this.firstOutputMs !== undefined) timings.firstOutputMs = this.firstOutputMs;
    const record: Mutable<AttemptRecord> = {
      provider: candidate.provider,
      account: candidate.account,
      model: candidate.model,
      dialect: candidate.dialect,
      reason: candidate.reason,
      startedAt: this.startedAt,
      timings,
      outcome: this.outcome,
    };
    if (this.status !== 0) record.status = this.status;
    if (upstreamId !== undefined) record.upstreamId = upstreamId.slice(0, longestId);
    if (this.failure !== undefined) record.failure = this.failure;
    if (this.usage !== undefined) record.usage = tokensOf(this.usage);
    if (cost !== undefined) record.cost = cost;
    return record;
  }
}
