import { picoPerToken } from '../exchange/money.ts';
import type { Mutable } from '../exchange/mutable.ts';
import type { PricePeriod, PriceTier, Rates } from '../exchange/price.ts';
import { modelKey, wayOf } from './model-key.ts';
import { priceSnapshot } from './price-snapshot.ts';

/** The built-in prices of one provider. */
export interface PricedProvider {
  readonly name: string;
  /** Hosts of its API; one that begins with a dot stands for every host below it. */
  readonly hosts: readonly string[];
  /** By the names that the sources spell out. */
  readonly byName: ReadonlyMap<string, readonly PricePeriod[]>;
  /**
   * By `modelKey`, for dates and spellings that no source lists. A name without a date says what its key costs;
   * where there is none, and the dated ones differ, it is not known.
   */
  readonly byKey: ReadonlyMap<string, readonly PricePeriod[]>;
}

let table: ReadonlyMap<string, PricedProvider> | undefined;

/** Of each provider the models are read when they are asked for. */
export function pricedProviders(): ReadonlyMap<string, PricedProvider> {
  table ??= readPrices(priceSnapshot);
  return table;
}

/** Reads the text of `price-snapshot.ts`; its head says what stands in it. */
export function readPrices(text: string): ReadonlyMap<string, PricedProvider> {
  const providers = new Map<string, PricedProvider>();
  for (const section of text.split(/^@/m).slice(1)) {
    const [head = '', ...lines] = section.split('\n').filter((line) => line !== '');
    const [name = '', ...hosts] = head.split(' ');
    let byName: ReadonlyMap<string, readonly PricePeriod[]> | undefined;
    let byKey: ReadonlyMap<string, readonly PricePeriod[]> | undefined;
    providers.set(name, {
      name,
      hosts,
      get byName() {
        byName ??= readModels(lines);
        return byName;
      },
      get byKey() {
        byKey ??= keyed(this.byName);
        return byKey;
      },
    });
  }
  return providers;
}

interface OpenPeriod extends Mutable<Omit<PricePeriod, 'tiers'>> {
  readonly tiers: PriceTier[];
}

function readModels(lines: readonly string[]): ReadonlyMap<string, readonly PricePeriod[]> {
  const models = new Map<string, readonly PricePeriod[]>();
  let periods: OpenPeriod[] = [];
  for (const line of lines) {
    const [head = '', ...columns] = line.trimStart().split(' ');
    const rates = readRates(columns);
    if (!line.startsWith(' ')) {
      periods = [{ tiers: [{ above: 0, rates }] }];
      for (const name of head.split(',')) models.set(name, periods);
    } else if (head.startsWith('>')) {
      periods.at(-1)?.tiers.push({ above: Number(head.slice(1)), rates });
    } else {
      periods.push({ ...readTime(head), tiers: [{ above: 0, rates }] });
    }
  }
  return models;
}

function readTime(head: string): Omit<PricePeriod, 'tiers'> {
  const [kind, value = ''] = head.split('=');
  if (kind === 'from') return { from: Date.parse(`${value}T00:00:00Z`) };
  const [start = 0, end = 0] = value.split('-').map((time) => {
    const [hours, minutes] = time.split(':').map(Number);
    return (hours ?? 0) * 60 + (minutes ?? 0);
  });
  return { daily: [start, end] };
}

const columnNames = ['input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h'] as const;

const namedColumns: Readonly<Record<string, keyof Rates>> = {
  r: 'reasoning',
  ai: 'audioInput',
  ac: 'audioCacheRead',
  ao: 'audioOutput',
  ii: 'imageInput',
  ic: 'imageCacheRead',
  io: 'imageOutput',
};

function readRates(columns: readonly string[]): Rates {
  const rates: Mutable<Rates> = {};
  for (const [index, column] of columns.entries()) {
    const [name = '', named] = column.split('=');
    if (named === undefined) {
      const key = columnNames[index];
      if (key !== undefined && column !== '-') rates[key] = picoPerToken(Number(column));
      continue;
    }
    if (name === 'q') rates.perRequest = ofThousand(named);
    if (name === 's') rates.perSearch = ofThousand(named);
    const key = namedColumns[name];
    if (key !== undefined) rates[key] = picoPerToken(Number(named));
  }
  return rates;
}

/** Pico-dollars of one, from dollars per thousand. */
function ofThousand(usd: string): number {
  return Math.round(Number(usd) * 1e9);
}

function keyed(
  byName: ReadonlyMap<string, readonly PricePeriod[]>,
): ReadonlyMap<string, readonly PricePeriod[]> {
  const plain = new Map<string, readonly PricePeriod[] | 'several'>();
  const dated = new Map<string, readonly PricePeriod[] | 'several'>();
  for (const [name, periods] of byName) {
    if (wayOf(name) !== '') continue;
    const key = modelKey(name);
    const known = isPlain(name, key) ? plain : dated;
    const before = known.get(key);
    if (before === undefined) known.set(key, periods);
    else if (!isSame(before, periods)) known.set(key, 'several');
  }
  const byKey = new Map<string, readonly PricePeriod[]>();
  for (const [key, periods] of [...dated, ...plain]) {
    if (periods === 'several') byKey.delete(key);
    else byKey.set(key, periods);
  }
  return byKey;
}

/** Whether nothing but a vendor and a spelling is around the key: no date, no version. */
function isPlain(name: string, key: string): boolean {
  return name.toLowerCase().replace(/^.*\//, '').replace(/\./g, '-') === key;
}

function isSame(a: readonly PricePeriod[] | 'several', b: readonly PricePeriod[]): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
