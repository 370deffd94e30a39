import { type Fields, fieldsOf, isFields, listOf, textOf } from '../dialects/json-value.ts';

/** Schemas are data from clients: one that is nested deeper is cut. */
const deepest = 24;

/**
 * A tool's definition as OpenAI's models read it: a TypeScript signature with its descriptions as comments. The form
 * is not documented, but models repeat it, OpenAI's open models publish it (Harmony), and counts agree with it.
 */
export function functionText(
  name: string,
  description: string | undefined,
  schema: Fields | undefined,
): string {
  const comment = description === undefined ? '' : `// ${description}\n`;
  const properties = fieldsOf(schema?.properties);
  if (properties === undefined || Object.keys(properties).length === 0)
    return `${comment}type ${name} = () => any;\n\n`;
  return `${comment}type ${name} = (_: {\n${membersText(schema ?? {}, properties, 0)}\n}) => any;\n\n`;
}

function membersText(schema: Fields, properties: Fields, depth: number): string {
  const required = new Set(listOf(schema.required));
  return Object.entries(properties)
    .map(([name, value]) => {
      const member = fieldsOf(value) ?? {};
      const description = textOf(member.description);
      const comment = description === undefined ? '' : `// ${description}\n`;
      return `${comment}${name}${required.has(name) ? '' : '?'}: ${typeText(member, depth + 1)},`;
    })
    .join('\n');
}

function typeText(schema: Fields, depth: number): string {
  if (depth > deepest) return 'any';
  if (Array.isArray(schema.enum)) return schema.enum.map((each) => jsonText(each)).join(' | ');
  if (schema.const !== undefined) return jsonText(schema.const);
  const options = [...listOf(schema.anyOf), ...listOf(schema.oneOf)];
  if (options.length > 0) {
    return options.map((each) => (isFields(each) ? typeText(each, depth + 1) : 'any')).join(' | ');
  }
  if (Array.isArray(schema.type)) {
    return schema.type.map((type) => typeText({ ...schema, type }, depth + 1)).join(' | ');
  }
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    case 'number':
    case 'integer':
      return 'number';
    case 'array':
      return `${isFields(schema.items) ? typeText(schema.items, depth + 1) : 'any'}[]`;
    default: {
      const properties = fieldsOf(schema.properties);
      return properties === undefined ? 'object' : `{\n${membersText(schema, properties, depth)}\n}`;
    }
  }
}

/** Names, types, descriptions and values of a schema, without the JSON around them. */
export function schemaWords(schema: unknown, depth = 0): string {
  if (depth > deepest) return '';
  if (Array.isArray(schema)) return schema.map((each) => schemaWords(each, depth + 1)).join(' ');
  if (!isFields(schema)) return typeof schema === 'string' ? schema : '';
  return Object.entries(schema)
    .filter(([key, value]) => isFields(value) || !(notShown.has(key) || key === 'required'))
    .map(([key, value]) => (keywords.has(key) ? '' : `${key} `) + schemaWords(value, depth + 1))
    .join(' ');
}

/** A wished-for schema as it is shown to models: without what only validators need. */
export function bareJson(schema: Fields): string {
  return jsonText(schema, (key, value) => (notShown.has(key) && !isFields(value) ? undefined : value));
}

/** JSON of what a client sent; '' of what is nested so deep that it cannot be written. */
export function jsonText(value: unknown, replacer?: (key: string, value: unknown) => unknown): string {
  try {
    return JSON.stringify(value, replacer) ?? '';
  } catch {
    return '';
  }
}

const notShown: ReadonlySet<string> = new Set(['$schema', 'additionalProperties', 'title']);
const keywords: ReadonlySet<string> = new Set([
  'type',
  'properties',
  'items',
  'description',
  'enum',
  'anyOf',
  'oneOf',
]);
