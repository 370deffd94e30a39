import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type FailureCode, failureMessage, failureTexts } from '../../src/gateway-thread/failure-texts.ts';

const codes = Object.keys(failureTexts) as FailureCode[];

test('every text is one that somebody can meet', () => {
  const root = new URL('../../src/', import.meta.url);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const sources = files.map((name) => readFileSync(new URL(name, root), 'utf8')).join('');
  expect(codes.filter((code) => !sources.includes(`'${code}'`))).toEqual([]);
});

describe.each(codes)('the text of %s', (code) => {
  const text = failureTexts[code];

  test('says what happened, why, and what to do', () => {
    for (const sentence of [text.what, text.why, text.todo]) expect(sentence.trim()).not.toBe('');
    expect(new Set([text.what, text.why, text.todo]).size).toBe(3);
  });

  test('is plain: no exclamation, no apology, no jargon of ours', () => {
    const all = `${text.what} ${text.why} ${text.todo}`;
    expect(all).not.toMatch(/!|sorry|oops|unfortunately|\bthread\b|\bnull\b|undefined/i);
  });

  test('has every sentence ended once the values are in', () => {
    const names = [...`${text.what}${text.why}${text.todo}`.matchAll(/\{(\w+)\}/g)].map(
      ([, name = '']) => name,
    );
    const values = Object.fromEntries(names.map((name) => [name, `value of ${name}`]));
    const message = failureMessage(code, values);
    expect(message).not.toMatch(/[{}]/);
    expect(message).toMatch(/[.!?…]$/);
    for (const name of names) expect(message).toContain(`value of ${name}`);
  });
});
