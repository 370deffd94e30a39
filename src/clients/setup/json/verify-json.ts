import { isDeepStrictEqual } from 'node:util';
import { SetupRefusal } from '../setup-refusal.ts';
import { type JsonDocument, readJson } from './json-document.ts';

/**
 * Reads an edited text and compares it with the document that it was made from: the same values but for the one at the
 * path (undefined: taken out), and the same comments. Throws `SetupRefusal` (`not-safe`).
 */
export function verifyJson(
  before: JsonDocument,
  edited: string,
  path: readonly string[],
  value: unknown,
): void {
  const after = readEdited(edited);
  const isSame =
    isDeepStrictEqual(withValue(before.value, path, value), after.value) &&
    isDeepStrictEqual(before.comments, after.comments);
  if (!isSame) throw notSafe();
}

function readEdited(text: string): JsonDocument {
  try {
    return readJson(text);
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

/** A copy with one value set, or taken out. */
function withValue(object: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  const entries = isObject(object) ? Object.entries(object) : [];
  const others = entries.filter(([key]) => key !== name);
  if (rest.length === 0 && value === undefined) return Object.fromEntries(others);
  const inner = entries.find(([key]) => key === name)?.[1];
  return Object.fromEntries([...others, [name, withValue(inner, rest, value)]]);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
