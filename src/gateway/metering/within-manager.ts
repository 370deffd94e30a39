/**
 * What is left of a child's list under its manager's: a child may never use what its manager may not, whatever either
 * list says later. Absent lists allow everything. Of two patterns that overlap without one holding the other (`a*` and
 * `*b`) nothing is left: what is not sure to be allowed is not.
 */
export function withinManager(
  child: readonly string[] | undefined,
  manager: readonly string[] | undefined,
): readonly string[] | undefined {
  if (child === undefined || manager === undefined) return child ?? manager;
  const kept = child.filter((inner) => manager.some((outer) => holds(outer, inner)));
  const narrower = manager.filter((inner) => child.some((outer) => holds(outer, inner)));
  return [...new Set([...kept, ...narrower])];
}

/**
 * Whether everything that `inner` means is meant by `outer`, too. A pattern with a slash speaks of other names than one
 * without (routing/permission.ts), and what stands before the slash may be a provider, so it must be the same.
 */
function holds(outer: string, inner: string): boolean {
  if (outer === '*' || outer === inner) return true;
  if (inner === '*' || placeOf(outer) !== placeOf(inner)) return false;
  return covers(outer, inner);
}

function placeOf(pattern: string): string {
  const slash = pattern.indexOf('/');
  return slash < 0 ? '' : pattern.slice(0, slash + 1);
}

/** Glob matching where a `*` of the text is taken by a `*` of the pattern alone; so every text of `inner` fits, too. */
function covers(outer: string, inner: string): boolean {
  let reached = new Set([0]);
  for (const character of inner) {
    const next = new Set<number>();
    for (const at of skipStars(outer, reached)) {
      if (outer[at] === '*') next.add(at);
      else if (outer[at] === character) next.add(at + 1);
    }
    if (next.size === 0) return false;
    reached = next;
  }
  return skipStars(outer, reached).has(outer.length);
}

/** The places together with those behind a `*` there, which may stand for nothing. */
function skipStars(pattern: string, places: ReadonlySet<number>): Set<number> {
  const all = new Set(places);
  for (const at of all) if (pattern[at] === '*') all.add(at + 1);
  return all;
}
