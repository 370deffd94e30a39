import type { ModelFacts } from '../exchange/model-facts.ts';
import { picoPerToken } from '../exchange/money.ts';
import type { Rates } from '../exchange/price.ts';
import type { PathPart } from './problem.ts';
import { shown } from './problem.ts';
import type { ProviderInput } from './provider-schema.ts';

type Entries = NonNullable<ProviderInput['models']>;

type Described = Exclude<Entries[number], string>;

/** The models of a provider as the gateway works with them: names, and beside them what is said of some. */
export interface FilledModels {
  readonly models?: readonly string[];
  readonly modelFacts?: ReadonlyMap<string, ModelFacts>;
  readonly modelPrices?: ReadonlyMap<string, Rates>;
}

/** `"*"` accepts every name: names beside it say nothing, descriptions of single models do. */
export function fillModels(
  entries: Entries | undefined,
  report: (path: readonly PathPart[], message: string) => void,
): FilledModels {
  if (entries === undefined) return {};
  const facts = new Map<string, ModelFacts>();
  const prices = new Map<string, Rates>();
  const names = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    const name = typeof entry === 'string' ? entry : entry.id;
    if (names.has(name)) report(['models', index], `names ${shown(name)} twice; keep one`);
    names.add(name);
    if (typeof entry === 'string') continue;
    if (name === '*')
      report(['models', index, 'id'], '"*" is no model that could be described; write its name');
    facts.set(name, factsIn(entry));
    if (entry.price !== undefined) prices.set(name, ratesIn(entry.price));
  }
  if (names.has('*') && entries.filter((entry) => typeof entry === 'string').length > 1) {
    report(['models'], '"*" accepts every name and stands alone; leave the other names out, or the "*"');
  }
  return {
    models: [...names],
    ...(facts.size > 0 && { modelFacts: facts }),
    ...(prices.size > 0 && { modelPrices: prices }),
  };
}

function factsIn(entry: Described): ModelFacts {
  const { id: _id, price: _price, context, output, ...facts } = entry;
  return {
    ...(context !== undefined && { contextTokens: context }),
    ...(output !== undefined && { outputTokens: output }),
    ...facts,
  };
}

/** A person who writes two prices means that all tokens cost these: the others follow from them. */
function ratesIn(price: NonNullable<Described['price']>): Rates {
  const { input, output, cacheRead = input, cacheWrite = input, cacheWrite1h = cacheWrite } = price;
  return {
    input: picoPerToken(input),
    output: picoPerToken(output),
    cacheRead: picoPerToken(cacheRead),
    cacheWrite5m: picoPerToken(cacheWrite),
    cacheWrite1h: picoPerToken(cacheWrite1h),
  };
}
