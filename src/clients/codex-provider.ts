import { keyVariable } from './environment.ts';

/** The id under which Codex's config knows the gateway. */
export const codexProviderId = 'patchbay';

/**
 * The provider table of Codex, key by key. The name must not be "OpenAI": such a provider is spoken to like the vendor
 * (remote compaction, zstd bodies, WebSocket first). Only `wire_api = "responses"` is left in Codex.
 */
export function codexProviderTable(url: string): readonly (readonly [name: string, value: string])[] {
  return [
    ['name', 'Patchbay'],
    ['base_url', `${url}/v1`],
    ['wire_api', 'responses'],
    ['env_key', keyVariable],
  ];
}
