import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cleanOutput,
  cleanParameters,
} from '../../../../src/gateway/dialects/gemini-generate/clean-schema.ts';
import { type Fields, isFields } from '../../../../src/gateway/dialects/json-value.ts';
import { recordings } from '../../../support/corpus.ts';
import { isRecord, listAt, valueAt } from '../../../support/json-value.ts';
import { schemaProblems } from './schema-problems.ts';
import { toolSchemas } from './tool-schemas.ts';

/** The cleaned form of one property. */
function property(schema: unknown, root: Fields = {}): unknown {
  return valueAt(
    cleanParameters({ type: 'object', properties: { it: schema }, ...root }).schema,
    'properties',
    'it',
  );
}

/** The words that went, with how often. */
function removed(schema: unknown): Readonly<Record<string, number>> {
  return Object.fromEntries(cleanParameters({ type: 'object', properties: { it: schema } }).removed);
}

describe('a schema for Google', () => {
  it.each(Object.entries(toolSchemas))('has nothing that is refused: %s', (_, schema) => {
    const cleaned = cleanParameters(schema).schema;
    if (cleaned !== undefined) expect(schemaProblems(cleaned)).toEqual([]);
  });

  it('leaves out parameters of a function that takes none', () => {
    expect(cleanParameters({ type: 'object', properties: {} }).schema).toBeUndefined();
    expect(cleanParameters({}).schema).toBeUndefined();
  });

  it('removes what Google has no word for, and says what and how often', () => {
    const { schema, removed: gone } = cleanParameters({
      $schema: 'http://json-schema.org/draft-07/schema#',
      $id: 'x',
      type: 'object',
      properties: {
        a: { type: 'array', items: { type: 'string' }, uniqueItems: true, default: [], examples: [[]] },
      },
      additionalProperties: false,
      patternProperties: {},
    });
    expect(schema).toEqual({
      type: 'OBJECT',
      properties: { a: { type: 'ARRAY', items: { type: 'STRING' } } },
    });
    const words = [
      '$schema',
      '$id',
      'additionalProperties',
      'patternProperties',
      'uniqueItems',
      'default',
      'examples',
    ];
    expect(Object.fromEntries(gone)).toEqual(Object.fromEntries(words.map((word) => [word, 1])));
  });

  it('keeps a property that is called like a word', () => {
    const cleaned = cleanParameters({
      type: 'object',
      properties: { default: { type: 'string' }, $ref: { type: 'string' } },
    });
    expect(Object.keys(cleaned.schema?.properties ?? {})).toEqual(['default', '$ref']);
    expect(cleaned.removed.size).toBe(0);
  });

  it('makes a null a member that may be null', () => {
    expect(property({ type: ['string', 'null'] })).toEqual({ type: 'STRING', nullable: true });
    expect(property({ anyOf: [{ type: 'integer' }, { type: 'null' }], description: 'n' })).toEqual({
      type: 'INTEGER',
      nullable: true,
      description: 'n',
    });
    expect(property({ enum: ['a', null] })).toEqual({ type: 'STRING', nullable: true, enum: ['a'] });
  });

  it('makes several types alternatives, each with the words that mean something for it', () => {
    expect(
      property({ type: ['string', 'integer', 'null'], minLength: 1, minimum: 0, description: 'x' }),
    ).toEqual({
      anyOf: [
        { type: 'STRING', minLength: 1, nullable: true, description: 'x' },
        { type: 'INTEGER', minimum: 0, nullable: true },
      ],
    });
  });

  it('makes oneOf anyOf, and a choice of constants an enumeration', () => {
    expect(property({ oneOf: [{ type: 'string' }, { type: 'boolean' }] })).toEqual({
      anyOf: [{ type: 'STRING' }, { type: 'BOOLEAN' }],
    });
    expect(property({ oneOf: [{ const: 'a' }, { const: 'b' }] })).toEqual({
      type: 'STRING',
      enum: ['a', 'b'],
    });
    expect(property({ const: 'a' })).toEqual({ type: 'STRING', enum: ['a'] });
  });

  it('keeps numbers numbers, since a client refuses them as texts, and names them to the model', () => {
    const schema = { type: 'integer', enum: [1, 2], description: 'How loud.' };
    expect(property(schema)).toEqual({ type: 'INTEGER', description: 'How loud. One of: 1, 2.' });
    expect(removed(schema)).toEqual({ enum: 1 });
  });

  it('takes an empty text out of an enumeration, which Google refuses', () => {
    expect(property({ type: 'string', enum: ['', 'a'] })).toEqual({ type: 'STRING' });
    expect(removed({ type: 'string', enum: ['', 'a'] })).toEqual({ enum: 1 });
  });

  it('merges allOf', () => {
    const allOf = [
      { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
      { properties: { b: { type: 'number' }, a: { maxLength: 3 } }, required: ['b'] },
    ];
    expect(property({ allOf, description: 'both' })).toEqual({
      type: 'OBJECT',
      description: 'both',
      properties: { b: { type: 'NUMBER' }, a: { type: 'STRING', maxLength: 3 } },
      required: ['a', 'b'],
    });
  });

  it('puts what a reference names in its place, with what stands beside it', () => {
    const root = { $defs: { Colour: { type: 'string', enum: ['red'], description: 'old' } } };
    expect(property({ $ref: '#/$defs/Colour', description: 'new' }, root)).toEqual({
      type: 'STRING',
      enum: ['red'],
      description: 'new',
    });
  });

  it('cuts a reference that leads back into itself', () => {
    const cleaned = cleanParameters({
      type: 'object',
      definitions: {
        Node: {
          type: 'object',
          properties: { next: { $ref: '#/definitions/Node' }, value: { type: 'string' } },
        },
      },
      properties: { head: { $ref: '#/definitions/Node' } },
    });
    expect(cleaned.schema?.properties).toEqual({
      head: { type: 'OBJECT', properties: { next: { type: 'OBJECT' }, value: { type: 'STRING' } } },
    });
    expect(cleaned.removed.get('$ref')).toBe(1);
  });

  it('stays small where references multiply', () => {
    const level = (nth: number): Fields => ({
      type: 'object',
      properties: Object.fromEntries(
        Array.from({ length: 10 }, (_, at) => [`p${at}`, { $ref: `#/$defs/L${nth + 1}` }]),
      ),
    });
    const $defs = Object.fromEntries(Array.from({ length: 12 }, (_, nth) => [`L${nth}`, level(nth)]));
    const cleaned = cleanParameters({ type: 'object', $defs, properties: { it: { $ref: '#/$defs/L0' } } });
    expect(JSON.stringify(cleaned.schema).length).toBeLessThan(1_000_000);
    expect(cleaned.removed.get('depth')).toBeGreaterThan(0);
  });

  it('makes a bound that is excluded the next one for whole numbers, and names the loss for others', () => {
    expect(property({ type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 10 })).toEqual({
      type: 'INTEGER',
      minimum: 1,
      maximum: 9,
    });
    expect(property({ type: 'number', exclusiveMinimum: 0 })).toEqual({ type: 'NUMBER', minimum: 0 });
    expect(removed({ type: 'number', exclusiveMinimum: 0 })).toEqual({ exclusiveMinimum: 1 });
  });

  it('keeps known formats only', () => {
    expect(property({ type: 'string', format: 'date-time' })).toEqual({
      type: 'STRING',
      format: 'date-time',
    });
    expect(property({ type: 'string', format: 'uri' })).toEqual({ type: 'STRING' });
    expect(removed({ type: 'string', format: 'uri' })).toEqual({ format: 1 });
  });

  it('requires nothing that does not exist', () => {
    const cleaned = cleanParameters({
      type: 'object',
      properties: { a: { type: 'string' } },
      required: ['a', 'b'],
    });
    expect(cleaned.schema?.required).toEqual(['a']);
    expect(cleaned.removed.get('required')).toBe(1);
  });

  it('says what is in an array, and leaves out empty properties', () => {
    expect(property({ type: 'array' })).toEqual({ type: 'ARRAY', items: { type: 'STRING' } });
    expect(property({ type: 'object', properties: {} })).toEqual({ type: 'OBJECT' });
  });

  it('lets anything be anything, since Google wants a type everywhere', () => {
    expect(property({ description: 'x' })).toMatchObject({
      anyOf: [{ type: 'STRING', description: 'x' }, {}, {}, {}, {}],
    });
  });

  it('makes alternatives of objects one object where an object is wanted', () => {
    expect(cleanParameters(toolSchemas['MCP: alternatives as the whole'] ?? {}).schema).toEqual({
      type: 'OBJECT',
      properties: { name: { type: 'STRING' }, all: { type: 'BOOLEAN' }, id: { type: 'STRING' } },
      required: ['all'],
    });
  });

  it('leaves the schema of an answer its type', () => {
    expect(cleanOutput({ type: 'array', items: { type: 'string' } }).schema).toEqual({
      type: 'ARRAY',
      items: { type: 'STRING' },
    });
  });

  it('is good whatever is put in', () => {
    const word = fc.constantFrom(
      'type',
      'properties',
      'items',
      'anyOf',
      'allOf',
      'enum',
      'const',
      '$ref',
      'required',
      'format',
      'minimum',
      'nullable',
      'oneOf',
      'description',
      'minItems',
      'x',
    );
    const { schema } = fc.letrec<{ schema: unknown; leaf: unknown }>((tie) => ({
      leaf: fc.oneof(
        fc.constantFrom<unknown>(
          'string',
          'object',
          'array',
          'null',
          '',
          '#',
          '#/properties/a',
          '#/anyOf/0',
          1,
          -1,
          true,
          null,
        ),
        fc.constantFrom<unknown>(['string', 'null'], ['string', 'number'], [], ['a']),
      ),
      schema: fc.oneof(
        { maxDepth: 4, depthSize: 'medium' },
        tie('leaf'),
        fc.dictionary(word, tie('schema'), { maxKeys: 5 }),
        fc.array(tie('schema'), { maxLength: 3 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(word, schema, { maxKeys: 6 }), (one) => {
        const parameters = cleanParameters(one).schema;
        expect(parameters === undefined ? [] : schemaProblems(parameters)).toEqual([]);
        expect(schemaProblems(cleanOutput(one).schema)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

const recorded = recordings(
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
  'gemini-generate',
).flatMap(({ id, requestBody }) =>
  listAt(requestBody, 'tools').flatMap((tool) => {
    const schemas = [
      valueAt(tool, 'input_schema'),
      valueAt(tool, 'parameters'),
      valueAt(tool, 'function', 'parameters'),
    ];
    return schemas.filter(isFields).map((schema) => ({ id, schema }));
  }),
);

describe.skipIf(recorded.length === 0)('recorded tools', () => {
  it.each(recorded)('of $id are taken by Google with all of their properties', ({ schema }) => {
    const cleaned = cleanParameters(schema).schema;
    const names = isRecord(schema.properties) ? Object.keys(schema.properties) : [];
    expect(cleaned === undefined ? [] : schemaProblems(cleaned)).toEqual([]);
    expect(Object.keys(cleaned?.properties ?? {})).toEqual(names);
  });
});
