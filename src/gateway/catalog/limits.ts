import type { ModelFacts } from '../exchange/model-facts.ts';
import { modelKey, plainName, wantsMillion } from './model-key.ts';
import { type SnapshotProvider, snapshotProviders } from './snapshot-table.ts';

/** What the snapshot says of a model, and how sure it is that it is this one. */
export interface KnownLimits {
  readonly facts: ModelFacts;
  /**
   * `exact`: by this name at this provider (or, with no provider named, at its vendor). `alike`: there, by another
   * spelling of the name. `elsewhere`: known of the model at another provider, where only its nature is the same: without
   * limits, unless the vendor alone serves it.
   */
  readonly certainty: 'exact' | 'alike' | 'elsewhere';
}

/** Vendors whose models are the same wherever they are served. Open weights are served with any window. */
const closed: readonly { readonly vendor: string; readonly models: RegExp }[] = [
  { vendor: 'anthropic', models: /^claude-/ },
  { vendor: 'openai', models: /^(?:gpt-(?!oss)|o\d|chatgpt-)/ },
  { vendor: 'google', models: /^gemini-/ },
  { vendor: 'xai', models: /^grok-/ },
];

const million = 1_000_000;

/**
 * Limits and capabilities of a model from the snapshot; undefined when it is not known, never a guess. `provider`: a
 * name that `snapshotProviderOf` gave; undefined when the provider is none that the snapshot knows.
 */
export function limitsOf(model: string, provider?: string): KnownLimits | undefined {
  const found = find(model, provider);
  if (found === undefined || !wantsMillion(model)) return found;
  const { contextTokens = 0 } = found.facts;
  return { ...found, facts: { ...found.facts, contextTokens: Math.max(contextTokens, million) } };
}

function find(model: string, provider: string | undefined): KnownLimits | undefined {
  const key = modelKey(model);
  const vendor = closed.find(({ models }) => models.test(key))?.vendor;
  const place = provider ?? vendor;
  const here = place === undefined ? undefined : snapshotProviders().get(place);
  const exact = here?.models.get(model) ?? here?.models.get(plainName(model));
  if (exact !== undefined) return { facts: exact, certainty: 'exact' };
  const alike = here?.byKey.get(key);
  if (alike !== undefined) return { facts: alike, certainty: 'alike' };
  return elsewhere(key, vendor === undefined ? undefined : snapshotProviders().get(vendor));
}

function elsewhere(key: string, vendor: SnapshotProvider | undefined): KnownLimits | undefined {
  const facts = vendor?.byKey.get(key);
  if (facts !== undefined) return { facts, certainty: 'elsewhere' };
  for (const { byKey } of snapshotProviders().values()) {
    const known = byKey.get(key);
    if (known === undefined) continue;
    const {
      contextTokens: _context,
      outputTokens: _output,
      thinking: _thinking,
      efforts: _efforts,
      ...nature
    } = known;
    return { facts: nature, certainty: 'elsewhere' };
  }
  return undefined;
}

/** The snapshot's name of a provider, by the hosts of its endpoints; undefined when it has none of them. */
export function snapshotProviderOf(addresses: Iterable<string>): string | undefined {
  const hosts = [...addresses].flatMap((address) =>
    URL.canParse(address) ? [new URL(address).hostname] : [],
  );
  for (const { name, hosts: known } of snapshotProviders().values()) {
    if (
      known.some((host) =>
        hosts.some((each) => each === host || each.endsWith(`.${host}`) || each.endsWith(`-${host}`)),
      )
    )
      return name;
  }
  return undefined;
}
