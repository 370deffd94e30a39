import { lineStart, splice } from '../text-edit.ts';
import type { TomlDocument, TomlEntry } from './toml-document.ts';
import { entryAt, isSamePath } from './toml-paths.ts';
import { verify } from './verify.ts';

/** Takes out one key, wherever it stands; the exact inverse of `setValue`. The same document when it is not there. */
export function removeValue(document: TomlDocument, path: readonly string[]): TomlDocument {
  const entry = entryAt(document, path);
  if (entry === undefined) return document;
  const after = entry.place.kind === 'inline' ? withoutInline(document, entry) : withoutLine(document, entry);
  return verify(document, after, { set: new Map([[path, null]]) });
}

/** Writes a former value back in its own spelling. */
export function restoreValue(document: TomlDocument, path: readonly string[], source: string): TomlDocument {
  const entry = entryAt(document, path);
  if (entry === undefined) return document;
  const after = splice(document.text, entry.valueStart, entry.end, source);
  return verify(document, after, { set: new Map([[path, source]]) });
}

/** Takes out a header that has no entries, with the blank line before it. The same document when there is no such header. */
export function removeHeader(document: TomlDocument, path: readonly string[]): TomlDocument {
  const { text } = document;
  const place = document.places.find((each) => each.kind === 'table' && isSamePath(each.path, path));
  if (place === undefined || document.entries.some((entry) => entry.place === place)) return document;
  const [start, end] = lineSpan(text, place.start, place.end);
  const hasComment = text[end] === '#' && text[end - 1] !== '\n';
  // Without a last line ending, `lineSpan` took one of the two endings that the header was written behind.
  const blank = end === text.length && !text.endsWith('\n') ? /\r?\n$/ : /(?<=^\ufeff?|\n)\r?\n$/;
  const before = text.slice(0, start);
  const after = (hasComment ? before : before.replace(blank, '')) + text.slice(end);
  return verify(document, after, { set: new Map(), removedTable: path });
}

function withoutLine({ text, entries }: TomlDocument, entry: TomlEntry): string {
  const [start, end] = lineSpan(text, entry.start, entry.end);
  const isFirst = entries[0] === entry && text.slice(0, start).replace('\ufeff', '') === '';
  // `setValue` put a blank line behind a key that it wrote first of all.
  const blank = isFirst && end > entry.end ? (/^\r?\n/.exec(text.slice(end))?.[0].length ?? 0) : 0;
  return splice(text, start, end + blank, '');
}

/**
 * What goes when a statement goes: its line with the ending; the ending before it when it is the last line and has
 * none; only the statement when a comment stands behind it, as somebody wrote that.
 */
function lineSpan(text: string, start: number, end: number): readonly [number, number] {
  const newline = text.indexOf('\n', end);
  const rest = text.slice(end, newline < 0 ? text.length : newline);
  if (rest.trim() !== '') return [start, end + (rest.length - rest.trimStart().length)];
  const first = lineStart(text, start);
  if (newline >= 0) return [first, newline + 1];
  const ending = /\r?\n$/.exec(text.slice(0, first))?.[0].length ?? 0;
  return [first - ending, text.length];
}

function withoutInline({ text, entries }: TomlDocument, entry: TomlEntry): string {
  const siblings = entries.filter(({ place }) => place === entry.place);
  const index = siblings.indexOf(entry);
  const previous = siblings[index - 1];
  const next = siblings[index + 1];
  if (previous !== undefined) return splice(text, previous.end, entry.end, '');
  if (next !== undefined) return splice(text, entry.start, next.start, '');
  const start = entry.start - (text[entry.start - 1] === ' ' ? 1 : 0);
  return splice(text, start, entry.end + (text[entry.end] === ' ' ? 1 : 0), '');
}
