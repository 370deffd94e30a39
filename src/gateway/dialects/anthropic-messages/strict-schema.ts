import { type Fields, fieldsOf, isFields } from '../json-value.ts';
import type { Gone } from './tool-schema.ts';

/** Formats of strings that are checked while the answer is written; others are errors. */
const formats: ReadonlySet<unknown> = new Set([
  ...['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'uri', 'ipv4', 'ipv6', 'uuid'],
]);

const kept: ReadonlySet<string> = new Set([
  ...[
    '$ref',
    '$defs',
    'definitions',
    'type',
    'enum',
    'const',
    'anyOf',
    'allOf',
    'description',
    'title',
    'default',
  ],
  ...['properties', 'required', 'items', 'format', 'minItems', 'additionalProperties', 'prefixItems'],
]);

/**
 * A schema that an answer is held to, in the words that the API knows; everything else it refuses. The rules are those
 * of the SDK's `transformJSONSchema`, and like it, what cannot be checked is told to the model in the description.
 */
export function strictSchema(schema: Fields, gone: Gone): Fields {
  return strict(schema, gone, 0);
}

/** Deeper is no schema that anybody wrote. */
const deepest = 100;

function strict(schema: Fields, gone: Gone, depth: number): Fields {
  if (depth > deepest) return {};
  const inner = (value: unknown): unknown => (isFields(value) ? strict(value, gone, depth + 1) : value);
  const out: Record<string, unknown> = {};
  const told: string[] = [];
  for (const [word, value] of Object.entries(schema)) {
    if (word === '$schema' || word === '$id' || word === '$comment') continue;
    const name = word === 'oneOf' ? 'anyOf' : word;
    if (!kept.has(name) || !isTaken(name, value)) {
      told.push(`${word}: ${JSON.stringify(value)}`);
      gone(`${word} is not checked; the model is told.`);
    } else if (name === 'properties' || name === '$defs' || name === 'definitions') {
      const members = Object.entries(fieldsOf(value) ?? {});
      out[name] = Object.fromEntries(members.map(([key, item]) => [key, inner(item)]));
    } else if (Array.isArray(value) && (name === 'anyOf' || name === 'allOf' || name === 'prefixItems')) {
      out[name] = value.map(inner);
    } else out[name] = name === 'items' ? inner(value) : value;
  }
  if (isObject(schema)) {
    if (schema.additionalProperties !== undefined && schema.additionalProperties !== false) {
      gone('additionalProperties: none are allowed.');
    }
    out.properties ??= {};
    out.additionalProperties = false;
  } else delete out.additionalProperties;
  if (told.length > 0) {
    const before = typeof out.description === 'string' ? `${out.description}\n\n` : '';
    out.description = `${before}{${told.join(', ')}}`;
  }
  return out;
}

function isTaken(word: string, value: unknown): boolean {
  if (word === 'format') return formats.has(value);
  if (word === 'minItems') return value === 0 || value === 1;
  return true;
}

function isObject({ type, properties }: Fields): boolean {
  return type === 'object' || (Array.isArray(type) && type.includes('object')) || isFields(properties);
}
