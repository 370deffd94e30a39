import type { Place } from './health-store.ts';
import { noTraffic, type Traffic, TrafficCount } from './traffic.ts';

/** Models that are counted per provider; beyond, the one that was met first is forgotten. */
const mostModels = 500;

interface ProviderTraffic {
  /** What the provider's connections did. */
  readonly whole: TrafficCount;
  /** What each model did, when it could be reached. */
  readonly models: Map<string, TrafficCount>;
}

/** How an ended request speaks of the provider's connections and of the model. */
export interface Verdict {
  readonly provider: 'well' | 'failed' | 'silent';
  readonly model: 'well' | 'failed' | 'silent';
}

/** What was asked of providers and models lately. State with a life: it belongs to a health book. */
export interface TrafficBook {
  /** A request begins; what it ends with is told by `ended`. */
  began(place: Place, now: number): void;
  ended(place: Place, verdict: Verdict, now: number): void;
  ofProvider(provider: string, now: number): Traffic;
  ofModel(provider: string, model: string, now: number): Traffic;
  /** Forgets a provider, or one of its models. */
  forget(provider: string, model?: string): void;
  /** Length of the window in milliseconds. What was counted with another one is forgotten. */
  resize(windowMs: number): void;
}

export function createTrafficBook(length: number): TrafficBook {
  const providers = new Map<string, ProviderTraffic>();
  let windowMs = length;

  function judge(count: TrafficCount, verdict: 'well' | 'failed' | 'silent', now: number): void {
    if (verdict === 'well') count.succeed(now, windowMs);
    else if (verdict === 'failed') count.fail(now, windowMs);
    else count.withdraw();
  }

  function countsOf(provider: string): ProviderTraffic {
    let counts = providers.get(provider);
    if (counts === undefined) {
      counts = { whole: new TrafficCount(), models: new Map() };
      providers.set(provider, counts);
    }
    return counts;
  }

  function modelCount({ models }: ProviderTraffic, model: string): TrafficCount {
    let count = models.get(model);
    if (count === undefined) {
      count = new TrafficCount();
      models.set(model, count);
      if (models.size > mostModels) {
        const first = models.keys().next().value;
        if (first !== undefined) models.delete(first);
      }
    }
    return count;
  }

  return {
    began({ provider, model }, now) {
      const counts = countsOf(provider);
      counts.whole.begin(now, windowMs);
      modelCount(counts, model).begin(now, windowMs);
    },
    ended({ provider, model }, verdict, now) {
      const counts = countsOf(provider);
      judge(counts.whole, verdict.provider, now);
      judge(modelCount(counts, model), verdict.model, now);
    },
    ofProvider: (provider, now) => providers.get(provider)?.whole.read(now, windowMs) ?? noTraffic,
    ofModel: (provider, model, now) =>
      providers.get(provider)?.models.get(model)?.read(now, windowMs) ?? noTraffic,
    forget(provider, model) {
      if (model === undefined) providers.delete(provider);
      else providers.get(provider)?.models.delete(model);
    },
    resize(next) {
      if (next === windowMs) return;
      windowMs = next;
      providers.clear();
    },
  };
}
