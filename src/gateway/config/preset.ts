import type { Dialect } from '../exchange/dialect.ts';
import type { Endpoint, KeyCheck, Provider, Quirks, Vendor } from '../exchange/provider.ts';

/** What a preset knows about a provider, so that its user need not write it. */
export interface PresetData {
  readonly name: string;
  readonly vendor: Vendor;
  readonly endpoints: ReadonlyMap<Dialect, Endpoint>;
  readonly quirks: Quirks;
  /** Environment variable that holds its key by custom; absent: it needs none. */
  readonly keyEnv?: string;
  readonly keyCheck?: KeyCheck;
  readonly local?: boolean;
}

/** What a config is checked against. */
export interface KnownProviders {
  readonly presets: Readonly<Record<string, PresetData>>;
  /** The built-in provider `demo`. */
  readonly demo: Provider;
}

/** Id and preset name of the built-in provider. */
export const demoId = 'demo';

/** The names of all presets, `demo` included. */
export function presetNames(known: KnownProviders): string[] {
  return [...Object.keys(known.presets), demoId];
}
