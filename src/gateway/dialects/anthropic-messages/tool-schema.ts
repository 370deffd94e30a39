import { type Fields, fieldsOf, isFields, listOf } from '../json-value.ts';
import { pointed } from './schema-ref.ts';

/** Notes what of a schema is gone, in words. */
export type Gone = (detail: string) => void;

/** "Property keys should match pattern '^[a-zA-Z0-9_.-]{1,64}$'" */
const propertyName = /^[a-zA-Z0-9_.-]{1,64}$/;

const alternatives = ['oneOf', 'anyOf', 'allOf'] as const;

/**
 * The schema of a tool as the API takes it: an object at the top, without alternatives there, in the words of JSON
 * Schema 2020-12. What is valid for it already comes back as it is.
 */
export function toolSchema(schema: Fields | undefined, gone: Gone): Fields {
  if (schema === undefined) return { type: 'object', properties: {} };
  const modern = modernSchema(schema);
  const top = isFields(modern) ? modern : schema;
  return objectAtTop(withoutOddNames(flatTop(atTop(top, gone), gone), gone), gone);
}

/** A reference at the top (`zod-to-json-schema` with a name) is followed; its definitions stay. */
function atTop(schema: Fields, gone: Gone): Fields {
  const { $ref, ...rest } = schema;
  if (typeof $ref !== 'string') return schema;
  const found = pointed(schema, $ref);
  if (found === undefined) gone('A reference at the top that leads nowhere.');
  return { ...rest, ...found };
}

function flatTop(schema: Fields, gone: Gone): Fields {
  let flat = schema;
  for (const word of alternatives) {
    const list = listOf(flat[word]);
    if (flat[word] === undefined) continue;
    const variants = list.filter(isFields).map((item) => resolved(flat, item));
    const objects = variants.filter(({ type }) => type === undefined || type === 'object');
    const { [word]: _, ...rest } = flat;
    flat = joined(rest, objects, word === 'allOf');
    // Alternatives that all say the same of the arguments (`allOf` of one) lose nothing.
    if (word !== 'allOf' || objects.length < list.length) {
      gone(`${word} at the top: arguments of all its variants may be given.`);
    }
  }
  return flat;
}

function resolved(schema: Fields, item: Fields): Fields {
  return typeof item.$ref === 'string' ? (pointed(schema, item.$ref) ?? item) : item;
}

/** Properties of all; required is what each (or, for `allOf`, any) requires. */
function joined(base: Fields, variants: readonly Fields[], every: boolean): Fields {
  const properties: Record<string, unknown> = { ...fieldsOf(base.properties) };
  for (const variant of variants) {
    for (const [name, value] of Object.entries(fieldsOf(variant.properties) ?? {}))
      properties[name] ??= value;
  }
  const wanted = variants.map(({ required }) => new Set(listOf(required)));
  const names = new Set(wanted.flatMap((set) => [...set]));
  const required = [...names].filter((name) => every || wanted.every((set) => set.has(name)));
  const all = [...new Set([...listOf(base.required), ...required])];
  return { ...base, type: 'object', properties, ...(all.length > 0 && { required: all }) };
}

function withoutOddNames(schema: Fields, gone: Gone): Fields {
  const properties = fieldsOf(schema.properties);
  if (properties === undefined) return schema;
  const odd = Object.keys(properties).filter((name) => !propertyName.test(name));
  if (odd.length === 0) return schema;
  gone(`Arguments whose names the API refuses: ${odd.length}.`);
  const kept = Object.fromEntries(Object.entries(properties).filter(([name]) => !odd.includes(name)));
  const required = listOf(schema.required).filter((name) => typeof name !== 'string' || !odd.includes(name));
  return { ...schema, properties: kept, ...(schema.required !== undefined && { required }) };
}

function objectAtTop(schema: Fields, gone: Gone): Fields {
  const { type } = schema;
  if (type === 'object') return schema;
  const isObject = type === undefined || type === null || (Array.isArray(type) && type.includes('object'));
  if (!isObject) gone('Arguments that are no object.');
  return { ...schema, type: 'object' };
}

const types: readonly string[] = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'];
/** Words below which each member is a schema. */
const maps: ReadonlySet<string> = new Set([
  'properties',
  '$defs',
  'definitions',
  'patternProperties',
  'dependentSchemas',
]);
/** Words whose value is a schema or a list of them. */
const schemas: ReadonlySet<string> = new Set([
  ...alternatives,
  ...[
    'items',
    'prefixItems',
    'additionalProperties',
    'not',
    'contains',
    'propertyNames',
    'if',
    'then',
    'else',
  ],
]);

/**
 * Words of older drafts and of OpenAPI in those of 2020-12, which the API checks schemas against: types in capitals
 * (Gemini), `nullable`, lists as `items`, `exclusiveMinimum: true`, `required: true`. None of it loses anything.
 */
function modernSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(modernSchema);
  if (!isFields(value)) return value;
  const schema: Record<string, unknown> = {};
  for (const [word, given] of Object.entries(value)) {
    if (maps.has(word) && isFields(given)) {
      schema[word] = Object.fromEntries(
        Object.entries(given).map(([name, item]) => [name, modernSchema(item)]),
      );
    } else schema[word] = schemas.has(word) ? modernSchema(given) : given;
  }
  modernWords(schema);
  return schema;
}

function modernWords(schema: Record<string, unknown>): void {
  if (typeof schema.type === 'string') {
    const lower = schema.type.toLowerCase();
    if (types.includes(lower)) schema.type = lower;
    else delete schema.type;
  }
  if (schema.nullable === true && typeof schema.type === 'string' && schema.type !== 'null') {
    schema.type = [schema.type, 'null'];
    if (Array.isArray(schema.enum) && !schema.enum.includes(null)) schema.enum = [...schema.enum, null];
  }
  if (typeof schema.nullable === 'boolean') delete schema.nullable;
  if (Array.isArray(schema.items)) {
    schema.prefixItems = schema.items;
    delete schema.items;
    if (isFields(schema.additionalItems) || schema.additionalItems === false) {
      schema.items = schema.additionalItems;
    }
    delete schema.additionalItems;
  }
  if (typeof schema.required === 'boolean') delete schema.required;
  exclusive(schema, 'exclusiveMinimum', 'minimum');
  exclusive(schema, 'exclusiveMaximum', 'maximum');
}

function exclusive(schema: Record<string, unknown>, word: string, bound: string): void {
  if (typeof schema[word] !== 'boolean') return;
  if (schema[word] && typeof schema[bound] === 'number') {
    schema[word] = schema[bound];
    delete schema[bound];
  } else delete schema[word];
}
