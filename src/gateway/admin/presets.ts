import { type PresetView, presetListSchema } from '../../control/presets.ts';
import type { PresetData } from '../config/preset.ts';
import type { AdminDeps } from './admin-deps.ts';
import { plainResource, type Resource } from './resource.ts';

/** `GET /api/presets`: what a person can choose from when a provider is added. */
export function presetsResource({ presets }: Pick<AdminDeps, 'presets'>): Resource {
  return plainResource({
    path: '/presets',
    summary: 'Providers that Patchbay knows.',
    answer: presetListSchema,
    read: () => ({ presets: Object.entries(presets).map(([id, preset]) => presetView(id, preset)) }),
  });
}

function presetView(id: string, { name, vendor, endpoints, keyEnv }: PresetData): PresetView {
  const [first] = endpoints.values();
  return {
    id,
    name,
    vendor,
    dialects: [...endpoints.keys()],
    needsKey: keyEnv !== undefined,
    ...(keyEnv !== undefined && { keyEnv }),
    baseUrl: first?.baseUrl ?? '',
  };
}
