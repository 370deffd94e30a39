import type { Node } from 'jsonc-parser';
import { SetupRefusal } from '../setup-refusal.ts';
import { indentAt, lineNumber, newlineOf, splice } from '../text-edit.ts';
import { type JsonDocument, propertyOf, readJson, tailOf } from './json-document.ts';
import { verifyJson } from './verify-json.ts';

/** A text with a value set, and what has to be known to take it out again. */
export interface JsonValueSet {
  readonly text: string;
  /** The value as it was written before; null when the key was not there. */
  readonly was: string | null;
  /** Paths of the objects that had to be written around it, outermost first. */
  readonly newObjects: readonly (readonly string[])[];
}

/** The node of the value at a path; undefined when there is none. */
export function valueAt({ root }: JsonDocument, path: readonly string[]): Node | undefined {
  let node: Node | undefined = root;
  for (const name of path) node = node === undefined ? undefined : propertyOf(node, name)?.value;
  return node;
}

/**
 * Sets one value: it is replaced where it stands, or joins the innermost object that is there, in the style of that
 * object. Undefined when the value is there already. Throws `SetupRefusal` (`syntax`, `in-the-way`, `not-safe`).
 */
export function setJsonValue(
  text: string,
  path: readonly string[],
  value: string | boolean,
): JsonValueSet | undefined {
  const document = readJson(text);
  const present = valueAt(document, path);
  if (present?.value === value) return undefined;
  const depth = depthThere(document, path);
  const object = valueAt(document, path.slice(0, depth)) ?? document.root;
  refuseObstacle(document, path.slice(0, depth), object, path);
  if (present?.children !== undefined) refuse(document, path, present, path);
  const after =
    present === undefined
      ? insertProperty(document, object, path.slice(depth), value)
      : splice(
          text,
          document.shift + present.offset,
          document.shift + present.offset + present.length,
          JSON.stringify(value),
        );
  verifyJson(document, after, path, value);
  const start = document.shift + (present?.offset ?? 0);
  return {
    text: after,
    was: present === undefined ? null : text.slice(start, start + present.length),
    newObjects: path.slice(depth, -1).map((_, index) => path.slice(0, depth + index + 1)),
  };
}

/** How many of the path's parents are there. */
function depthThere(document: JsonDocument, path: readonly string[]): number {
  let depth = 0;
  while (depth < path.length - 1 && valueAt(document, path.slice(0, depth + 1)) !== undefined) depth += 1;
  return depth;
}

function refuseObstacle(
  document: JsonDocument,
  at: readonly string[],
  object: Node,
  path: readonly string[],
): void {
  if (object.type !== 'object') refuse(document, at, object, path);
}

function refuse(document: JsonDocument, at: readonly string[], node: Node, path: readonly string[]): never {
  const line = lineNumber(document.text, document.shift + node.offset);
  throw new SetupRefusal(
    'in-the-way',
    `"${at.join('.')}" holds something else than "${path.join('.')}" needs there`,
    line,
  );
}

function insertProperty(
  { text, shift, root }: JsonDocument,
  object: Node,
  names: readonly string[],
  value: string | boolean,
): string {
  const start = shift + object.offset;
  const pairs = object.children ?? [];
  const last = pairs.at(-1);
  const isWide =
    text.slice(start, start + object.length).includes('\n') || (object === root && last === undefined);
  const newline = newlineOf(text);
  const outer = indentAt(text, start);
  const inner = isWide ? innerIndent(text, shift, object) : '';
  const unit = inner.startsWith(outer) && inner.length > outer.length ? inner.slice(outer.length) : '  ';
  const property = isWide ? wideProperty(names, value, inner, unit, newline) : narrowProperty(names, value);
  const gap = isWide ? newline + inner : ' ';
  if (last === undefined) {
    return splice(text, start + 1, start + 1, isWide ? gap + property + newline + outer : ` ${property} `);
  }
  const end = shift + last.offset + last.length;
  const tail = tailOf(text, end);
  const withProperty = splice(
    text,
    tail.lineEnd,
    tail.lineEnd,
    gap + property + (tail.comma === undefined ? '' : ','),
  );
  return tail.comma === undefined ? splice(withProperty, end, end, ',') : withProperty;
}

/** The blanks before the object's properties: those of its last one, if it begins a line. */
function innerIndent(text: string, shift: number, object: Node): string {
  const last = object.children?.at(-1);
  const outer = indentAt(text, shift + object.offset);
  if (last === undefined) return `${outer}  `;
  const offset = shift + last.offset;
  const indent = indentAt(text, offset);
  return text.slice(0, offset).endsWith(indent) &&
    /(^|\n|\ufeff)$/.test(text.slice(0, offset - indent.length))
    ? indent
    : `${outer}  `;
}

function wideProperty(
  names: readonly string[],
  value: string | boolean,
  indent: string,
  unit: string,
  newline: string,
): string {
  const [name = '', ...rest] = names;
  if (rest.length === 0) return `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
  const inside = wideProperty(rest, value, indent + unit, unit, newline);
  return `${JSON.stringify(name)}: {${newline}${indent}${unit}${inside}${newline}${indent}}`;
}

function narrowProperty(names: readonly string[], value: string | boolean): string {
  const [name = '', ...rest] = names;
  const inside = rest.length === 0 ? JSON.stringify(value) : `{ ${narrowProperty(rest, value)} }`;
  return `${JSON.stringify(name)}: ${inside}`;
}
