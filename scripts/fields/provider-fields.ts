import type { Fate } from './field-fate.ts';
import { pathsOf } from './field-fate.ts';
import type { Speaker } from './request-schemas.ts';
import { translateExample } from './translate-example.ts';

/** Whether a client of another dialect can set a field of the provider's request, and how. */
export interface Reach {
  readonly path: string;
  /**
   * `always`: every request has it. `beside`: it comes with something that no single field says. `never`: nothing of the
   * client's leads there.
   */
  readonly kind: 'always' | 'fields' | 'beside' | 'never';
  /** The client's fields that say it, the most particular first. */
  readonly from: readonly string[];
}

export function reachesOf(client: Speaker, provider: Speaker, fates: readonly Fate[]): readonly Reach[] {
  const written = client.fields.map(
    ({ example }) => new Set(pathsOf(translateExample(client.codec, provider.codec, example)?.body ?? {})),
  );
  const byParticularity = fates.toSorted((one, other) => one.touched.size - other.touched.size);
  return provider.fields.map(({ path }) => {
    const from = byParticularity.filter(({ touched }) => touched.has(path));
    const exact = from.filter(({ to }) => to.includes(path));
    const names = [...new Set([...exact, ...from].map((fate) => fate.path))];
    if (written.every((paths) => paths.has(path)))
      return { path, kind: 'always', from: exact.map((fate) => fate.path) };
    if (names.length > 0) return { path, kind: 'fields', from: names };
    return { path, kind: written.some((paths) => paths.has(path)) ? 'beside' : 'never', from: [] };
  });
}
