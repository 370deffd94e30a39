import { isObject } from '../control/client.ts';
import type { Dialect } from '../gateway/exchange/dialect.ts';

/** A provider as windows show it; what `GET /api/providers` says, as far as it is used here. */
export interface ProviderFacts {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly role: 'primary' | 'backup';
  readonly dialects: readonly Dialect[];
  readonly state: 'ok' | 'impaired' | 'cooling' | 'exhausted' | 'refused' | 'needs-key' | 'disabled';
  /** The state as a sentence. */
  readonly words: string;
  readonly accounts: readonly { readonly id: string; readonly enabled: boolean; readonly hasKey: boolean }[];
  readonly models: { readonly count: number; readonly names: readonly string[] };
}

/** What `GET /api/status` says, as far as it is used here. */
export interface StatusFacts {
  readonly version: string;
  readonly url: string;
  readonly today: { readonly requests: number; readonly failed: number };
  readonly running: { readonly count: number };
  readonly formerKeys: readonly FormerKeyFacts[];
}

/** A rotated key that is still accepted. */
export interface FormerKeyFacts {
  readonly client: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
  readonly requests: number;
  readonly lastUsedAt?: number;
  readonly apps: readonly string[];
}

// Checked by the fields that are used: a newer gateway may say more, and a window must not fail over it.

export function isProviderList(value: unknown): value is { readonly providers: readonly ProviderFacts[] } {
  return isObject(value) && Array.isArray(value.providers) && value.providers.every(isProvider);
}

function isProvider(value: unknown): value is ProviderFacts {
  return (
    isObject(value) &&
    typeof value.id === 'string' &&
    typeof value.name === 'string' &&
    typeof value.enabled === 'boolean' &&
    typeof value.state === 'string' &&
    typeof value.words === 'string' &&
    Array.isArray(value.dialects) &&
    Array.isArray(value.accounts) &&
    value.accounts.every((account) => isObject(account) && typeof account.id === 'string') &&
    isObject(value.models) &&
    Array.isArray(value.models.names)
  );
}

export function isStatus(value: unknown): value is StatusFacts {
  return (
    isObject(value) &&
    typeof value.version === 'string' &&
    typeof value.url === 'string' &&
    isObject(value.today) &&
    typeof value.today.requests === 'number' &&
    typeof value.today.failed === 'number' &&
    isObject(value.running) &&
    Array.isArray(value.formerKeys)
  );
}

/** A preset as `GET /api/presets` lists it. */
export interface PresetFacts {
  readonly id: string;
  readonly name: string;
  readonly needsKey: boolean;
  readonly keyEnv?: string;
  readonly baseUrl: string;
}

export function isPresetList(value: unknown): value is { readonly presets: readonly PresetFacts[] } {
  return (
    isObject(value) &&
    Array.isArray(value.presets) &&
    value.presets.every(
      (preset) =>
        isObject(preset) &&
        typeof preset.id === 'string' &&
        typeof preset.name === 'string' &&
        typeof preset.needsKey === 'boolean',
    )
  );
}

/** What the live test of a provider says. */
export interface TestFacts {
  readonly ok: boolean;
  /** Milliseconds. */
  readonly ms: number;
  readonly accounts: readonly {
    readonly account: string;
    readonly ok: boolean;
    readonly checked: 'key' | 'address' | 'nothing';
    readonly failure?: { readonly class: string; readonly code: string; readonly message: string };
  }[];
  readonly models?: { readonly count: number; readonly names: readonly string[] };
  readonly advice?: string;
}

export function isTest(value: unknown): value is TestFacts {
  return (
    isObject(value) &&
    typeof value.ok === 'boolean' &&
    typeof value.ms === 'number' &&
    Array.isArray(value.accounts) &&
    value.accounts.every((account) => isObject(account) && typeof account.ok === 'boolean')
  );
}
