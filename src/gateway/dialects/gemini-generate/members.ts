import type { Extra } from '../conversation.ts';
import type { Fields } from '../json-value.ts';

/** What readers of a request share: where members go that the pivot has no word for. */
export interface Reading {
  readonly extra: Extra[];
}

/** `inline_data` → `inlineData`: protobuf's JSON mapping takes both spellings of every member. */
export function camelName(key: string): string {
  return key.includes('_') ? key.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()) : key;
}

/**
 * The members in camelCase, without those that are null, which protobuf's JSON mapping reads as absent. Where both
 * spellings stand beside each other the camelCase one counts.
 */
export function camelFields(fields: Fields): Fields {
  const keys = Object.keys(fields);
  if (keys.every((key) => !key.includes('_') && isPresent(fields[key]))) return fields;
  const entries = keys.filter((key) => isPresent(fields[key]));
  return Object.fromEntries(
    entries
      .filter((key) => camelName(key) === key || !isPresent(fields[camelName(key)]))
      .map((key) => [camelName(key), fields[key]]),
  );
}

function isPresent(value: unknown): boolean {
  return value !== null && value !== undefined;
}

/** JSON pointer of a member, in the spelling of the client. */
export function memberAt(base: string, fields: Fields, name: string): string {
  const key = fields[name] === undefined ? Object.keys(fields).find((one) => camelName(one) === name) : name;
  return `${base}/${(key ?? name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Keeps every member that is not among `known` as an extra. */
export function keepRest(
  reading: Reading,
  base: string,
  fields: Fields,
  members: Fields,
  known: ReadonlySet<string>,
): void {
  for (const name of Object.keys(members)) {
    if (!known.has(name)) reading.extra.push({ at: memberAt(base, fields, name), value: members[name] });
  }
}
