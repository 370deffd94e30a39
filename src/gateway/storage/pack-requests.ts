import type { RequestRecord } from '../exchange/record.ts';
import { encodeDetail } from './detail.ts';
import { requestWidth } from './request-columns.ts';
import { microseconds } from './stored-time.ts';
import { providersTried } from './summary.ts';

/**
 * Rows on their way to the engine's thread. One block of numbers and one list of strings cost a third of what
 * rows of values cost to hand over (1.5 µs against 5 µs per request, both sides together).
 */
export interface PackedRequests {
  readonly count: number;
  /** `count` × `requestWidth`: numbers as they are, text as its index in `texts`, NaN for null. */
  readonly cells: Float64Array;
  readonly texts: readonly string[];
}

/** Characters of one column: names come from requests, where a model name may be as long as a body. */
const mostCharacters = 512;

/** Packs finished requests. Never throws for a record of the right type, whatever its numbers and names are. */
export function packRequests(records: readonly RequestRecord[]): PackedRequests {
  const cells = new Float64Array(records.length * requestWidth);
  const texts: string[] = [];
  const known = new Map<string, number>();
  let at = 0;

  /** A text that is its row's own. */
  function own(value: string): void {
    cells[at++] = texts.push(value) - 1;
  }
  /** A text that other rows of the batch are likely to share. */
  function shared(value: string | undefined): void {
    if (value === undefined) {
      cells[at++] = Number.NaN;
      return;
    }
    let index = known.get(value);
    if (index === undefined) {
      index = texts.push(cut(value)) - 1;
      known.set(value, index);
    }
    cells[at++] = index;
  }
  function int(value: number): void {
    cells[at++] = Number.isSafeInteger(value) ? value : whole(value);
  }
  function time(ms: number | undefined): void {
    cells[at++] = ms === undefined ? Number.NaN : microseconds(ms);
  }

  for (const record of records) {
    own(cut(record.id));
    int(record.startedAt);
    shared(record.client);
    shared(record.terminal);
    shared(record.conversation);
    shared(record.app);
    shared(record.user);
    shared(record.dialect);
    shared(record.operation);
    shared(record.path);
    shared(record.modelAsked);
    int(record.stream ? 1 : 0);
    int(record.status);
    shared(record.outcome);
    shared(record.failure?.class);
    shared(record.failure?.code);
    shared(record.provider);
    shared(record.account);
    shared(record.model);
    shared(triedText(record));
    time(record.queueMs);
    time(record.firstByteMs);
    time(record.firstOutputMs);
    time(record.totalMs);
    const usage = record.usage;
    if (usage === undefined) {
      cells.fill(Number.NaN, at, at + 7);
      at += 7;
    } else {
      int(usage.input);
      int(usage.cacheRead);
      int(usage.cacheWrite5m);
      int(usage.cacheWrite1h);
      int(usage.output);
      int(usage.reasoning);
      int(usage.estimated ? 1 : 0);
    }
    int(record.requestBytes);
    int(record.responseBytes);
    int(record.attempts.length);
    own(encodeDetail(record));
    const { cost } = record;
    if (cost === undefined) {
      cells.fill(Number.NaN, at, at + 3);
      at += 3;
    } else {
      int(cost.nanoUsd);
      shared(cost.source);
      shared(cost.priceVersion);
    }
  }
  return { count: records.length, cells, texts };
}

/** `,openai,anthropic,`: commas around each, so that a search for `,openai,` cannot hit part of a name. */
function triedText(record: RequestRecord): string {
  const tried = providersTried(record);
  return tried.length === 0 ? '' : `,${tried.join(',')},`;
}

function cut(text: string): string {
  return text.length > mostCharacters ? text.slice(0, mostCharacters) : text;
}

/** Upstreams have sent token counts as fractions and as text that became NaN. */
function whole(value: number): number {
  if (Number.isNaN(value)) return 0;
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Math.round(value)));
}
