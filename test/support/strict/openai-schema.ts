import { isRecord, listAt } from '../json-value.ts';
import type { Report } from './report.ts';

/** Words of JSON schema that strict mode refuses (OpenAI, "Structured outputs: supported schemas"). */
const refused = [
  'allOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
  'dependentRequired',
  'dependentSchemas',
  'patternProperties',
  'unevaluatedProperties',
  'propertyNames',
  'minProperties',
  'maxProperties',
  'contains',
  'uniqueItems',
];

/** The parameters of a function: the root must be an object; `strict` brings the rules of structured outputs. */
export function checkFunctionSchema(schema: unknown, strict: boolean, at: string, report: Report): void {
  if (schema === undefined || schema === null) {
    if (strict) report.shape('missing', at, 'a strict function needs a schema');
    return;
  }
  if (!isRecord(schema)) return report.shape('type', at, 'wants an object');
  // `{}` is taken as an object without properties; every other schema has to say that it is one.
  if (schema.type !== 'object' && (strict || Object.keys(schema).length > 0))
    report.add('schema-root', `${at}: the root of a schema must be of type object`);
  if (strict) checkStrict(schema, at, 0, report);
}

/** Structured outputs: every object lists all of its properties as required and allows no others. */
export function checkStrict(schema: unknown, at: string, depth: number, report: Report): void {
  if (!isRecord(schema)) return report.add('schema-strict', `${at} is no object`);
  if (depth > 10) return report.add('schema-depth', `${at} is nested more than ten times`);
  for (const word of refused)
    if (Object.hasOwn(schema, word)) report.add('schema-word', `${at}: strict mode refuses "${word}"`);
  const words = ['type', '$ref', 'anyOf', 'enum', 'const'];
  if (!words.some((word) => Object.hasOwn(schema, word))) report.add('schema-strict', `${at} has no type`);
  const properties = isRecord(schema.properties) ? schema.properties : {};
  if (schema.type === 'object' || Object.hasOwn(schema, 'properties')) {
    if (schema.additionalProperties !== false)
      report.add('schema-strict', `${at}: additionalProperties must be false`);
    for (const name of Object.keys(properties))
      if (!listAt(schema, 'required').includes(name))
        report.add('schema-strict', `${at}: required must name "${name}"`);
  }
  for (const name of listAt(schema, 'required'))
    if (typeof name !== 'string' || !Object.hasOwn(properties, name))
      report.add('schema-strict', `${at}: required names ${String(name)}, which is no property`);
  for (const [name, inner] of Object.entries(properties))
    checkStrict(inner, `${at}.properties.${name}`, depth + 1, report);
  if (schema.items !== undefined) checkStrict(schema.items, `${at}.items`, depth + 1, report);
  for (const [index, inner] of listAt(schema, 'anyOf').entries())
    checkStrict(inner, `${at}.anyOf[${index}]`, depth + 1, report);
  for (const [name, inner] of Object.entries(isRecord(schema.$defs) ? schema.$defs : {}))
    checkStrict(inner, `${at}.$defs.${name}`, depth + 1, report);
}
