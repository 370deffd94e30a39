import { isRecord, listAt } from '../json-value.ts';
import { type Report, shown } from './report.ts';

/** Every word of Google's own schema (google-genai 3.3, `Schema`); its parser refuses others as unknown names. */
const words = new Set([
  'anyOf',
  'default',
  'description',
  'enum',
  'example',
  'format',
  'items',
  'maxItems',
  'maxLength',
  'maxProperties',
  'maximum',
  'minItems',
  'minLength',
  'minProperties',
  'minimum',
  'nullable',
  'pattern',
  'properties',
  'propertyOrdering',
  'required',
  'title',
  'type',
]);

const types = ['STRING', 'NUMBER', 'INTEGER', 'BOOLEAN', 'ARRAY', 'OBJECT', 'NULL'];

/** Formats by type; the API names any other and refuses it. */
const formats: Readonly<Record<string, readonly string[]>> = {
  STRING: ['enum', 'date-time'],
  NUMBER: ['float', 'double'],
  INTEGER: ['int32', 'int64'],
};

/** Checks `parameters` and `responseSchema`; `parametersJsonSchema` is plain JSON schema and is not looked into. */
export function checkGeminiSchema(schema: unknown, at: string, report: Report): void {
  if (!isRecord(schema)) return report.shape('type', at, `wants an object, has ${shown(schema)}`);
  for (const word of Object.keys(schema))
    if (!words.has(word)) report.add('schema-word', `${at}: unknown name "${word}"`);
  const type = typeof schema.type === 'string' ? schema.type.toUpperCase() : undefined;
  if (schema.type !== undefined && (type === undefined || !types.includes(type)))
    report.add('schema-type', `${at}: type wants one word, has ${shown(schema.type)}`);
  if (schema.type === undefined && schema.anyOf === undefined) report.add('schema-type', `${at} has no type`);
  checkEnum(schema, type, at, report);
  const format = schema.format;
  if (typeof format === 'string' && type !== undefined && !(formats[type] ?? []).includes(format))
    report.add('schema-format', `${at}: format "${format}" is not supported for ${type}`);
  const properties = isRecord(schema.properties) ? schema.properties : {};
  for (const name of listAt(schema, 'required'))
    if (typeof name !== 'string' || !Object.hasOwn(properties, name))
      report.add('schema-required', `${at}: required property ${shown(name)} is not defined`);
  if (type === 'ARRAY' && schema.items === undefined)
    report.add('schema-items', `${at}.items: missing field`);
  for (const [name, inner] of Object.entries(properties))
    checkGeminiSchema(inner, `${at}.properties.${name}`, report);
  if (schema.items !== undefined) checkGeminiSchema(schema.items, `${at}.items`, report);
  for (const [index, inner] of listAt(schema, 'anyOf').entries())
    checkGeminiSchema(inner, `${at}.anyOf[${index}]`, report);
}

function checkEnum(
  schema: Readonly<Record<string, unknown>>,
  type: string | undefined,
  at: string,
  report: Report,
): void {
  if (schema.enum === undefined) return;
  if (type !== 'STRING') report.add('schema-enum', `${at}: enum is only allowed for STRING`);
  for (const word of listAt(schema, 'enum'))
    if (typeof word !== 'string' || word === '')
      report.add('schema-enum', `${at}: enum wants texts that are not empty, has ${shown(word)}`);
}
