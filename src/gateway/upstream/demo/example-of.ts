import { type Fields, fields, list, text } from './json.ts';

/** Schemas refer to each other and to themselves; below this depth only empty values are made. */
const mostDepth = 8;
/** Lists in lists multiply: after so many values the rest is null, after so many items or characters a list or text ends. */
const mostValues = 1000;
const mostLength = 1000;

/**
 * A small value that fits a JSON schema: required fields only, the first of what is allowed. Knows what clients send
 * (objects, lists, enumerations, bounds of numbers and lengths, `anyOf` and the like, local `$ref`, Gemini's types in
 * capitals); `words` is used for texts without further rules.
 */
export function exampleOf(schema: unknown, words = 'demo'): unknown {
  return make(schema, { root: schema, words, values: 0 }, 0);
}

interface Making {
  readonly root: unknown;
  readonly words: string;
  /** Values made so far. */
  values: number;
}

function make(schema: unknown, making: Making, depth: number): unknown {
  const rules = fields(schema);
  making.values += 1;
  if (depth > mostDepth || making.values > mostValues) return null;
  if (typeof rules.$ref === 'string') return make(resolve(making.root, rules.$ref), making, depth + 1);
  if ('const' in rules) return rules.const;
  if ('default' in rules) return rules.default;
  const allowed = list(rules.enum);
  if (allowed.length > 0) return allowed[0];
  const choices = [...list(rules.anyOf), ...list(rules.oneOf)];
  if (choices.length > 0) return make(choices[0], making, depth + 1);
  const merged = list(rules.allOf);
  if (merged.length > 0) return Object.assign({}, ...merged.map((part) => make(part, making, depth + 1)));
  switch (typeOf(rules)) {
    case 'object':
      return makeObject(rules, making, depth);
    case 'array':
      return Array.from({ length: count(rules.minItems) }, () => make(rules.items, making, depth + 1));
    case 'string':
      return making.words.padEnd(count(rules.minLength), '.').slice(0, length(rules.maxLength));
    case 'number':
    case 'integer':
      return makeNumber(rules);
    case 'boolean':
      return false;
    case 'null':
      return null;
    default:
      return {};
  }
}

function makeObject(rules: Fields, making: Making, depth: number): unknown {
  const properties = fields(rules.properties);
  const required = list(rules.required).map(text);
  return Object.fromEntries(
    required.map((name) => [name, make(properties[name] ?? { type: 'string' }, making, depth + 1)]),
  );
}

function makeNumber(rules: Fields): number {
  if (typeof rules.minimum === 'number') return Math.ceil(rules.minimum);
  if (typeof rules.exclusiveMinimum === 'number') return Math.floor(rules.exclusiveMinimum) + 1;
  if (typeof rules.maximum === 'number' && rules.maximum < 1) return Math.floor(rules.maximum);
  return 1;
}

function typeOf(rules: Fields): string {
  const type = Array.isArray(rules.type) ? rules.type[0] : rules.type;
  if (typeof type === 'string') return type.toLowerCase();
  return rules.properties === undefined ? '' : 'object';
}

function count(value: unknown): number {
  return typeof value === 'number' ? Math.min(Math.max(0, Math.floor(value)), mostLength) : 0;
}

function length(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function resolve(root: unknown, reference: string): unknown {
  if (!reference.startsWith('#/')) return {};
  let at: unknown = root;
  for (const step of reference.slice(2).split('/')) {
    at = fields(at)[step.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return at;
}
