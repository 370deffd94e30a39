import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorTable } from '../../../src/gateway/exchange/errors.ts';

describe('docs/errors.md', () => {
  const docs = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
  const rows = docs
    .slice(docs.indexOf('## The codes'))
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );

  it('has every code once, in the order of the table, and no others', () => {
    expect(rows.map(([code]) => code)).toEqual(Object.keys(errorTable).map((code) => `\`${code}\``));
  });

  it.each(Object.entries(errorTable))('says of %s its status, what happened and what to do', (code, row) => {
    const [, status = '', happened = '', advice = '', ...more] =
      rows.find(([name]) => name === `\`${code}\``) ?? [];
    expect(status.split(', ')[0]).toBe(String(row.status));
    expect(happened).not.toBe('');
    expect(advice).not.toBe('');
    expect(more).toEqual([]);
  });
});
