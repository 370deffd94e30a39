import type { RequestRecord } from '../exchange/record.ts';
import type { RequestFilter, RequestSummary } from './storage.ts';

/** The line of a list for a whole record. */
export function summaryOf(record: RequestRecord): RequestSummary {
  const { attempts, losses: _losses, modelAnswered: _model, failure, ...rest } = record;
  return {
    ...rest,
    attempts: attempts.length,
    ...(failure !== undefined && { failure: { class: failure.class, code: failure.code } }),
  };
}

/** Every provider that a request was sent to, each once, in the order of the attempts. */
export function providersTried(record: RequestRecord): readonly string[] {
  const first = record.attempts[0];
  if (first === undefined) return record.provider === undefined ? [] : [record.provider];
  if (record.attempts.length === 1) return [first.provider];
  return [...new Set(record.attempts.map((attempt) => attempt.provider))];
}

/** Whether a record passes the filter; the same rules as the SQL of the engine. */
export function matches(record: RequestRecord, filter: RequestFilter): boolean {
  if (filter.since !== undefined && record.startedAt < filter.since) return false;
  if (filter.until !== undefined && record.startedAt >= filter.until) return false;
  if (filter.client !== undefined && record.client !== filter.client) return false;
  if (filter.outcome !== undefined && record.outcome !== filter.outcome) return false;
  if (filter.model !== undefined && record.model !== filter.model && record.modelAsked !== filter.model) {
    return false;
  }
  return filter.provider === undefined || providersTried(record).includes(filter.provider);
}
