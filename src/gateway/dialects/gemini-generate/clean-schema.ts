import { type Fields, fieldsOf, isFields, listOf } from '../json-value.ts';
import { joinAll } from './join-schemas.ts';
import { lookUp } from './schema-pointer.ts';
import {
  formatsOfType,
  mostLevels,
  mostNodes,
  readWords,
  type SchemaType,
  typeNames,
  type WordForm,
  wordsOfType,
} from './schema-rules.ts';
import { mergeUnion } from './schema-union.ts';

/** A schema that Google takes, and how often which word of the original had to go. */
export interface CleanSchema {
  /** Absent: it says nothing that could be said (a function without parameters). */
  readonly schema?: Fields;
  readonly removed: ReadonlyMap<string, number>;
}

/** Cleans the schema of a function's parameters, which has to be an object; without properties it is left out. */
export function cleanParameters(schema: Fields): CleanSchema {
  const cleaner = new SchemaCleaner(schema);
  const isTyped = ['type', 'anyOf', 'oneOf', 'allOf', '$ref'].some((word) => schema[word] !== undefined);
  const cleaned = cleaner.clean(isTyped ? schema : { ...schema, type: 'object' }, []);
  const object = cleaned.type === 'OBJECT' ? cleaned : objectOf(cleaned, cleaner);
  const hasProperties = object !== undefined && Object.keys(fieldsOf(object.properties) ?? {}).length > 0;
  return { ...(hasProperties && { schema: object }), removed: cleaner.removed };
}

/** Cleans the schema of an answer, which may be of any type. */
export function cleanOutput(schema: Fields): CleanSchema {
  const cleaner = new SchemaCleaner(schema);
  return { schema: cleaner.clean(schema, []), removed: cleaner.removed };
}

/** Alternatives of objects become one object: all properties, and required is what every alternative requires. */
function objectOf(cleaned: Fields, cleaner: SchemaCleaner): Fields | undefined {
  const branches = listOf(cleaned.anyOf)
    .filter(isFields)
    .filter((branch) => branch.type === 'OBJECT');
  cleaner.drop(cleaned.anyOf === undefined ? 'type' : 'anyOf');
  const [first] = branches;
  if (first === undefined) return undefined;
  const required = branches
    .map((branch) => listOf(branch.required))
    .reduce((all, one) => all.filter((name) => one.includes(name)));
  const properties = Object.assign({}, ...branches.map((branch) => fieldsOf(branch.properties)).reverse());
  const { required: _, ...rest } = first;
  return { ...rest, properties, ...(required.length > 0 && { required }) };
}

/** One schema's cleaning: what was removed, and how much has been written. */
class SchemaCleaner {
  readonly removed = new Map<string, number>();
  readonly #root: Fields;
  #nodes = 0;

  constructor(root: Fields) {
    this.#root = root;
  }

  drop(word: string): void {
    this.removed.set(word, (this.removed.get(word) ?? 0) + 1);
  }

  /** `path` has the references that are being inlined, outermost first. */
  clean(value: unknown, path: readonly string[], level = 0): Fields {
    this.#nodes += 1;
    if (!isFields(value)) return this.#any();
    if (level > mostLevels || this.#nodes > mostNodes) {
      this.drop('depth');
      return { type: 'OBJECT' };
    }
    const followed = this.#follow(value, path);
    if (followed === undefined) return { type: 'OBJECT', ...describe(value) };
    let way = followed.path;
    const node = joinAll(
      followed.node,
      (part) => {
        const inlined = this.#follow(part, way);
        way = inlined?.path ?? way;
        return inlined?.node;
      },
      (word) => {
        this.drop(word);
      },
    );
    for (const word of Object.keys(node)) if (!readWords.has(word)) this.drop(word);
    const alternatives = alternativesOf(node);
    if (alternatives === undefined) return this.#single(node, way, level);
    return this.#union(node, alternatives, way, level);
  }

  /** The schema behind `$ref`, with what stands beside it. Undefined: it leads back into itself, or nowhere. */
  #follow(start: Fields, path: readonly string[]): { node: Fields; path: readonly string[] } | undefined {
    let node = start;
    let way = path;
    while (typeof node.$ref === 'string') {
      const { $ref, ...beside } = node;
      const target = way.includes($ref) ? undefined : lookUp(this.#root, $ref);
      if (target === undefined) {
        this.drop('$ref');
        return undefined;
      }
      way = [...way, $ref];
      node = { ...target, ...beside };
    }
    return { node, path: way };
  }

