import { tomlText } from '../../toml-text.ts';
import { SetupRefusal } from '../setup-refusal.ts';
import { indentAt, lineNumber, newlineOf, splice, textStart } from '../text-edit.ts';
import type { TomlDocument, TomlEntry, TomlPlace } from './toml-document.ts';
import { entryAt, isSamePath, keyText, startsWith } from './toml-paths.ts';
import { verify } from './verify.ts';

/** A document with a value set, and what has to be known to take it out again. */
export interface ValueSet {
  readonly document: TomlDocument;
  /** The value as it was written before; null when the key was not there. */
  readonly was: string | null;
  /** Whether a header for the value's table had to be written. */
  readonly isNewTable: boolean;
}

/**
 * Sets one value in the form that the document already uses: the value is replaced where it stands; else the key joins its
 * table, be that a header, an inline table or dotted keys; else a header is written at the end. Undefined when the value
 * is there already, however it is written.
 *
 * Throws `SetupRefusal` (`in-the-way`, `not-safe`).
 */
export function setValue(
  document: TomlDocument,
  path: readonly string[],
  value: string | boolean,
): ValueSet | undefined {
  refuseObstacles(document, path);
  const present = entryAt(document, path);
  if (present?.scalar === value) return undefined;

  const source = typeof value === 'string' ? tomlText(value) : String(value);
  const table = path.slice(0, -1);
  const isNewTable = present === undefined && needsHeader(document, table);
  const after =
    present === undefined
      ? insertValue(document, path, source, isNewTable)
      : splice(document.text, present.valueStart, present.end, source);
  const verified = verify(document, after, {
    set: new Map([[path, source]]),
    ...(isNewTable && { addedTable: table }),
  });
  return { document: verified, was: present?.source ?? null, isNewTable };
}

/**
 * Throws `SetupRefusal` (`in-the-way`) unless the value's parents are tables, or missing, and the value itself is none.
 * A change asks this for all its values before it sets the first, so that lines are those of the file.
 */
export function refuseObstacles(document: TomlDocument, path: readonly string[]): void {
  const obstacle =
    document.places.find((place) => isObstacle(place, path)) ??
    document.entries.find((entry) => isObstacleValue(document, entry, path));
  if (obstacle === undefined) return;
  const found = keyText(obstacle.path.filter((part) => typeof part === 'string'));
  const line = lineNumber(document.text, obstacle.start);
  throw new SetupRefusal('in-the-way', `"${found}" stands where "${keyText(path)}" has to go`, line);
}

/** An array of tables above the value, or a table where it goes. */
function isObstacle({ kind, path: at }: TomlPlace, path: readonly string[]): boolean {
  if (kind === 'root') return false;
  return startsWith(at, path) || (kind === 'array-table' && startsWith(path, at.slice(0, -1)));
}

/** A value that is no table above the value, or dotted keys that make a table where it goes. */
function isObstacleValue(
  document: TomlDocument,
  { path: at, valueStart }: TomlEntry,
  path: readonly string[],
) {
  if (at.length === path.length) return false;
  if (at.length > path.length) return startsWith(at, path);
  if (!startsWith(path, at)) return false;
  return !document.places.some(({ kind, start }) => kind === 'inline' && start === valueStart);
}

/** Whether no part of the text can take an entry of this table. */
function needsHeader(document: TomlDocument, table: readonly string[]): boolean {
  return table.length > 0 && hostOf(document, table) === undefined;
}

/** The inline table at or nearest above the table; else its header; else the place whose dotted keys make it. */
function hostOf(document: TomlDocument, table: readonly string[]): TomlPlace | undefined {
  const inline = document.places.filter(({ kind, path }) => kind === 'inline' && startsWith(table, path));
  // Nothing outside an inline table can add to it.
  if (inline.length > 0) return inline.reduce((a, b) => (b.path.length > a.path.length ? b : a));
  const isHeader = ({ kind, path }: TomlPlace) =>
    (kind === 'table' || kind === 'root') && isSamePath(path, table);
  const isDotted = (place: TomlPlace) => place.path.length < table.length;
  return (
    document.places.find(isHeader) ??
    document.entries.find(({ path, place }) => isDotted(place) && startsWith(path, table))?.place
  );
}

function insertValue(
  document: TomlDocument,
  path: readonly string[],
  source: string,
  isNewTable: boolean,
): string {
  const { text } = document;
  const table = path.slice(0, -1);
  const newline = newlineOf(text);
  const host = hostOf(document, table);
  if (host === undefined || isNewTable) {
    return appendBlock(text, `[${keyText(table)}]${newline}${keyText(path.slice(-1))} = ${source}`, newline);
  }
  const line = `${keyText(path.slice(host.path.length))} = ${source}`;
  const inHost = document.entries.filter(({ place }) => place === host);
  if (host.kind === 'inline') {
    const last = inHost.at(-1);
    return last === undefined
      ? splice(text, host.start + 1, host.start + 1, ` ${line} `)
      : splice(text, last.end, last.end, `, ${line}`);
  }
  const siblings = inHost.filter((entry) => startsWith(entry.path, table));
  const anchor = siblings.at(-1) ?? (host.kind === 'table' ? host : undefined);
  if (anchor !== undefined) {
    return insertLine(text, anchor.end, indentAt(text, anchor.start) + line, newline);
  }
  const start = textStart(text);
  // Nothing but comments and headers: first of all, with a blank line, so that a comment stays with its table.
  return splice(text, start, start, line + newline + (text.length > start ? newline : ''));
}

/** Adds a line behind the one on which `offset` lies; a last line without an ending keeps the file without one. */
function insertLine(text: string, offset: number, line: string, newline: string): string {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text + newline + line : splice(text, end + 1, end + 1, line + newline);
}

/**
 * Adds lines at the end, behind a blank line. The blank line is always added, even behind another: only so can
 * `removeHeader` know, without a note, that one is ours.
 */
function appendBlock(text: string, lines: string, newline: string): string {
  if (text.length === textStart(text)) return `${text}${lines}${newline}`;
  return text.endsWith('\n') ? `${text}${newline}${lines}${newline}` : text + newline + newline + lines;
}
