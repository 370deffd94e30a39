import type { Mutable } from '../exchange/mutable.ts';
import type { Clock, UpstreamHeaders } from '../exchange/ports.ts';
import type { PricesPerMillion } from '../exchange/price.ts';
import type { AttemptRecord } from '../exchange/record.ts';
import { type Measures, noMeasures } from './measures.ts';
import { quotaLeft } from './quota-left.ts';
import type { Candidate } from './view.ts';

/** How an attempt went, beside its row. */
export interface AttemptFacts {
  /** The provider was asked for a stream: only then is the first output earlier than the last. */
  readonly streams: boolean;
  readonly headers: UpstreamHeaders;
}

/**
 * Knows how soon models answer, how many calls run and what is left of quotas, from attempts alone. State with a life:
 * one per gateway; nothing of it is kept on disk.
 */
export interface MeasureBook {
  /** A call begins; it must end in exactly one `ended`. */
  started(candidate: Pick<Candidate, 'provider' | 'account'>): void;
  ended(record: AttemptRecord, facts: AttemptFacts): void;
  /** What is known of a place now, its price included. */
  of(provider: string, account: string, model: string): Measures;
  /** Forgets what was learned of a provider, which may be another one now. Calls that run go on being counted. */
  forget(provider: string): void;
}

/** The newest counts this much: after five answers little is left of what was before. */
const newestShare = 0.3;
/** What is older says nothing about now: the place counts as unknown and is tried again. */
const freshMs = 10 * 60_000;
/** More models of a provider than anybody uses; a client may send other names for ever. */
const mostModels = 256;
/** More providers and accounts than a config has. */
const mostProviders = 1024;
const mostAccounts = 1024;

interface Speed {
  ms: number;
  at: number;
}

interface Account {
  inFlight: number;
  quota: number | undefined;
  /** Milliseconds since the epoch from which on `quota` is not believed. */
  quotaUntil: number;
}

interface Entry {
  readonly speeds: Map<string, Speed>;
  readonly accounts: Map<string, Account>;
}

export function createMeasureBook(deps: {
  readonly clock: Pick<Clock, 'now'>;
  readonly priceOf: PricesPerMillion;
}): MeasureBook {
  const { clock, priceOf } = deps;
  const entries = new Map<string, Entry>();

  function entryOf(provider: string): Entry {
    return present(entries, provider, mostProviders, () => ({ speeds: new Map(), accounts: new Map() }));
  }

  function accountOf(entry: Entry, account: string): Account {
    return present(entry.accounts, account, mostAccounts, () => ({
      inFlight: 0,
      quota: undefined,
      quotaUntil: 0,
    }));
  }

  return {
    started({ provider, account }) {
      accountOf(entryOf(provider), account).inFlight += 1;
    },
    ended({ provider, account, model, outcome, timings }, { streams, headers }) {
      const entry = entryOf(provider);
      const known = accountOf(entry, account);
      if (known.inFlight > 0) known.inFlight -= 1;
      const now = clock.now();
      const left = quotaLeft(headers);
      if (left !== undefined) {
        known.quota = left.share;
        known.quotaUntil = now + left.holdsMs;
      }
      const { firstOutputMs } = timings;
      // A failure is health's business, and somebody who gave up early would make a slow place look fast.
      if (!streams || outcome !== 'ok' || firstOutputMs === undefined) return;
      const speed = entry.speeds.get(model);
      const isFresh = speed !== undefined && now - speed.at < freshMs;
      const ms = isFresh ? speed.ms + newestShare * (firstOutputMs - speed.ms) : firstOutputMs;
      // The one that was heard of least recently is the first to go.
      entry.speeds.delete(model);
      present(entry.speeds, model, mostModels, () => ({ ms, at: now }));
    },
    of(provider, account, model) {
      const entry = entries.get(provider);
      const price = priceOf(provider, model);
      if (entry === undefined) return price === undefined ? noMeasures : { inFlight: 0, price };
      const speed = entry.speeds.get(model);
      const known = entry.accounts.get(account);
      const measures: Mutable<Measures> = { inFlight: known?.inFlight ?? 0 };
      if (price !== undefined) measures.price = price;
      if (speed === undefined && known?.quota === undefined) return measures;
      const now = clock.now();
      if (speed !== undefined && now - speed.at < freshMs) measures.firstTokenMs = speed.ms;
      if (known?.quota !== undefined && now < known.quotaUntil) measures.quotaLeft = known.quota;
      return measures;
    },
    forget(provider) {
      const entry = entries.get(provider);
      if (entry === undefined) return;
      entry.speeds.clear();
      for (const [id, account] of entry.accounts) {
        account.quota = undefined;
        if (account.inFlight === 0) entry.accounts.delete(id);
      }
      if (entry.accounts.size === 0) entries.delete(provider);
    },
  };
}

/** The entry of that name, made when it is missing; beyond `most` the oldest goes. */
function present<V>(map: Map<string, V>, name: string, most: number, make: () => V): V {
  const known = map.get(name);
  if (known !== undefined) return known;
  const oldest = map.size >= most ? map.keys().next().value : undefined;
  if (oldest !== undefined) map.delete(oldest);
  const made = make();
  map.set(name, made);
  return made;
}
