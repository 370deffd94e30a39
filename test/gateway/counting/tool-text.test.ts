import { expect, test } from 'vitest';
import { bareJson, functionText, schemaWords } from '../../../src/gateway/counting/tool-text.ts';
import type { Fields } from '../../../src/gateway/dialects/json-value.ts';

const schema: Fields = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  additionalProperties: false,
  properties: {
    city: { type: 'string', description: 'A city' },
    unit: { enum: ['c', 'f'] },
    days: { type: ['integer', 'null'] },
    stops: { type: 'array', items: { type: 'object', properties: { at: { type: 'boolean' } } } },
    any: { anyOf: [{ type: 'number' }, { const: 1 }] },
    title: { type: 'string', title: 'Title' },
  },
  required: ['city'],
};

test('a definition as OpenAI shows it to its models', () => {
  expect(functionText('weather', 'Tells the weather', schema)).toBe(
    [
      '// Tells the weather',
      'type weather = (_: {',
      '// A city',
      'city: string,',
      'unit?: "c" | "f",',
      'days?: number | null,',
      'stops?: {',
      'at?: boolean,',
      '}[],',
      'any?: number | 1,',
      'title?: string,',
      '}) => any;',
      '',
      '',
    ].join('\n'),
  );
  expect(functionText('now', undefined, undefined)).toBe('type now = () => any;\n\n');
});

test('a definition without the JSON around its words', () => {
  expect(schemaWords(schema)).toBe(
    'object city string A city unit c f days integer null stops array object at boolean any number const  title string',
  );
});

test('a wished-for schema without what only validators need', () => {
  expect(bareJson(schema)).not.toMatch(/\$schema|additionalProperties|"Title"/);
  expect(JSON.parse(bareJson(schema))).toMatchObject({ properties: { title: { type: 'string' } } });
});

test('schemas without an end are cut', () => {
  const deep = (inner: Fields): Fields => ({ type: 'object', properties: { a: inner } });
  let nested: Fields = { type: 'string' };
  for (let level = 0; level < 100_000; level += 1) nested = deep(nested);
  expect(functionText('f', undefined, nested).length).toBeLessThan(1000);
  expect(schemaWords(nested).length).toBeLessThan(1000);
  expect(bareJson(nested)).toBe('');
});