  #union(node: Fields, alternatives: readonly unknown[], path: readonly string[], level: number): Fields {
    const word = node.anyOf === undefined ? 'oneOf' : 'anyOf';
    const { description, title, nullable, anyOf: _, oneOf: __, ...rest } = node;
    if (alternatives.every(saysOnlyWhatIsRequired) && typeof node.type === 'string') {
      this.drop(word);
      return this.#single({ ...rest, description, title, nullable }, path, level);
    }
    const structure = Object.fromEntries(
      Object.entries(rest).filter(
        ([key, value]) => readWords.has(key) && !(key === 'type' && Array.isArray(value)),
      ),
    );
    const isAlone = Object.keys(structure).length === 0;
    const nulls = alternatives.filter(isNull).length;
    const branches = alternatives
      .filter((one) => !isNull(one) && one !== false)
      .map((one) => this.clean(isAlone ? one : { ...structure, allOf: [one] }, path, level + 1));
    const isNullable = nulls > 0 || nullable === true;
    return mergeUnion(branches, isNullable, describe({ description, title }), () => this.#any());
  }

  #single(node: Fields, path: readonly string[], level: number): Fields {
    const type = this.#typeOf(node);
    if (type === undefined) return { ...this.#any(describe(node)) };
    const result: Record<string, unknown> = { type, ...describe(node) };
    if (node.nullable === true || listOf(node.type).includes('null')) result.nullable = true;
    for (const [word, form] of Object.entries(wordsOfType[type])) this.#take(result, node, word, form, type);
    this.#bounds(result, node, type);
    this.#values(result, node, type);
    if (type === 'ARRAY') result.items = this.#items(node, path, level);
    if (type === 'OBJECT') this.#properties(result, node, path, level);
    return result;
  }

