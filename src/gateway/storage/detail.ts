import type { Cost } from '../exchange/cost.ts';
import type { AttemptRecord, RequestRecord } from '../exchange/record.ts';
import type { Usage } from '../exchange/usage.ts';
import { microseconds, milliseconds } from './stored-time.ts';

/** More than any plan tries; a runaway loop must not make a row of megabytes. */
const mostAttempts = 64;
const mostLosses = 200;

/**
 * The part of a request that no query filters by, as the JSON of one column. Attempts are arrays, and what an
 * attempt has in common with its request is `0`: a third of the size of the plain objects and of the time to
 * write them (1.4 µs against 3.4 µs per request, most of which have one attempt that says nothing new).
 */
export function encodeDetail(record: RequestRecord): string {
  const attempts =
    record.attempts.length > mostAttempts ? record.attempts.slice(0, mostAttempts) : record.attempts;
  const rows = attempts.map((attempt) => encodeAttempt(attempt, record));
  const { losses, failure, modelAnswered } = record;
  if (losses.length === 0 && failure === undefined && modelAnswered === undefined)
    return JSON.stringify({ a: rows });
  return JSON.stringify({
    a: rows,
    ...(losses.length > 0 && { l: losses.slice(0, mostLosses) }),
    ...(failure !== undefined && { f: failure }),
    ...(modelAnswered !== undefined && { m: modelAnswered }),
  });
}

function encodeAttempt(attempt: AttemptRecord, record: RequestRecord): unknown[] {
  const { timings, usage, failure, cost, strategy } = attempt;
  const row = [
    attempt.provider === record.provider ? 0 : attempt.provider,
    attempt.account === record.account ? 0 : attempt.account,
    attempt.model === record.model ? 0 : attempt.model,
    attempt.dialect === record.dialect ? 0 : attempt.dialect,
    attempt.reason,
    attempt.outcome === 'ok' ? 0 : attempt.outcome,
    attempt.startedAt - record.startedAt,
    microseconds(timings.totalMs),
    optionalTime(timings.connectMs),
    optionalTime(timings.firstByteMs),
    optionalTime(timings.firstOutputMs),
    attempt.status,
    attempt.upstreamId,
    sameUsage(usage, record.usage) ? 0 : usage,
  ];
  const told = cost !== undefined && sameCost(cost, record.cost) ? 0 : cost;
  if (strategy !== undefined) return [...row, failure, told, strategy];
  if (told !== undefined) return [...row, failure, told];
  return failure === undefined ? row : [...row, failure];
}

function optionalTime(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : microseconds(ms);
}

function sameUsage(a: Usage | undefined, b: Usage | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  if (a === b) return true;
  return (
    a.input === b.input &&
    a.output === b.output &&
    a.cacheRead === b.cacheRead &&
    a.cacheWrite5m === b.cacheWrite5m &&
    a.cacheWrite1h === b.cacheWrite1h &&
    a.reasoning === b.reasoning &&
    a.estimated === b.estimated
  );
}

function sameCost(a: Cost, b: Cost | undefined): boolean {
  if (a === b) return true;
  return a.nanoUsd === b?.nanoUsd && a.source === b.source && a.priceVersion === b.priceVersion;
}

/** What `decodeDetail` needs of the request's own columns. */
export type DetailBase = Pick<
  RequestRecord,
  'provider' | 'account' | 'model' | 'dialect' | 'startedAt' | 'usage' | 'cost'
>;

/** What JSON.parse gives for the text of `encodeDetail`. */
interface DetailJson {
  readonly a: readonly AttemptRow[];
  readonly l?: RequestRecord['losses'];
  readonly f?: RequestRecord['failure'];
  readonly m?: string;
}

type AttemptRow = readonly [
  provider: string | 0,
  account: string | 0,
  model: string | 0,
  dialect: AttemptRecord['dialect'] | 0,
  reason: string,
  outcome: AttemptRecord['outcome'] | 0,
  offset: number,
  totalUs: number,
  connectUs: number | null,
  firstByteUs: number | null,
  firstOutputUs: number | null,
  status: number | null,
  upstreamId: string | null,
  usage?: Usage | 0 | null,
  failure?: AttemptRecord['failure'] | null,
  cost?: Cost | 0 | null,
  strategy?: string,
];

/** Reads back what `encodeDetail` wrote. Throws SyntaxError for other text. */
export function decodeDetail(
  text: string,
  base: DetailBase,
): Pick<RequestRecord, 'attempts' | 'losses' | 'failure' | 'modelAnswered'> {
  const json: DetailJson = JSON.parse(text);
  return {
    attempts: json.a.map((row) => decodeAttempt(row, base)),
    losses: json.l ?? [],
    ...(json.f !== undefined && { failure: json.f }),
    ...(json.m !== undefined && { modelAnswered: json.m }),
  };
}

function decodeAttempt(row: AttemptRow, base: DetailBase): AttemptRecord {
  const [provider, account, model, dialect, reason, outcome, offset, totalUs] = row;
  const [
    ,
    ,
    ,
    ,
    ,
    ,
    ,
    ,
    connectUs,
    firstByteUs,
    firstOutputUs,
    status,
    upstreamId,
    usage,
    failure,
    cost,
    strategy,
  ] = row;
  const sentUsage = usage === 0 ? base.usage : (usage ?? undefined);
  const sentCost = cost === 0 ? base.cost : (cost ?? undefined);
  return {
    provider: provider === 0 ? (base.provider ?? '') : provider,
    account: account === 0 ? (base.account ?? '') : account,
    model: model === 0 ? (base.model ?? '') : model,
    dialect: dialect === 0 ? base.dialect : dialect,
    reason,
    startedAt: base.startedAt + offset,
    timings: {
      ...(connectUs !== null && { connectMs: milliseconds(connectUs) }),
      ...(firstByteUs !== null && { firstByteMs: milliseconds(firstByteUs) }),
      ...(firstOutputUs !== null && { firstOutputMs: milliseconds(firstOutputUs) }),
      totalMs: milliseconds(totalUs),
    },
    ...(status !== null && { status }),
    ...(upstreamId !== null && { upstreamId }),
    outcome: outcome === 0 ? 'ok' : outcome,
    ...(failure !== undefined && failure !== null && { failure }),
    ...(strategy !== undefined && { strategy }),
    ...(sentUsage !== undefined && { usage: sentUsage }),
    ...(sentCost !== undefined && { cost: sentCost }),
  };
}
