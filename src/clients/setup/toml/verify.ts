import { SetupRefusal } from '../setup-refusal.ts';
import { readToml, type TomlDocument, type TomlPath } from './toml-document.ts';

/** What an edit was meant to change; everything else must be the same. */
export interface Intent {
  /** Values set, as they are written; null: taken out. */
  readonly set: ReadonlyMap<TomlPath, string | null>;
  readonly addedTable?: TomlPath;
  readonly removedTable?: TomlPath;
}

/**
 * Reads an edited text, gives it as a document, and compares it with the document that it was made from: the same values, written the same way,
 * but for the intended ones; the same headers in the same order; the same comments. Throws `SetupRefusal` (`not-safe`).
 */
export function verify(before: TomlDocument, edited: string, intent: Intent): TomlDocument {
  const after = readEdited(edited);
  const values = valuesOf(before);
  for (const [path, source] of intent.set) {
    if (source === null) values.delete(JSON.stringify(path));
    else values.set(JSON.stringify(path), source);
  }
  const { addedTable, removedTable } = intent;
  const tables = tablesOf(before).filter((table) => table !== JSON.stringify(['table', removedTable]));
  if (addedTable !== undefined) tables.push(JSON.stringify(['table', addedTable]));
  const isSame =
    isSameMap(values, valuesOf(after)) &&
    isSameList(tables, tablesOf(after)) &&
    isSameList(before.comments, after.comments);
  if (!isSame) throw notSafe();
  return after;
}

function readEdited(text: string): TomlDocument {
  try {
    return readToml(text);
  } catch (error) {
    if (error instanceof SetupRefusal) throw notSafe();
    throw error;
  }
}

function notSafe(): SetupRefusal {
  return new SetupRefusal(
    'not-safe',
    'the change does not fit into the file without altering other parts of it',
  );
}

/** Every value by its path. An inline table is its entries, so that it may get another one. */
function valuesOf(document: TomlDocument): Map<string, string> {
  const inline = new Set(document.places.filter(({ kind }) => kind === 'inline').map(({ start }) => start));
  const leaves = document.entries.filter(({ valueStart }) => !inline.has(valueStart));
  return new Map(leaves.map(({ path, source }) => [JSON.stringify(path), source]));
}

function tablesOf(document: TomlDocument): string[] {
  return document.places.map(({ kind, path }) => JSON.stringify([kind, path]));
}

function isSameMap(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((value, index) => other[index] === value);
}
