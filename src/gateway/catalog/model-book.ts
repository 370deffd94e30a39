import type { ModelFacts } from '../exchange/model-facts.ts';
import type { Clock, Log } from '../exchange/ports.ts';
import { knownFacts, type ModelSource } from './known-facts.ts';
import type { ListStore, StoredList } from './list-store.ts';
import { type ListedModel, type ListingSource, listModels } from './listing.ts';
import type { DiscoveredModel, ListedPrice } from './model.ts';
import { admittedNames } from './model-names.ts';

/** A provider as the book sees it. */
export interface BookProvider extends ModelSource {
  readonly id: string;
  /** Names from the config: listed as they are, nothing is fetched. Absent or with `*`: the list is fetched. */
  readonly models?: readonly string[];
}

/** What asking a provider for its list gave. `problem` is a sentence for people, without secrets. */
export type FetchedList = { readonly models: readonly DiscoveredModel[] } | { readonly problem: string };

/** How a provider's list is. Moments are milliseconds since the epoch. */
export interface ListAge {
  readonly provider: string;
  /** `given`: names from the config. `unknown`: none was ever read. */
  readonly source: 'given' | 'discovered' | 'unknown';
  readonly count: number;
  readonly fetchedAt?: number;
  readonly fetching: boolean;
  /** Why the last try failed; the list before it stays. */
  readonly problem?: string;
}

/** Which provider has which models. State with a life: one per gateway. */
export interface ModelBook {
  /** Reads the stored lists, then fetches all. Resolves when the first round is over; never rejects. */
  start(): Promise<void>;
  /** Takes the providers of a config, in its order. Lists of those that are gone are dropped, new ones are fetched once started. */
  configure(providers: readonly BookProvider[]): void;
  /** Names that the provider's own list admits, those without a date included; undefined when it was never read. */
  modelsOf(provider: string): ReadonlySet<string> | undefined;
  /** What is known of a provider's model; undefined for a provider that is not there. */
  facts(provider: string, model: string): ModelFacts | undefined;
  /** What the provider's own list says that a model costs. */
  price(provider: string, model: string): ListedPrice | undefined;
  /** Fetches one list, or all, now. A fetch that is running is waited for, not doubled. */
  refresh(provider?: string): Promise<void>;
  /** A request goes to the provider: its list is fetched again when it is older than 6 hours. */
  used(provider: string): void;
  /** The provider said that it lacks a model, or a client asked for a name that nobody lists: fetched at most once a minute. */
  missing(provider: string): void;
  /** All models, of the providers that `isShown` admits; see `listModels` for the order. */
  all(isShown?: (provider: string) => boolean): readonly ListedModel[];
  ages(): readonly ListAge[];
  /** Calls `listener` after a provider's names changed. Returns how to stop. */
  onChange(listener: (provider: string) => void): () => void;
}

const oldMs = 6 * 3_600_000;
const leastGapMs = 60_000;
/** After a failure while the provider is in use. */
const retryMs = 5 * 60_000;
/** A fetch that takes longer is given up; lists are small, and a provider that hangs must not hold a place. */
const longestFetchMs = 60_000;
const mostAtOnce = 8;
/** Names of a provider whose facts are remembered: more than it has; a client may ask for others for ever. */
const mostRemembered = 512;

interface Entry {
  readonly id: string;
  readonly given: readonly string[] | undefined;
  source: ModelSource;
  byId: ReadonlyMap<string, DiscoveredModel>;
  models: readonly DiscoveredModel[] | undefined;
  /** What was asked for and put together: every plan asks for the facts of all its candidates. */
  readonly facts: Map<string, ModelFacts>;
  names: ReadonlySet<string> | undefined;
  fetchedAt: number | undefined;
  triedAt: number | undefined;
  problem: string | undefined;
  fetching: Promise<void> | undefined;
}

