import { isFields } from '../../../../src/gateway/dialects/json-value.ts';
import { isRecord } from '../../../support/json-value.ts';

/** Words that Google's Schema has, by type; written down from the API reference, apart from the cleaner's rules. */
const words: Readonly<Record<string, readonly string[]>> = {
  STRING: ['enum', 'format', 'pattern', 'minLength', 'maxLength'],
  NUMBER: ['format', 'minimum', 'maximum'],
  INTEGER: ['format', 'minimum', 'maximum'],
  BOOLEAN: [],
  ARRAY: ['items', 'minItems', 'maxItems'],
  OBJECT: ['properties', 'required', 'minProperties', 'maxProperties', 'propertyOrdering'],
};

/** What Google would refuse of a schema, with its place; none for a good one. */
export function schemaProblems(schema: unknown, at = ''): string[] {
  if (!isFields(schema)) return [`${at}: no object`];
  if (schema.anyOf !== undefined) {
    if (Object.keys(schema).length > 1) return [`${at}: words beside anyOf`];
    if (!Array.isArray(schema.anyOf) || schema.anyOf.length === 0) return [`${at}: empty anyOf`];
    return schema.anyOf.flatMap((one, nth) => schemaProblems(one, `${at}/anyOf/${nth}`));
  }
  const known = words[String(schema.type)];
  if (known === undefined) return [`${at}: type ${String(schema.type)}`];
  const shared = ['type', 'title', 'description', 'nullable'];
  return [
    ...Object.keys(schema)
      .filter((word) => !known.includes(word) && !shared.includes(word))
      .map((word) => `${at}: ${word}`),
    ...enumProblems(schema.enum, at),
    ...(schema.format !== undefined &&
    !['date-time', 'int32', 'int64', 'float', 'double'].includes(String(schema.format))
      ? [`${at}: format`]
      : []),
    ...(schema.type === 'ARRAY' ? schemaProblems(schema.items, `${at}/items`) : []),
    ...propertyProblems(schema.properties, schema.required, at),
  ];
}

function enumProblems(values: unknown, at: string): string[] {
  if (values === undefined) return [];
  if (!Array.isArray(values) || values.length === 0) return [`${at}: empty enum`];
  return values.every((one) => typeof one === 'string' && one !== '') ? [] : [`${at}: enum`];
}

function propertyProblems(properties: unknown, required: unknown, at: string): string[] {
  const names = isRecord(properties) ? Object.keys(properties) : [];
  const missing = (Array.isArray(required) ? required : []).filter((name) => !names.includes(String(name)));
  return [
    ...(properties !== undefined && names.length === 0 ? [`${at}: empty properties`] : []),
    ...missing.map((name) => `${at}: requires ${String(name)}`),
    ...names.flatMap((name) =>
      schemaProblems(isRecord(properties) ? properties[name] : undefined, `${at}/properties/${name}`),
    ),
  ];
}
