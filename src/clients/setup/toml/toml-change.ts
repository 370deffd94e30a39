import type { EditedText, Former, FormerValue, SetupChange } from '../setup.ts';
import { removeHeader, removeValue, restoreValue } from './remove-value.ts';
import { refuseObstacles, setValue } from './set-value.ts';
import { readToml, type TomlDocument } from './toml-document.ts';
import { entryAt, isSamePath, startsWith } from './toml-paths.ts';

/** A change of a TOML file: values that it sets. */
export interface TomlChange {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly isOnByDefault: boolean;
  readonly values: readonly { readonly path: readonly string[]; readonly value: string | boolean }[];
  /**
   * A table that its reader accepts only whole. When somebody has added to it or changed it since, or something else
   * needs it, it stays as it is.
   */
  readonly wholeTable?: {
    readonly path: readonly string[];
    isNeeded(document: TomlDocument): boolean;
  };
}

export function tomlChange({ values, wholeTable, ...rest }: TomlChange): SetupChange {
  const edit = (text: string): EditedText => {
    let now = readToml(text);
    for (const { path } of values) refuseObstacles(now, path);
    const formerValues: FormerValue[] = [];
    const tables: (readonly string[])[] = [];
    for (const { path, value } of values) {
      const step = setValue(now, path, value);
      if (step === undefined) continue;
      now = step.document;
      formerValues.push({ path, was: step.was, now: value });
      if (step.isNewTable) tables.push(path.slice(0, -1));
    }
    return { text: now.text, former: { values: formerValues, tables } };
  };
  return {
    ...rest,
    isApplied(text) {
      const document = readToml(text);
      return values.every(({ path, value }) => entryAt(document, path)?.scalar === value);
    },
    apply: (text) => edit(text).text,
    edit,
    revert(text, former) {
      let now = readToml(text);
      const stays = wholeTable !== undefined && hasToStay(now, former, values, wholeTable);
      const written = stays
        ? former.values.filter(({ path }) => !startsWith(path, wholeTable.path))
        : former.values;
      // Backwards, so that each step finds the text as its counterpart left it.
      for (const value of written.toReversed()) now = withoutValue(now, value);
      for (const path of former.tables.toReversed()) now = removeHeader(now, path);
      return now.text;
    },
  };
}

/** One value as it was; the same document when somebody has changed it since. */
function withoutValue(document: TomlDocument, { path, was, now }: FormerValue): TomlDocument {
  if (entryAt(document, path)?.scalar !== now) return document;
  return was === null ? removeValue(document, path) : restoreValue(document, path, was);
}

/**
 * Only a table of which the change wrote all values can be in question: where one of them stood there before, whether
 * with another value or with ours, the table was somebody's and becomes that again. One that had other keys but no name
 * before the change stays, too: its reader refuses it without ours.
 */
function hasToStay(
  document: TomlDocument,
  former: Former,
  values: TomlChange['values'],
  table: NonNullable<TomlChange['wholeTable']>,
): boolean {
  const ours = former.values.filter(({ path }) => startsWith(path, table.path));
  const all = values.filter(({ path }) => startsWith(path, table.path));
  if (ours.length < all.length || ours.some(({ was }) => was !== null)) return false;
  const isEdited = document.entries.some(
    (entry) =>
      startsWith(entry.path, table.path) &&
      !isSamePath(entry.path, table.path) &&
      !ours.some(({ path, now }) => isSamePath(path, entry.path) && now === entry.scalar),
  );
  return isEdited || table.isNeeded(document);
}
