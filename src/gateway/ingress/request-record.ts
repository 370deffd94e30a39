import type { IncomingMessage } from 'node:http';
import type { Ask } from '../attempts/ask.ts';
import type { RunResult } from '../attempts/run.ts';
import { totalCost } from '../exchange/cost.ts';
import type { ErrorAnswer } from '../exchange/errors.ts';
import type { Mutable } from '../exchange/mutable.ts';
import type { Clock } from '../exchange/ports.ts';
import type { RequestRecord } from '../exchange/record.ts';
import type { Admission } from './admission.ts';
import { appOf } from './app-name.ts';
import type { Target } from './routes.ts';

/** The row of a request that no provider saw. */
export function refusal(
  clock: Clock,
  target: Target,
  admission: Admission,
  request: Pick<IncomingMessage, 'headers'>,
  error: ErrorAnswer,
): RequestRecord {
  const app = appOf(request.headers);
  return {
    id: admission.id,
    startedAt: admission.startedAt,
    client: admission.client.id,
    ...(admission.path.terminal !== undefined && { terminal: admission.path.terminal }),
    ...(app !== undefined && { app }),
    dialect: target.dialect,
    operation: target.operation,
    path: admission.path.path,
    modelAsked: target.model ?? '',
    stream: false,
    status: error.status,
    outcome: error.status < 500 && error.status !== 429 ? 'client-error' : 'failed',
    failure: { class: error.status < 500 ? 'client' : 'internal', code: error.code, message: error.message },
    attempts: [],
    queueMs: clock.monotonic() - admission.start,
    totalMs: clock.monotonic() - admission.start,
    requestBytes: 0,
    responseBytes: 0,
    losses: [],
  };
}

/** Where a request came from, as far as it says so. */
export interface Origin {
  readonly app: string | undefined;
  readonly conversation: string | undefined;
  readonly user: string | undefined;
}

/** The row of a request that was run. */
export function recordOf(
  clock: Clock,
  ask: Ask,
  admission: Admission,
  from: Origin,
  queueMs: number,
  result: RunResult,
): RequestRecord {
  const { app, conversation, user } = from;
  const by = result.answeredBy;
  const { terminal, path } = admission.path;
  const record: Mutable<RequestRecord> = {
    id: ask.id,
    startedAt: admission.startedAt,
    client: admission.client.id,
    dialect: ask.dialect,
    operation: ask.operation,
    path,
    modelAsked: ask.modelAsked,
    stream: ask.stream,
    status: result.status,
    outcome: result.outcome,
    attempts: result.attempts,
    queueMs,
    totalMs: clock.monotonic() - admission.start,
    requestBytes: ask.requestBytes,
    responseBytes: result.responseBytes,
    losses: result.losses,
  };
  if (by !== undefined) {
    record.provider = by.provider;
    record.account = by.account;
    record.model = by.model;
  }
  if (result.modelAnswered !== undefined) record.modelAnswered = result.modelAnswered;
  if (result.usage !== undefined) record.usage = result.usage;
  const cost = totalCost(result.attempts);
  if (cost !== undefined) record.cost = cost;
  if (result.firstByteMs !== undefined) record.firstByteMs = queueMs + result.firstByteMs;
  if (result.firstOutputMs !== undefined) record.firstOutputMs = queueMs + result.firstOutputMs;
  if (app !== undefined) record.app = app;
  if (conversation !== undefined) record.conversation = conversation;
  if (terminal !== undefined) record.terminal = terminal;
  if (user !== undefined) record.user = user;
  if (result.failure !== undefined) record.failure = result.failure;
  return record;
}
