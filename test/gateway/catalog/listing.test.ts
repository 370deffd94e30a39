import { describe, expect, it } from 'vitest';
import { listModels } from '../../../src/gateway/catalog/listing.ts';
import { admittedNames } from '../../../src/gateway/catalog/model-names.ts';

const source = (id: string, models: readonly string[], given?: readonly string[]) => ({
  id,
  given,
  models: models.map((name) => ({ id: name, name: `${id} ${name}` })),
});

describe('the listing', () => {
  it('has bare names first, then each with its provider, no id twice', () => {
    const rows = listModels([source('a', ['m', 'n']), source('b', ['m'])]);
    expect(rows.map(({ id }) => id)).toEqual(['m', 'n', 'a/m', 'a/n', 'b/m']);
    expect(rows.map(({ provider }) => provider)).toEqual(['a', 'a', 'a', 'a', 'b']);
  });

  it('says what is sent, and keeps what is known of the model', () => {
    expect(listModels([source('a', ['m'])])[1]).toEqual({
      id: 'a/m',
      provider: 'a',
      model: 'm',
      name: 'a m',
    });
  });

  it('leaves out bare names that would be read as another provider’s', () => {
    const rows = listModels([source('router', ['a/m', 'x/m']), source('a', ['n'])]);
    expect(rows.map(({ id }) => id)).toEqual(['x/m', 'n', 'router/a/m', 'router/x/m', 'a/n']);
  });

  it('has the given names only, and beside a `*` what was discovered', () => {
    expect(listModels([source('a', ['m'], ['g'])]).map(({ id }) => id)).toEqual(['g', 'a/g']);
    expect(listModels([source('a', ['m'], ['*'])]).map(({ id }) => id)).toEqual(['m', 'a/m']);
  });
});

describe('the names that a discovered list admits', () => {
  it('are the listed ones and those without their date', () => {
    const listed = [
      'claude-sonnet-4-5-20250929',
      'gpt-4o-2024-08-06',
      'gemini-2.0-flash-latest',
      'llama3:8b',
      'o3',
    ];
    expect([...admittedNames(listed.map((id) => ({ id })))]).toEqual([
      'claude-sonnet-4-5-20250929',
      'claude-sonnet-4-5',
      'gpt-4o-2024-08-06',
      'gpt-4o',
      'gemini-2.0-flash-latest',
      'gemini-2.0-flash',
      'llama3:8b',
      'o3',
    ]);
  });
});
