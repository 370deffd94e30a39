import type { HealthKind, HealthState } from './health.ts';

/** Where a state belongs: a provider, one of its accounts, one of its models, or an account and a model. */
export interface HealthScope {
  readonly provider: string;
  readonly account?: string;
  readonly model?: string;
  readonly kind: HealthKind;
}

/** One called place, as a candidate names it. */
export interface Place {
  readonly provider: string;
  readonly account: string;
  readonly model: string;
}

/** Model names come from clients: beyond this many per provider and kind the oldest is forgotten. */
const mostModels = 500;

interface ProviderStates {
  transport: HealthState | undefined;
  /** By model. */
  readonly overload: Map<string, HealthState>;
  readonly unsupported: Map<string, HealthState>;
  /** By account. */
  readonly credential: Map<string, HealthState>;
  readonly quota: Map<string, HealthState>;
  /** By account and model. */
  readonly 'model-quota': Map<string, HealthState>;
}

const keyedKinds = ['overload', 'unsupported', 'credential', 'quota', 'model-quota'] as const;

/** States that are not "fine", by provider, so that a look at a provider without any costs one map access. */
export interface HealthStore {
  /** Whether nothing at all is wrong. */
  isEmpty(): boolean;
  /** The states that concern a place; empty when nothing is wrong with it. */
  of(place: Place): readonly HealthState[];
  get(scope: HealthScope): HealthState | undefined;
  set(scope: HealthScope, state: HealthState | undefined): void;
  entries(): readonly { readonly scope: HealthScope; readonly state: HealthState }[];
}

/** The scope of a kind at a place. */
export function scopeOf(kind: HealthKind, place: Place): HealthScope {
  const { provider, account, model } = place;
  switch (kind) {
    case 'transport':
      return { provider, kind };
    case 'overload':
    case 'unsupported':
      return { provider, model, kind };
    case 'credential':
    case 'quota':
      return { provider, account, kind };
    case 'model-quota':
      return { provider, account, model, kind };
  }
}

export function createHealthStore(): HealthStore {
  const providers = new Map<string, ProviderStates>();
  return {
    isEmpty: () => providers.size === 0,
    of(place) {
      const states = providers.get(place.provider);
      if (states === undefined) return none;
      const found = [
        states.unsupported.get(place.model),
        states.credential.get(place.account),
        states.quota.get(place.account),
        states['model-quota'].size > 0 ? states['model-quota'].get(keyOf(place)) : undefined,
        states.transport,
        states.overload.get(place.model),
      ].filter((state) => state !== undefined);
      return found.length === 0 ? none : found;
    },
    get(scope) {
      const states = providers.get(scope.provider);
      return scope.kind === 'transport' ? states?.transport : states?.[scope.kind].get(keyOf(scope));
    },
    set(scope, state) {
      const states = providers.get(scope.provider) ?? emptyStates();
      if (scope.kind === 'transport') {
        states.transport = state;
      } else {
        const map = states[scope.kind];
        const key = keyOf(scope);
        map.delete(key);
        if (state !== undefined) map.set(key, state);
        if (map.size > mostModels && scope.model !== undefined) {
          const oldest = map.keys().next().value;
          if (oldest !== undefined) map.delete(oldest);
        }
      }
      if (isClean(states)) providers.delete(scope.provider);
      else providers.set(scope.provider, states);
    },
    entries() {
      const all: { scope: HealthScope; state: HealthState }[] = [];
      for (const [provider, states] of providers) {
        if (states.transport !== undefined) {
          all.push({ scope: { provider, kind: 'transport' }, state: states.transport });
        }
        for (const kind of keyedKinds) {
          for (const [key, state] of states[kind])
            all.push({ scope: scopeOfKey(provider, kind, key), state });
        }
      }
      return all;
    },
  };
}

const none: readonly HealthState[] = [];

function emptyStates(): ProviderStates {
  return {
    transport: undefined,
    overload: new Map(),
    unsupported: new Map(),
    credential: new Map(),
    quota: new Map(),
    'model-quota': new Map(),
  };
}

function isClean(states: ProviderStates): boolean {
  return states.transport === undefined && keyedKinds.every((kind) => states[kind].size === 0);
}

/** Account ids have no line breaks; the model is what follows the first one. */
function keyOf(scope: {
  readonly account?: string;
  readonly model?: string;
  readonly kind?: HealthKind;
}): string {
  if (scope.account !== undefined && scope.model !== undefined) return `${scope.account}\n${scope.model}`;
  return scope.account ?? scope.model ?? '';
}

function scopeOfKey(provider: string, kind: HealthKind, key: string): HealthScope {
  const cut = key.indexOf('\n');
  const [account, model] = kind === 'model-quota' ? [key.slice(0, cut), key.slice(cut + 1)] : [key, key];
  return scopeOf(kind, { provider, account, model });
}
