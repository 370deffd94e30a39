import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { configJsonSchema, configJsonSchemaText } from '../../../src/gateway/config/json-schema.ts';
import { isRecord } from '../../../src/gateway/config/situation.ts';

test('docs/config.schema.json is what the schema says; `npm run schema` writes it', () => {
  const file = new URL('../../../docs/config.schema.json', import.meta.url);
  expect(readFileSync(file, 'utf8')).toBe(configJsonSchemaText());
});

test('every option has a description, and unknown keys are errors', () => {
  const problems: string[] = [];
  const look = (schema: unknown, path: string): void => {
    if (!isRecord(schema)) return;
    if (isRecord(schema.properties)) {
      if (schema.additionalProperties !== false) problems.push(`${path}: takes unknown keys`);
      for (const [name, each] of Object.entries(schema.properties)) {
        const described = isRecord(each) && typeof each.description === 'string';
        const isEntryOfMap = path.endsWith('dialects');
        if (!described && !isEntryOfMap) problems.push(`${path}.${name}: has no description`);
        look(each, `${path}.${name}`);
      }
    }
    look(schema.items, `${path}[]`);
    if (Array.isArray(schema.anyOf)) for (const each of schema.anyOf) look(each, path);
  };
  look(configJsonSchema(), 'config');
  expect(problems).toEqual([]);
});
