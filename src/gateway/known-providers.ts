import type { KnownProviders } from './config/preset.ts';
import { demoProvider, presets } from './upstream/presets.ts';

/** What configs are checked against, on every host. */
export const knownProviders: KnownProviders = { presets, demo: demoProvider };
