import { type JsonRecord, textAt, valueAt } from '../support/json-value.ts';

/** A provider, one of its accounts, one of its models, or an account and a model. */
export interface Place {
  readonly provider: string;
  readonly account?: string;
  readonly model?: string;
}

/** An attempt as the gateway's row tells it. Moments are milliseconds since the epoch, of the gateway. */
export interface Tried extends Required<Place> {
  /** The client's request. */
  readonly owner: string;
  readonly reason: string;
  /** Code of its failure, or ''. */
  readonly failure: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** A cooldown as the gateway's events tell it. */
export interface Rest extends Place {
  readonly class: string;
  readonly at: number;
  readonly until: number;
  /** When its place was opened for everybody, or a new rest took this one's place; absent: it was neither. */
  readonly over?: number;
}

/** The rests that events (the oldest first) tell of. A place has one at a time. */
export function restsOf(events: readonly JsonRecord[]): Rest[] {
  const ended: Rest[] = [];
  const open = new Map<string, Rest>();
  for (const event of events) {
    const code = textAt(event, 'code');
    if (code !== 'provider.cooling' && code !== 'provider.recovered') continue;
    const at = numberAt(event, 'at');
    const place = placeOf(event);
    const before = open.get(placeWords(place));
    open.delete(placeWords(place));
    if (before !== undefined) ended.push({ ...before, over: at });
    if (code === 'provider.recovered') continue;
    const until = numberAt(event, 'fields', 'until');
    open.set(placeWords(place), { ...place, class: textAt(event, 'fields', 'class') ?? '', at, until });
  }
  return [...ended, ...open.values()];
}

function placeOf(event: JsonRecord): Place {
  const account = textAt(event, 'fields', 'account');
  const model = textAt(event, 'fields', 'model');
  return {
    provider: textAt(event, 'fields', 'provider') ?? '',
    ...(account !== undefined && { account }),
    ...(model !== undefined && { model }),
  };
}

function numberAt(value: unknown, ...path: string[]): number {
  return Number(valueAt(value, ...path));
}

/** Whether what is said of `wide` is said of `narrow` as well. */
export function covers(wide: Place, narrow: Required<Place>): boolean {
  return (
    wide.provider === narrow.provider &&
    (wide.account ?? narrow.account) === narrow.account &&
    (wide.model ?? narrow.model) === narrow.model
  );
}

/**
 * Attempts that began at a place while it was known to rest. What began in the millisecond in which the rest was noted
 * may have gone before. The last resort alone may try early, and never an account that has used up its quota.
 */
export function triedAtRest(rests: readonly Rest[], tried: readonly Tried[]): string[] {
  return rests.flatMap((rest) =>
    tried
      .filter((one) => covers(rest, one) && one.startedAt > rest.at && one.startedAt < rest.until)
      .filter(({ reason }) => rest.class === 'quota' || reason !== 'last-resort')
      .map(
        (one) =>
          `${placeWords(rest)} rested from ${rest.at} to ${rest.until} (opened at ${rest.over}), tried by ${wordsOf(one)}`,
      ),
  );
}

/** Attempts that began beside the one that may try an account after its rest, before that one has opened it. */
export function triedBesideTrial(rests: readonly Rest[], tried: readonly Tried[]): string[] {
  return rests.flatMap((rest) => {
    if (rest.class !== 'quota') return [];
    const trials = tried
      .filter((one) => covers(rest, one) && one.startedAt >= rest.until)
      .filter(({ startedAt }) => startedAt < (rest.over ?? Number.POSITIVE_INFINITY))
      .toSorted((a, b) => a.startedAt - b.startedAt);
    return trials.slice(1).flatMap((one, at) => {
      const before = trials[at];
      const alone = before === undefined || one.startedAt >= Math.floor(before.endedAt);
      return alone ? [] : [`${placeWords(rest)} was tried by ${wordsOf(before)} and by ${wordsOf(one)}`];
    });
  });
}

function placeWords({ provider, account = '*', model = '*' }: Place): string {
  return `${provider}/${account}/${model}`;
}

function wordsOf({ owner, reason, startedAt, endedAt }: Tried): string {
  return `${owner} (${reason}) from ${startedAt} to ${Math.ceil(endedAt)}`;
}
