import { type Cost, costSources } from '../exchange/cost.ts';
import { allDialects, type Dialect, type Operation } from '../exchange/dialect.ts';
import type { RequestOutcome, RequestRecord } from '../exchange/record.ts';
import type { Usage } from '../exchange/usage.ts';
import { decodeDetail } from './detail.ts';
import type { RequestColumn } from './request-columns.ts';
import type { RequestSummary } from './storage.ts';
import { milliseconds } from './stored-time.ts';

/** A row as the engine reads it, by column name. */
export type RequestRow = Readonly<Record<string, unknown>>;

const operations: readonly Operation[] = [
  'generate',
  'compact',
  'count-tokens',
  'embed',
  'batch-embed',
  'raw',
];
const outcomes: readonly RequestOutcome[] = ['ok', 'client-error', 'failed', 'cancelled'];

/** The columns both views share. */
function common(row: RequestRow): Omit<RequestRecord, 'attempts' | 'losses' | 'failure' | 'modelAnswered'> {
  const usage = usageOf(row);
  const cost = costIn(row);
  return {
    id: text(row, 'id'),
    startedAt: number(row, 'started_at'),
    client: text(row, 'client'),
    ...optionalText(row, 'terminal', 'terminal'),
    ...optionalText(row, 'conversation', 'conversation'),
    ...optionalText(row, 'app', 'app'),
    ...optionalText(row, 'user', 'user'),
    dialect: oneOf<Dialect>(allDialects, row, 'dialect'),
    operation: oneOf(operations, row, 'operation'),
    path: text(row, 'path'),
    modelAsked: text(row, 'model_asked'),
    stream: number(row, 'stream') === 1,
    status: number(row, 'status'),
    outcome: oneOf(outcomes, row, 'outcome'),
    ...optionalText(row, 'provider', 'provider'),
    ...optionalText(row, 'account', 'account'),
    ...optionalText(row, 'model', 'model'),
    queueMs: milliseconds(number(row, 'queue_us')),
    ...optionalTime(row, 'first_byte_us', 'firstByteMs'),
    ...optionalTime(row, 'first_output_us', 'firstOutputMs'),
    totalMs: milliseconds(number(row, 'total_us')),
    ...(usage !== undefined && { usage }),
    ...(cost !== undefined && { cost }),
    requestBytes: number(row, 'request_bytes'),
    responseBytes: number(row, 'response_bytes'),
  };
}

/** A line of the list from its row. */
export function unpackSummary(row: RequestRow): RequestSummary {
  const failureClass = row.failure_class;
  return {
    ...common(row),
    attempts: number(row, 'attempts'),
    ...(typeof failureClass === 'string' && {
      failure: { class: failureClass, code: text(row, 'failure_code') },
    }),
  };
}

/** The whole record from its row. Throws SyntaxError when `detail` is not what we wrote. */
export function unpackRecord(row: RequestRow): RequestRecord {
  const base = common(row);
  return { ...base, ...decodeDetail(text(row, 'detail'), base) };
}

function usageOf(row: RequestRow): Usage | undefined {
  if (typeof row.tokens_input !== 'number') return undefined;
  return {
    input: number(row, 'tokens_input'),
    cacheRead: number(row, 'tokens_cache_read'),
    cacheWrite5m: number(row, 'tokens_cache_write_5m'),
    cacheWrite1h: number(row, 'tokens_cache_write_1h'),
    output: number(row, 'tokens_output'),
    reasoning: number(row, 'tokens_reasoning'),
    estimated: number(row, 'tokens_estimated') === 1,
  };
}

/** A source that an older program does not know makes the cost unknown: a guess at it would be one at the money. */
function costIn(row: RequestRow): Cost | undefined {
  const source = costSources.find((each) => each === row.cost_source);
  if (typeof row.cost_nano_usd !== 'number' || source === undefined) return undefined;
  return {
    nanoUsd: row.cost_nano_usd,
    source,
    ...optionalText(row, 'price_version', 'priceVersion'),
  };
}

function text(row: RequestRow, column: RequestColumn): string {
  const value = row[column];
  return typeof value === 'string' ? value : '';
}

function number(row: RequestRow, column: RequestColumn): number {
  const value = row[column];
  return typeof value === 'number' ? value : 0;
}

function optionalText<K extends string>(
  row: RequestRow,
  column: RequestColumn,
  key: K,
): { [P in K]?: string } {
  const value = row[column];
  const found: { [P in K]?: string } = {};
  if (typeof value === 'string') found[key] = value;
  return found;
}

function optionalTime<K extends string>(
  row: RequestRow,
  column: RequestColumn,
  key: K,
): { [P in K]?: number } {
  const value = row[column];
  const found: { [P in K]?: number } = {};
  if (typeof value === 'number') found[key] = milliseconds(value);
  return found;
}

/** A value that an older program did not know reads as the first of the list rather than as an error. */
function oneOf<T extends string>(all: readonly T[], row: RequestRow, column: RequestColumn): T {
  const value = row[column];
  const found = all.find((each) => each === value) ?? all[0];
  if (found === undefined) throw new RangeError(`No value is known for ${column}.`);
  return found;
}
