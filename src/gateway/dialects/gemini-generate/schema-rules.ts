/*
 * What Google's `Schema` object knows (API reference, `Schema`; the OpenAPI 3.0 subset). A word that it does not know
 * fails the whole request ("Unknown name … Cannot find field"), so this is a list of what stays, not of what goes.
 */

export type SchemaType = 'STRING' | 'NUMBER' | 'INTEGER' | 'BOOLEAN' | 'ARRAY' | 'OBJECT';

export const typeNames: ReadonlyMap<string, SchemaType> = new Map<string, SchemaType>([
  ['string', 'STRING'],
  ['number', 'NUMBER'],
  ['integer', 'INTEGER'],
  ['boolean', 'BOOLEAN'],
  ['array', 'ARRAY'],
  ['object', 'OBJECT'],
]);

/** How a word's value is checked before it is taken over. */
export type WordForm = 'text' | 'number' | 'count' | 'format';

/** Words that are taken over as they are, by the type for which they mean something. */
export const wordsOfType: Readonly<Record<SchemaType, Readonly<Record<string, WordForm>>>> = {
  STRING: { format: 'format', pattern: 'text', minLength: 'count', maxLength: 'count' },
  NUMBER: { format: 'format', minimum: 'number', maximum: 'number' },
  INTEGER: { format: 'format', minimum: 'number', maximum: 'number' },
  BOOLEAN: {},
  ARRAY: { minItems: 'count', maxItems: 'count' },
  OBJECT: { minProperties: 'count', maxProperties: 'count' },
};

/** Formats that are known; others are refused ("only 'enum' and 'date-time' are supported for STRING type"). */
export const formatsOfType: Readonly<Record<SchemaType, readonly string[]>> = {
  STRING: ['date-time'],
  NUMBER: ['float', 'double'],
  INTEGER: ['int32', 'int64'],
  BOOLEAN: [],
  ARRAY: [],
  OBJECT: [],
};

/** Words that the cleaner reads and expresses in another way; every other word is removed and counted. */
export const readWords: ReadonlySet<string> = new Set([
  '$ref',
  '$defs',
  'definitions',
  'type',
  'title',
  'description',
  'nullable',
  'properties',
  'required',
  'items',
  'prefixItems',
  'anyOf',
  'oneOf',
  'allOf',
  'enum',
  'const',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'propertyOrdering',
  ...Object.values(wordsOfType).flatMap((words) => Object.keys(words)),
]);

/** Levels of a schema; Gemini refuses deep ones ("maximum schema depth exceeded") at about this. */
export const mostLevels = 24;

/** Objects of one cleaned schema: references that are inlined again and again would make millions. */
export const mostNodes = 5000;
