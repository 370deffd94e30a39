import type { Failure, UpstreamError } from '../exchange/failure.ts';
import { firstHeader, type TransportError, type UpstreamHeaders } from '../exchange/ports.ts';
import { type Evidence, eventTable, type FailureRow, failureTable, fits } from './failure-table.ts';
import { quotaScope } from './quota-scope.ts';
import { retryAt } from './retry-at.ts';

/** Messages are records for people, not copies of pages. */
const longestMessage = 500;
const longestCode = 80;
/** Prose beyond this is not looked at: error messages have their point at the start. */
const longestEvidence = 4000;

/**
 * Class of an upstream's refusal (or of an answer below 400 that is none), by the first fitting row of the failure
 * table. The message is the upstream's own, cut; the caller gives it to the redactor before it is kept anywhere.
 */
export function classifyAnswer(answer: {
  readonly status: number;
  readonly headers: UpstreamHeaders;
  readonly error: UpstreamError;
  /** Milliseconds since the epoch. */
  readonly now: number;
}): Failure {
  const { status, headers, error, now } = answer;
  const shouldRetry = readShouldRetry(headers);
  const said = { ...(status >= 300 && { status }), ...(shouldRetry !== undefined && { shouldRetry }) };
  if (status < 300) {
    if (!isEmpty(error)) return { ...classifyEvent(error, now), ...said };
    const message = `The provider answered ${status} with something that is not an answer.`;
    return { class: 'transport', code: 'bad_response', message, ...said };
  }
  const row = rowFor(failureTable, evidenceOf(status, error, isReadable(headers, error)));
  // What a vendor asks to be sent again (a 409 for a lock) is not the client's mistake.
  const isRetryable = row.class === 'client' && row.tokens === undefined && shouldRetry === true;
  const failureClass = isRetryable && row.message === undefined ? 'overload' : row.class;
  const message = clean(error.message) ?? `The provider answered ${status} without a readable error.`;
  const at = failureClass === 'client' ? undefined : retryAt(headers, error, now, failureClass === 'quota');
  const scope = failureClass === 'quota' ? (row.scope ?? quotaScope(headers, error)) : undefined;
  return {
    class: failureClass,
    ...named(row, error, `http_${status}`),
    message,
    ...said,
    ...(at !== undefined && { retryAt: at }),
    ...(scope !== undefined && { scope }),
  };
}

/**
 * Class of an error that came inside a stream (or in the body of a 200). A number as its code is taken for the
 * status it stands for (OpenRouter: 400, 429, 502). What nothing is known of is the upstream's trouble: `overload`.
 * With `now` (milliseconds since the epoch) a delay that the error names becomes the time to ask again.
 */
export function classifyEvent(error: UpstreamError, now?: number): Failure {
  const status = numericCode(error);
  const evidence = evidenceOf(status, error, true);
  const found =
    failureTable.find((row) => fits(row, evidence)) ?? eventTable.find((row) => fits(row, evidence));
  const row: FailureRow = found ?? { class: 'overload' };
  const scope = row.class === 'quota' ? (row.scope ?? quotaScope({}, error)) : undefined;
  const at =
    now === undefined || row.class === 'client' ? undefined : retryAt({}, error, now, row.class === 'quota');
  return {
    class: row.class,
    ...named(row, error, status === undefined ? 'stream_error' : `http_${status}`),
    message: clean(error.message) ?? 'The provider reported an error in the stream without a message.',
    ...(status !== undefined && { status }),
    ...(at !== undefined && { retryAt: at }),
    ...(scope !== undefined && { scope }),
  };
}

/** Class of a connection that failed: `transport`, except when the gateway itself closed it. */
export function classifyTransport(error: TransportError): Failure {
  const message = clean(error.message) ?? `The connection to the provider failed (${error.code}).`;
  return { class: error.code === 'closed' ? 'cancelled' : 'transport', code: error.code, message };
}

const anyFailure: FailureRow = { class: 'overload' };

function rowFor(table: readonly FailureRow[], evidence: Evidence): FailureRow {
  return table.find((row) => fits(row, evidence)) ?? anyFailure;
}

function evidenceOf(status: number | undefined, error: UpstreamError, readable: boolean): Evidence {
  const tokens = [error.code, error.type]
    .filter((token) => token !== undefined && token !== '' && !/^\d+$/.test(token))
    .map((token) => String(token).toLowerCase());
  return {
    status,
    tokens,
    message: (error.message ?? '').slice(0, longestEvidence).trim(),
    unreadable: !readable,
  };
}

/** Something of an API. A page of a proxy may have been read as a message; it is none. */
function isReadable(headers: UpstreamHeaders, error: UpstreamError): boolean {
  if (isEmpty(error) || /^\s*<|^a page instead of an answer/.test(error.message ?? '')) return false;
  return !/^text\/(?:html|plain)/i.test(firstHeader(headers, 'content-type') ?? '') || hasCode(error);
}

function hasCode(error: UpstreamError): boolean {
  return error.code !== undefined || error.type !== undefined;
}

function isEmpty(error: UpstreamError): boolean {
  return error.message === undefined && !hasCode(error);
}

/** The more exact one is the code: OpenAI's `code` before its `type`. The type stays beside it when it says more. */
function named(row: FailureRow, error: UpstreamError, otherwise: string): Pick<Failure, 'code' | 'type'> {
  const type = cleanCode(error.type);
  const code = row.code ?? cleanCode(error.code) ?? type ?? otherwise;
  return type === undefined || type === code ? { code } : { code, type };
}

/** Numbers repeat the status. */
function cleanCode(code: string | undefined): string | undefined {
  const cleaned = code === undefined || /^\d+$/.test(code) ? '' : code.replace(/[^\w.:-]+/g, '_');
  return cleaned === '' ? undefined : cleaned.slice(0, longestCode);
}

function numericCode(error: UpstreamError): number | undefined {
  const number = Number(error.code ?? Number.NaN);
  return Number.isInteger(number) && number >= 400 && number <= 599 ? number : undefined;
}

function readShouldRetry(headers: UpstreamHeaders): boolean | undefined {
  const value = firstHeader(headers, 'x-should-retry');
  return value === 'true' ? true : value === 'false' ? false : undefined;
}

function clean(message: string | undefined): string | undefined {
  const text = message
    ?.slice(0, longestEvidence)
    .replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .trim();
  if (text === undefined || text === '') return undefined;
  return text.length > longestMessage ? `${text.slice(0, longestMessage - 1)}…` : text;
}
