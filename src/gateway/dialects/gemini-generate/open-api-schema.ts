import { type Fields, isFields, listOf } from '../json-value.ts';
import { camelFields } from './members.ts';

/** Types by number, as clients in Go and those with integer enums write them. */
const numberedTypes: readonly string[] = [
  '',
  'string',
  'number',
  'integer',
  'boolean',
  'array',
  'object',
  'null',
];

/** Bounds that Google's JSON writes as text, since they are 64 bits wide. */
const counts = new Set(['minItems', 'maxItems', 'minLength', 'maxLength', 'minProperties', 'maxProperties']);

/** Deeper is no schema of a person. */
const mostLevels = 64;

/**
 * A schema of Google's OpenAPI subset as JSON schema: types in lower case, `nullable` as a type, numbers as numbers.
 * `propertyOrdering` becomes the order of the properties.
 */
export function jsonSchemaOf(schema: Fields, level = 0): Fields {
  const given = camelFields(schema);
  const result: Record<string, unknown> = {};
  for (const [word, value] of Object.entries(given)) {
    if (word === 'nullable' || word === 'propertyOrdering') continue;
    if (word === 'example') result.examples = [value];
    else if (word === 'format' && value === 'enum') continue;
    else result[word] = wordOf(word, value, given, level);
  }
  if (given.nullable === true) addNull(result);
  return result;
}

function wordOf(word: string, value: unknown, given: Fields, level: number): unknown {
  if (word === 'type') return typeOf(value);
  if (counts.has(word) && typeof value === 'string') return Number(value);
  if (level >= mostLevels) return value;
  if (word === 'properties' && isFields(value))
    return Object.fromEntries(
      orderedKeys(value, given.propertyOrdering).map((key) => [key, nested(value[key], level)]),
    );
  if ((word === 'items' || word === 'additionalProperties') && isFields(value)) return nested(value, level);
  if (word === 'anyOf' || word === 'oneOf' || word === 'allOf' || word === 'prefixItems')
    return listOf(value).map((one) => nested(one, level));
  return value;
}

function nested(value: unknown, level: number): unknown {
  return isFields(value) ? jsonSchemaOf(value, level + 1) : value;
}

function typeOf(value: unknown): unknown {
  if (typeof value === 'number') return numberedTypes[value] ?? value;
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function orderedKeys(properties: Fields, ordering: unknown): readonly string[] {
  const keys = Object.keys(properties);
  const first = listOf(ordering).filter((key) => typeof key === 'string' && Object.hasOwn(properties, key));
  return first.length === 0 ? keys : [...new Set([...first.map(String), ...keys])];
}

function addNull(result: Record<string, unknown>): void {
  if (typeof result.type === 'string' && result.type !== 'null') result.type = [result.type, 'null'];
  else if (Array.isArray(result.anyOf)) result.anyOf = [...result.anyOf, { type: 'null' }];
  if (Array.isArray(result.enum) && !result.enum.includes(null)) result.enum = [...result.enum, null];
}
