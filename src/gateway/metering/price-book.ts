import { builtInPrice, pricedProviderOf } from '../catalog/built-in-price.ts';
import type { ListedPrice } from '../catalog/model.ts';
import type { Cost } from '../exchange/cost.ts';
import { usdPerMillion } from '../exchange/money.ts';
import type { Clock } from '../exchange/ports.ts';
import { type ModelPrice, type PricesPerMillion, type Rates, ratesAt } from '../exchange/price.ts';
import type { Provider } from '../exchange/provider.ts';
import type { ToldUsage } from '../exchange/usage.ts';
import { costOf } from './cost.ts';
import { hostedElsewhere } from './hosted-elsewhere.ts';
import { listedRates } from './listed-rates.ts';

/** What a provider's models cost. State with a life: one per gateway. */
export interface PriceBook {
  /** Takes the providers of a config. */
  configure(providers: readonly Provider[]): void;
  /** A provider's list of models has changed, and with it perhaps its prices. */
  listChanged(provider: string): void;
  /** What an answer cost that began at a time (milliseconds since the epoch); undefined: not known. */
  cost(provider: string, model: string, told: ToldUsage, at: number): Cost | undefined;
  readonly perMillion: PricesPerMillion;
}

type KnownPrice = ModelPrice | 'free' | undefined;

interface Entry {
  readonly provider: Provider;
  /** The built-in prices' name of it. */
  readonly builtIn: string | undefined;
  readonly known: Map<string, KnownPrice>;
}

/** Names come from clients: what is remembered of a provider is forgotten when it gets too much. */
const mostRemembered = 1000;
/** Longer names are looked up each time: no model has one. */
const longestName = 300;

/** `listed`: what a provider's own list says of a model. */
export function createPriceBook(deps: {
  readonly clock: Clock;
  listed(provider: string, model: string): ListedPrice | undefined;
}): PriceBook {
  const entries = new Map<string, Entry>();

  function priceOf(id: string, model: string): KnownPrice {
    const entry = entries.get(id);
    if (entry === undefined) return undefined;
    const remembered = entry.known.get(model);
    if (remembered !== undefined || entry.known.has(model)) return remembered;
    const found = find(entry, model, deps.listed(id, model));
    if (model.length > longestName) return found;
    if (entry.known.size >= mostRemembered) entry.known.clear();
    entry.known.set(model, found);
    return found;
  }

  return {
    configure(providers) {
      entries.clear();
      for (const provider of providers) {
        const builtIn = pricedProviderOf([...provider.endpoints.values()].map(({ baseUrl }) => baseUrl));
        entries.set(provider.id, { provider, builtIn, known: new Map() });
      }
    },
    listChanged: (provider) => entries.get(provider)?.known.clear(),
    cost: (provider, model, told, at) => costOf(priceOf(provider, model), told, at),
    perMillion(provider, model) {
      const price = priceOf(provider, model);
      if (price === 'free') return { inputPerMillion: 0, outputPerMillion: 0 };
      const { input, output } = (price === undefined ? undefined : ratesAt(price, deps.clock.now(), 0)) ?? {};
      if (input === undefined || output === undefined) return undefined;
      return { inputPerMillion: usdPerMillion(input), outputPerMillion: usdPerMillion(output) };
    },
  };
}

/** The config, then what costs nothing, then the provider's own list where it is newer, then the built-in prices. */
function find({ provider, builtIn }: Entry, model: string, listed: ListedPrice | undefined): KnownPrice {
  const own = provider.modelPrices?.get(model);
  if (own !== undefined) return flat(own, 'config');
  if (provider.local === true) return hostedElsewhere(provider, model) ? undefined : 'free';
  const known = builtIn === undefined ? undefined : builtInPrice(builtIn, model);
  const rates = listed === undefined ? undefined : listedRates(listed);
  if (rates === undefined || known === 'free') return known;
  return known !== undefined && isSame(known, rates) ? known : flat(rates, 'list');
}

/** Lists have one price for each kind of token; where it is the built-in one, that knows more. */
function isSame({ periods }: ModelPrice, { input, output }: Rates): boolean {
  return periods.some(({ tiers: [first] }) => first?.rates.input === input && first?.rates.output === output);
}

function flat(rates: Rates, version: string): ModelPrice {
  return { periods: [{ tiers: [{ above: 0, rates }] }], version };
}
