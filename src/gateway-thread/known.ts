import type { KnownProviders } from '../gateway/config/preset.ts';
import { demoProvider, presets } from '../gateway/upstream/presets.ts';

/** What settings are checked against. */
export const known: KnownProviders = { presets, demo: demoProvider };
