import type { GatewayEvent } from '../exchange/event.ts';
import type { Failure } from '../exchange/failure.ts';
import type { AttemptRecord, RequestRecord } from '../exchange/record.ts';
import type { Redactor } from '../exchange/redact.ts';
import type { RunningRequest } from './running-requests.ts';

/** Characters of a failure's message (see `Failure`). */
const mostMessage = 500;

/**
 * The record with secrets taken out of everything that a client or an upstream wrote: a path may hold a key
 * (`/k/{key}/`), `HTTP-Referer` a query, an upstream's error the key that it refuses. The same record when there
 * is nothing to take out, which is nearly always.
 */
export function redactRecord(record: RequestRecord, redactor: Pick<Redactor, 'text'>): RequestRecord {
  const path = redactor.text(record.path);
  const modelAsked = redactor.text(record.modelAsked);
  const app = optional(record.app, redactor);
  const user = optional(record.user, redactor);
  const terminal = optional(record.terminal, redactor);
  const conversation = optional(record.conversation, redactor);
  const modelAnswered = optional(record.modelAnswered, redactor);
  const failure = redactFailure(record.failure, redactor);
  const attempts = redactAttempts(record.attempts, redactor);
  if (
    path === record.path &&
    modelAsked === record.modelAsked &&
    app === record.app &&
    user === record.user &&
    terminal === record.terminal &&
    conversation === record.conversation &&
    modelAnswered === record.modelAnswered &&
    failure === record.failure &&
    attempts === record.attempts
  ) {
    return record;
  }
  return {
    ...record,
    path,
    modelAsked,
    ...(app !== undefined && { app }),
    ...(user !== undefined && { user }),
    ...(terminal !== undefined && { terminal }),
    ...(conversation !== undefined && { conversation }),
    ...(modelAnswered !== undefined && { modelAnswered }),
    ...(failure !== undefined && { failure }),
    attempts,
  };
}

/** A request that is being answered, without secrets. */
export function redactRunning(request: RunningRequest, redactor: Pick<Redactor, 'text'>): RunningRequest {
  const app = optional(request.app, redactor);
  const terminal = optional(request.terminal, redactor);
  return {
    ...request,
    modelAsked: redactor.text(request.modelAsked),
    ...(app !== undefined && { app }),
    ...(terminal !== undefined && { terminal }),
  };
}

/** The event without secrets; the same one when there are none. */
export function redactEvent(event: GatewayEvent, redactor: Pick<Redactor, 'text'>): GatewayEvent {
  const fields = Object.entries(event.fields).map(
    ([name, value]) => [name, typeof value === 'string' ? redactor.text(value) : value] as const,
  );
  return { ...event, message: redactor.text(event.message), fields: Object.fromEntries(fields) };
}

function optional(value: string | undefined, redactor: Pick<Redactor, 'text'>): string | undefined {
  return value === undefined ? undefined : redactor.text(value);
}

function redactAttempts(
  attempts: readonly AttemptRecord[],
  redactor: Pick<Redactor, 'text'>,
): readonly AttemptRecord[] {
  if (attempts.every((attempt) => attempt.failure === undefined)) return attempts;
  let changed = false;
  const clean = attempts.map((attempt) => {
    const failure = redactFailure(attempt.failure, redactor);
    if (failure === undefined || failure === attempt.failure) return attempt;
    changed = true;
    return { ...attempt, failure };
  });
  return changed ? clean : attempts;
}

function redactFailure(failure: Failure | undefined, redactor: Pick<Redactor, 'text'>): Failure | undefined {
  if (failure === undefined) return undefined;
  const code = redactor.text(failure.code);
  const message = redactor.text(failure.message);
  const type = optional(failure.type, redactor);
  const short = message.length > mostMessage ? `${message.slice(0, mostMessage - 1)}…` : message;
  if (code === failure.code && type === failure.type && short === failure.message) return failure;
  return { ...failure, code, ...(type !== undefined && { type }), message: short };
}
