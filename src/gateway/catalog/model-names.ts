import type { DiscoveredModel } from './model.ts';

/** `-20250929`, `-2025-04-14`, `@20250929`, `-latest`: what vendors hang on a name, and take without. */
const version = /(?:[-@](?:20\d{6}|20\d{2}-\d{2}-\d{2})|-latest)$/;

/**
 * The names that a discovered list admits: the listed ones, and each without its date. Anthropic lists
 * `claude-sonnet-4-5-20250929` and takes `claude-sonnet-4-5`, which is what people write.
 */
export function admittedNames(models: readonly DiscoveredModel[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { id } of models) {
    names.add(id);
    const short = id.replace(version, '');
    if (short !== '') names.add(short);
  }
  return names;
}