/** A book without providers; `fetchList` asks one for its list and may take its time or fail. */
export function createModelBook(deps: {
  readonly clock: Clock;
  readonly fetchList: (provider: string) => Promise<FetchedList>;
  readonly store?: ListStore;
  readonly log?: Pick<Log, 'warn'>;
}): ModelBook {
  const { clock, store } = deps;
  const entries = new Map<string, Entry>();
  const stored = new Map<string, StoredList>();
  const listeners = new Set<(provider: string) => void>();
  const waiting: (() => void)[] = [];
  let running = 0;
  let started = false;
  let save: 'idle' | 'saving' | 'again' = 'idle';
  let listing: readonly ListedModel[] | undefined;

  function changed(provider: string): void {
    listing = undefined;
    for (const listener of listeners) listener(provider);
  }

  /** Hands the place of a fetch that is over to the next that waits. */
  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }

  function inTime(id: string): Promise<FetchedList> {
    return new Promise((resolve) => {
      const timer = clock.after(longestFetchMs, () => resolve({ problem: 'It did not answer in 60 s.' }));
      const end = (result: FetchedList) => {
        timer.cancel();
        resolve(result);
      };
      // Through an async function, so that one that throws at once ends here as well.
      const asked = (async () => deps.fetchList(id))();
      asked.then(end, (error: unknown) => end({ problem: `The fetch failed: ${textOf(error)}` }));
    });
  }

  async function fetchNow(entry: Entry): Promise<void> {
    if (running < mostAtOnce) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    entry.triedAt = clock.now();
    const result = await inTime(entry.id);
    leave();
    entry.fetching = undefined;
    if (entries.get(entry.id) !== entry) return;
    if ('problem' in result) {
      entry.problem = result.problem;
      return;
    }
    entry.problem = undefined;
    take(entry, result.models, clock.now());
    await persist();
  }

  function take(entry: Entry, models: readonly DiscoveredModel[], fetchedAt: number): void {
    entry.models = models;
    entry.facts.clear();
    entry.byId = new Map(models.map((model) => [model.id, model]));
    entry.names = admittedNames(models);
    entry.fetchedAt = fetchedAt;
    changed(entry.id);
  }

  function fetch(entry: Entry): Promise<void> {
    if (!isFetched(entry)) return Promise.resolve();
    entry.fetching ??= fetchNow(entry);
    return entry.fetching;
  }

  /** One writer at a time; what changed meanwhile is written after it. */
  async function persist(): Promise<void> {
    if (store === undefined) return;
    if (save !== 'idle') {
      save = 'again';
      return;
    }
    do {
      save = 'saving';
      try {
        await store.save(toStore());
      } catch (error) {
        deps.log?.warn('The model lists could not be stored; they are fetched again after a restart.', {
          cause: textOf(error),
        });
      }
    } while (wantsAgain());
    save = 'idle';
  }

  function wantsAgain(): boolean {
    return save === 'again';
  }

  function toStore(): readonly StoredList[] {
    return [...entries.values()].flatMap(({ id, models, fetchedAt }) =>
      models === undefined || fetchedAt === undefined ? [] : [{ provider: id, fetchedAt, models }],
    );
  }

  function restore(entry: Entry): void {
    const list = stored.get(entry.id);
    if (list !== undefined && entry.models === undefined && isFetched(entry))
      take(entry, list.models, list.fetchedAt);
  }

  return {
    async start() {
      for (const list of (await store?.load()) ?? []) stored.set(list.provider, list);
      started = true;
      for (const entry of entries.values()) restore(entry);
      await Promise.all([...entries.values()].map(fetch));
    },
    configure(providers) {
      const before = new Map(entries);
      entries.clear();
      const fresh: Entry[] = [];
      for (const { id, models, ...source } of providers) {
        const known = before.get(id);
        if (known !== undefined && sameNames(known.given, models)) {
          known.source = source;
          known.facts.clear();
          entries.set(id, known);
          continue;
        }
        const entry = newEntry(id, models, source);
        entries.set(id, entry);
        fresh.push(entry);
      }
      listing = undefined;
      if (!started) return;
      for (const entry of fresh) {
        restore(entry);
        void fetch(entry);
      }
    },
    modelsOf: (provider) => entries.get(provider)?.names,
    facts(provider, model) {
      const entry = entries.get(provider);
      if (entry === undefined) return undefined;
      const remembered = entry.facts.get(model);
      if (remembered !== undefined) return remembered;
      const facts = knownFacts(entry.source, model, entry.byId.get(model));
      if (entry.facts.size >= mostRemembered) entry.facts.clear();
      entry.facts.set(model, facts);
      return facts;
    },
    price: (provider, model) => entries.get(provider)?.byId.get(model)?.price,
    async refresh(provider) {
      const wanted = provider === undefined ? [...entries.values()] : [entries.get(provider)];
      await Promise.all(wanted.map((entry) => (entry === undefined ? undefined : fetch(entry))));
    },
    used(provider) {
      const entry = entries.get(provider);
      if (entry === undefined || entry.fetching !== undefined) return;
      const now = clock.now();
      const isOld = entry.fetchedAt === undefined || now - entry.fetchedAt >= oldMs;
      if (isOld && (entry.triedAt === undefined || now - entry.triedAt >= retryMs)) void fetch(entry);
    },
    missing(provider) {
      const entry = entries.get(provider);
      if (entry === undefined || entry.fetching !== undefined) return;
      if (entry.triedAt === undefined || clock.now() - entry.triedAt >= leastGapMs) void fetch(entry);
    },
    all(isShown) {
      if (isShown === undefined) {
        listing ??= listModels([...entries.values()].map(sourceOf));
        return listing;
      }
      const shown = [...entries.values()].filter((entry) => isShown(entry.id));
      return listModels(shown.map(sourceOf), new Set(entries.keys()));
    },
    ages: () => [...entries.values()].map(ageOf),
    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

function sourceOf({ id, given, models, source }: Entry): ListingSource {
  return { ...source, id, given, models };
}

function newEntry(id: string, given: readonly string[] | undefined, source: ModelSource): Entry {
  return {
    id,
    given,
    source,
    byId: new Map(),
    models: undefined,
    facts: new Map(),
    names: undefined,
    fetchedAt: undefined,
    triedAt: undefined,
    problem: undefined,
    fetching: undefined,
  };
}

function isFetched(entry: Entry): boolean {
  return entry.given === undefined || entry.given.includes('*');
}

function sameNames(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.join('\n') === b.join('\n'));
}

function ageOf(entry: Entry): ListAge {
  const { id, models, given, fetchedAt, problem } = entry;
  const count = isFetched(entry) ? (models?.length ?? 0) : (given?.length ?? 0);
  return {
    provider: id,
    source: !isFetched(entry) ? 'given' : models === undefined ? 'unknown' : 'discovered',
    count,
    fetching: entry.fetching !== undefined,
    ...(fetchedAt !== undefined && { fetchedAt }),
    ...(problem !== undefined && { problem }),
  };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
