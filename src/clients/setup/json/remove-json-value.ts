import type { Node } from 'jsonc-parser';
import { indentAt, splice } from '../text-edit.ts';
import { type JsonDocument, propertyOf, readJson, tailOf } from './json-document.ts';
import { valueAt } from './set-json-value.ts';
import { verifyJson } from './verify-json.ts';

/**
 * Takes out one value, and those of the given objects around it that hold nothing else, not even a comment. The exact
 * inverse of `setJsonValue`. The same text when the value is not there.
 */
export function removeJsonValue(
  text: string,
  path: readonly string[],
  objects: readonly (readonly string[])[],
): string {
  const document = readJson(text);
  if (valueAt(document, path) === undefined) return text;
  const emptied = objects.find((object) => holdsOnly(document, object, path));
  const target = emptied ?? path;
  const object = valueAt(document, target.slice(0, -1)) ?? document.root;
  const pair = propertyOf(object, target.at(-1) ?? '')?.pair;
  if (pair === undefined) return text;
  const after = withoutProperty(document, object, pair);
  verifyJson(document, after, target, undefined);
  return after;
}

/** Writes a former value back in its own spelling. */
export function restoreJsonValue(text: string, path: readonly string[], source: string): string {
  const document = readJson(text);
  const node = valueAt(document, path);
  if (node === undefined) return text;
  const start = document.shift + node.offset;
  const after = splice(text, start, start + node.length, source);
  verifyJson(document, after, path, readJson(`{"value":${source}}`).root.children?.[0]?.children?.[1]?.value);
  return after;
}

/** Whether an object holds the path and nothing beside it. */
function holdsOnly(document: JsonDocument, object: readonly string[], path: readonly string[]): boolean {
  const node = valueAt(document, object);
  if (node === undefined) return false;
  const start = document.shift + node.offset;
  const written = document.text.slice(start, start + node.length);
  const alone = path
    .slice(object.length)
    .reduceRight<string>(
      (inner, name) => `{${JSON.stringify(name)}:${inner}}`,
      JSON.stringify(valueAt(document, path)?.value),
    );
  return written.replaceAll(/\s/g, '') === alone;
}

function withoutProperty({ text, shift }: JsonDocument, object: Node, pair: Node): string {
  const pairs = object.children ?? [];
  const start = shift + pair.offset;
  const end = start + pair.length;
  const gap = /\r?\n[ \t]*$| $/.exec(text.slice(0, start))?.[0] ?? '';
  const { comma } = tailOf(text, end);
  if (pairs.length === 1 && comma === undefined) {
    // The line ending and indent behind the property, or the one blank, came with it.
    const indent = indentAt(text, shift + object.offset);
    const rest = text.slice(end);
    const endings = gap === ' ' ? [' '] : [`\r\n${indent}`, `\n${indent}`];
    const behind = endings.find((each) => rest.startsWith(each)) ?? '';
    return splice(text, start - gap.length, end + behind.length, '');
  }
  if (comma !== undefined) {
    const withoutComma = splice(text, comma, comma + 1, '');
    return splice(withoutComma, start - gap.length, end, '');
  }
  const previous = pairs[pairs.indexOf(pair) - 1];
  const withoutPair = splice(text, start - gap.length, end, '');
  const before = previous === undefined ? undefined : tailOf(text, shift + previous.offset + previous.length);
  return before?.comma === undefined ? withoutPair : splice(withoutPair, before.comma, before.comma + 1, '');
}