  /** Google wants a type everywhere ("didn't specify the schema type field"), so a missing one is guessed. */
  #typeOf(node: Fields): SchemaType | undefined {
    const given = listOf(node.type).find((one) => one !== 'null') ?? node.type;
    const named = typeof given === 'string' ? typeNames.get(given.toLowerCase()) : undefined;
    if (named !== undefined) return named;
    if (given !== undefined) {
      this.drop('type');
      return 'STRING';
    }
    if (isFields(node.properties)) return 'OBJECT';
    if (node.items !== undefined || node.prefixItems !== undefined) return 'ARRAY';
    const values = valuesOf(node);
    if (values.length > 0)
      return values.every((one) => typeof one === 'number') ? 'NUMBER' : valueType(values);
    if (node.pattern !== undefined || node.minLength !== undefined || node.maxLength !== undefined)
      return 'STRING';
    return node.minimum === undefined && node.maximum === undefined ? undefined : 'NUMBER';
  }

  #take(result: Record<string, unknown>, node: Fields, word: string, form: WordForm, type: SchemaType): void {
    const value = node[word];
    if (value === undefined) return;
    if (isOfForm(value, form, type)) result[word] = value;
    else this.drop(word);
  }

  /** OpenAPI 3.0 has bounds with their value only; for integers the next one is the same bound. */
  #bounds(result: Record<string, unknown>, node: Fields, type: SchemaType): void {
    for (const [word, bound, step] of [
      ['exclusiveMinimum', 'minimum', 1],
      ['exclusiveMaximum', 'maximum', -1],
    ] as const) {
      const value = node[word];
      if (value === undefined) continue;
      if (typeof value !== 'number' || (type !== 'INTEGER' && type !== 'NUMBER')) this.drop(word);
      else if (type === 'INTEGER')
        result[bound] ??= step === 1 ? Math.floor(value) + 1 : Math.ceil(value) - 1;
      else {
        result[bound] ??= value;
        this.drop(word);
      }
    }
  }

  /**
   * `enum` is for texts that are not empty. Numbers stay numbers and are named in the description: as texts the model
   * would send them as texts, and the client's tool would refuse those.
   */
  #values(result: Record<string, unknown>, node: Fields, type: SchemaType): void {
    const values = valuesOf(node);
    if (values.length === 0) return;
    if (values.includes(null)) result.nullable = true;
    const rest = values.filter((one) => one !== null);
    const word = node.enum === undefined ? 'const' : 'enum';
    if (type !== 'STRING') {
      this.drop(word);
      const told = `One of: ${rest.map((one) => JSON.stringify(one)).join(', ')}.`;
      result.description = typeof result.description === 'string' ? `${result.description} ${told}` : told;
      return;
    }
    const texts = rest.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
    if (rest.some((one) => typeof one !== 'string' || one === '')) this.drop(word);
    const filled = [...new Set(texts.filter((one) => one !== ''))];
    if (filled.length > 0 && filled.length === new Set(texts).size) result.enum = filled;
  }

  /** An array has to say what is in it ("items: missing field"); a tuple says it for all places at once. */
  #items(node: Fields, path: readonly string[], level: number): Fields {
    const tuple = Array.isArray(node.items) ? node.items : node.prefixItems;
    if (Array.isArray(tuple) && tuple.length > 0) {
      this.drop(Array.isArray(node.items) ? 'items' : 'prefixItems');
      return mergeUnion(
        tuple.map((one) => this.clean(one, path, level + 1)),
        false,
        {},
        () => this.#any(),
      );
    }
    if (isFields(node.items)) return this.clean(node.items, path, level + 1);
    if (node.items === undefined) this.drop('items');
    return { type: 'STRING' };
  }

  #properties(result: Record<string, unknown>, node: Fields, path: readonly string[], level: number): void {
    const entries = Object.entries(fieldsOf(node.properties) ?? {}).filter(([, one]) => one !== false);
    const names = new Set(entries.map(([name]) => name));
    if (entries.length > 0)
      result.properties = Object.fromEntries(
        entries.map(([name, one]) => [name, this.clean(one, path, level + 1)]),
      );
    const required = listOf(node.required).filter((name) => typeof name === 'string');
    const known = required.filter((name) => names.has(name));
    if (known.length < required.length) this.drop('required');
    if (known.length > 0) result.required = [...new Set(known)];
    const ordering = listOf(node.propertyOrdering).filter(
      (name) => typeof name === 'string' && names.has(name),
    );
    if (ordering.length > 0) result.propertyOrdering = ordering;
  }

  /** Anything is one of these; with `anyOf` no other word may stand. */
  #any(described: Fields = {}): Fields {
    return {
      anyOf: [
        { type: 'STRING', ...described },
        { type: 'NUMBER' },
        { type: 'BOOLEAN' },
        { type: 'OBJECT' },
        { type: 'ARRAY', items: { type: 'STRING' } },
      ],
    };
  }
}

function describe({ title, description }: Fields): Fields {
  return {
    ...(typeof title === 'string' && title !== '' && { title }),
    ...(typeof description === 'string' && description !== '' && { description }),
  };
}

/** `anyOf`, `oneOf` or several types; undefined for a schema of one type. */
function alternativesOf(node: Fields): readonly unknown[] | undefined {
  if (Array.isArray(node.anyOf) && node.anyOf.length > 0) return node.anyOf;
  if (Array.isArray(node.oneOf) && node.oneOf.length > 0) return node.oneOf;
  const types = listOf(node.type).filter((one) => one !== 'null');
  if (types.length < 2) return undefined;
  return listOf(node.type).map((type) => ({ type }));
}

function isNull(value: unknown): boolean {
  return isFields(value) && (value.type === 'null' || value.type === 'NULL' || value.const === null);
}

function saysOnlyWhatIsRequired(value: unknown): boolean {
  return isFields(value) && Object.keys(value).every((word) => word === 'required' || word === 'not');
}

function valuesOf(node: Fields): readonly unknown[] {
  return node.enum === undefined ? (node.const === undefined ? [] : [node.const]) : listOf(node.enum);
}

function valueType(values: readonly unknown[]): SchemaType {
  return values.every((one) => typeof one === 'boolean') ? 'BOOLEAN' : 'STRING';
}

function isOfForm(value: unknown, form: WordForm, type: SchemaType): boolean {
  switch (form) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'count':
      return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
    case 'format':
      return typeof value === 'string' && formatsOfType[type].includes(value);
  }
}
