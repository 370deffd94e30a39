import type { FamilyId } from '../environment.ts';
import { isAbsolutePath } from './config-path.ts';
import { failed, type Outcome, refusing } from './problem.ts';
import type { ClientSetup, Former } from './setup.ts';

/** What would be written, to be shown before it is. */
export interface SetupPlan {
  readonly client: FamilyId;
  readonly path: string;
  /** The file's text; undefined when there is no file. */
  readonly before: string | undefined;
  /** Equal to `before` when all chosen changes are there already. */
  readonly after: string | undefined;
  /** The chosen changes that alter the text; empty when none does. */
  readonly changes: readonly PlannedChange[];
}

export interface PlannedChange {
  readonly id: string;
  readonly title: string;
  readonly former: Former;
}

/**
 * Plans the chosen changes of a set-up. Ids that it does not have are ignored. Nothing is read or written.
 * Problems: `path`, `syntax`, `in-the-way`, `not-safe`.
 *
 * @param path from the set-up's `file`
 * @param text the file's present text, undefined when there is no file (read it with `readConfigText`)
 */
export function planSetup(
  setup: ClientSetup,
  path: string,
  text: string | undefined,
  changeIds: Iterable<string>,
): Outcome<SetupPlan> {
  if (!isAbsolutePath(path)) return failed('path', relativePath(setup, path));
  const ids = new Set(changeIds);
  return refusing(path, () => {
    const chosen = setup.changes.filter(({ id }) => ids.has(id));
    // Each by itself first (the first one meets the file as it is anyway): a refusal then names a line of the file, not of a text that nobody has seen.
    for (const change of chosen.slice(1)) change.apply(text ?? '');
    let now = text ?? '';
    const changes: PlannedChange[] = [];
    for (const change of chosen) {
      if (change.isApplied(now)) continue;
      const { text: after, former } = change.edit(now);
      changes.push({ id: change.id, title: change.title, former });
      now = after;
    }
    return { client: setup.id, path, before: text, after: changes.length === 0 ? text : now, changes };
  });
}

/** Which changes of a set-up the text has already. Problems: `syntax`. */
export function appliedChanges(
  setup: ClientSetup,
  path: string,
  text: string | undefined,
): Outcome<readonly string[]> {
  return refusing(path, () =>
    setup.changes.filter((change) => change.isApplied(text ?? '')).map(({ id }) => id),
  );
}

function relativePath(setup: ClientSetup, path: string): string {
  return `The config of ${setup.title} would be "${path}", a different file in every folder, because the variable that names its folder holds a relative path. Give that variable an absolute path, then try again. Nothing was written.`;
}
