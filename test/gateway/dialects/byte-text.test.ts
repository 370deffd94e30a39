import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOfText, byteText, readable } from '../../../src/gateway/dialects/byte-text.ts';

const words = fc.string({ unit: 'grapheme', maxLength: 20 });
/** What `JSON.parse` makes of a body, in any shape; half characters cannot come in one. */
const values = fc.jsonValue({ stringUnit: 'grapheme' });

describe('byte text', () => {
  it('of a body goes back to the same bytes, parsed and written in between', () => {
    fc.assert(
      fc.property(values, (value) => {
        const body = Buffer.from(JSON.stringify(value));
        const text = byteText(body);
        // Control characters are the only escapes that JSON.stringify writes.
        if (text === undefined) return expect(body.includes('\\u')).toBe(true);
        expect(bytesOfText(JSON.stringify(JSON.parse(text)))).toEqual(body);
      }),
    );
  });

  it('is readable again, names of members included', () => {
    fc.assert(
      fc.property(fc.dictionary(words, words), (value) => {
        const text = byteText(Buffer.from(JSON.stringify(value)));
        if (text !== undefined) expect(readable(JSON.parse(text))).toEqual(value);
      }),
    );
    const odd: unknown = JSON.parse('{"__proto__":{"\u00e9":["\u8a2d",1,null]}}');
    expect(readable(JSON.parse(Buffer.from(JSON.stringify(odd)).toString('latin1')))).toEqual(odd);
  });

  it.each([
    ['an escape outside ASCII', '{"a":"caf\\u00e9"}'],
    ['an escape of half a character', '{"a":"\\ud83d\\ude00"}'],
    [
      'an escape inside a text inside a text',
      JSON.stringify({ a: JSON.stringify({ b: 'x' }).replace('x', '\\u00e9') }),
    ],
    ['a backslash written as an escape', '{"a":"\\u005cu00e9"}'],
  ])('is not made of a body with %s', (_, body) => {
    expect(byteText(Buffer.from(body))).toBeUndefined();
  });

  it('is made of a body with control characters, as terminals write them', () => {
    const body = Buffer.from('{"a":"\\u001b[31mrot \u00e9\\u0000\\u001B"}');
    expect(byteText(body)).toBe(body.toString('latin1'));
  });

  it('is not made of bytes that are no UTF-8', () => {
    expect(byteText(Buffer.from([0x7b, 0xe9, 0x7d]))).toBeUndefined();
  });

  it('is noticed to be none any more when a character was cut or came from elsewhere', () => {
    const text = Buffer.from('voil\u00e0').toString('latin1');
    expect(bytesOfText(text.trim())).toBeUndefined();
    expect(bytesOfText(text.slice(0, -1))).toBeUndefined();
    expect(bytesOfText(`${text}\u8a2d`)).toBeUndefined();
    expect(bytesOfText(`${text}\u00e9`)).toBeUndefined();
    expect(bytesOfText(text)?.toString()).toBe('voil\u00e0');
  });
});
