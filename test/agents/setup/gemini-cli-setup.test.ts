import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { geminiCliSetup } from '../../../src/clients/setup/gemini-cli-setup.ts';
import { SetupRefusal } from '../../../src/clients/setup/setup-refusal.ts';
import { parseJsonc } from '../../../src/gateway/config/jsonc.ts';
import { changeOf, thereAndBack } from './texts.ts';

const setup = geminiCliSetup();
const apiKey = changeOf(setup, 'api-key');

const whole = `{
  "security": {
    "auth": {
      "selectedType": "gemini-api-key"
    }
  }
}
`;
const security = whole.slice(2, -3);

describe('the way to sign in', () => {
  test.each([
    ['no file, or an empty one', '', whole],
    ['an empty object', '{}', whole.trimEnd()],
    [
      'other settings',
      '{\n  "ui": { "theme": "x" } // dark\n}\n',
      `{\n  "ui": { "theme": "x" }, // dark\n${security}\n}\n`,
    ],
    ['a comma at the end', '{\n  "a": 1, // c\n}\n', `{\n  "a": 1, // c\n${security},\n}\n`],
    [
      'tabs and Windows line endings',
      '{\r\n\t"a": 1\r\n}',
      '{\r\n\t"a": 1,\r\n\t"security": {\r\n\t\t"auth": {\r\n\t\t\t"selectedType": "gemini-api-key"\r\n\t\t}\r\n\t}\r\n}',
    ],
    ['all on one line', '{"a":1}', '{"a":1, "security": { "auth": { "selectedType": "gemini-api-key" } }}'],
    [
      'other settings of security',
      '{"security": {"folderTrust": {"enabled": true}}}',
      '{"security": {"folderTrust": {"enabled": true}, "auth": { "selectedType": "gemini-api-key" }}}',
    ],
    [
      'another way',
      '{"security":{"auth":{"selectedType":"oauth-personal" /* mine */}}}',
      '{"security":{"auth":{"selectedType":"gemini-api-key" /* mine */}}}',
    ],
    [
      'null',
      '{"security":{"auth":{"selectedType":null}}}',
      '{"security":{"auth":{"selectedType":"gemini-api-key"}}}',
    ],
    ['the same', '{"security":{"auth":{"selectedType":"gemini-api-key"}}}', undefined],
    ['the same in other letters', '{"security":{"auth":{"selectedType":"gemini-\\u0061pi-key"}}}', undefined],
  ])('with %s', (_, before, after) => {
    expect(apiKey.isApplied(before)).toBe(after === undefined);
    expect(apiKey.apply(before)).toBe(after ?? before);
    expect(apiKey.isApplied(apiKey.apply(before))).toBe(true);
  });
});

describe('a file with', () => {
  test.each([
    ['an empty object', '{}\n'],
    ['blanks in an empty object', '{ }'],
    ['lines in an empty object', '{\n\n}\n'],
    ['a comment in an empty object', '// a\n{ /* b */ } // c\n'],
    ['a byte order mark', '\ufeff{\n  "a": 1\n}\n'],
    ['a comment behind the last value', '{\n  "a": 1 // b\n  // c\n}\n'],
    ['a comment of many lines', '{\n  "a": 1 /* b\n  c */\n}\n'],
    ['a comma on a line of its own', '{\n  "a": 1\n  ,\n}'],
    ['comments around a comma', '{\n  "a": 1 /* b */ , // c  \n}'],
    ['braces and slashes in texts', '{"a": "} // no, /* no */ {"}'],
    ['values that close on their line', '{\n    "a": {\n    } }'],
    ['keys on the lines of others', '{ "a": 1,\n  "b": 2, "c": 3 }\n'],
    ['no blanks at all', '{"a":{"b":[1,2]}}'],
    ['an empty security', '{\n  "security": {}\n}\n'],
    ['an empty auth', '{\n  "security": { "auth": { } }\n}\n'],
    ['other keys beside', '{\n  "security": {\n    "auth": {\n      "useExternal": true\n    }\n  }\n}\n'],
    ['a key of Object.prototype', '{"__proto__": {"security": 1}, "a": 1}'],
    ['Windows line endings', '{\r\n  "a": 1, // b\r\n  "c": 2 // d\r\n}\r\n'],
    ['characters of two units', '{"😀": "😀" /* 😀 */}'],
  ])('%s keeps all that is not ours', (_, text) => {
    const { there, back } = thereAndBack(setup, text);
    expect(apiKey.isApplied(there)).toBe(true);
    expect(apiKey.apply(there)).toBe(there);
    expect(back).toBe(text);
  });
});

describe('is refused, with the line:', () => {
  test.each([
    ['no JSON', '{\n  a: 1\n}', 'syntax', 2],
    ['a brace too few', '{"a": 1', 'syntax', 1],
    ['a key twice', '{\n  "a": 1,\n  "a": 2\n}', 'syntax', 3],
    ['a list', '[1]', 'syntax', 1],
    ['a text', '"x"', 'syntax', 1],
    ['security that is a text', '{\n  "security": "high"\n}', 'in-the-way', 2],
    ['auth that is a list', '{\n  "security": {\n    "auth": []\n  }\n}', 'in-the-way', 3],
    ['a type that is an object', '{"security": {"auth": {"selectedType": {}}}}', 'in-the-way', 1],
  ])('%s', (_, text, code, line) => {
    let refusal: unknown;
    try {
      apiKey.apply(text);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(SetupRefusal);
    expect(refusal).toMatchObject({ code, line });
  });
});

describe('after later edits, undoing', () => {
  const undone = (edit: (text: string) => string, before = '{\n  "a": 1\n}\n'): string =>
    apiKey.revert(edit(apiKey.apply(before)), apiKey.edit(before).former);

  test('keeps what was added around ours', () => {
    expect(undone((text) => text.replace('\n}\n', ',\n  "b": 2 // c\n}\n'))).toBe(
      '{\n  "a": 1,\n  "b": 2 // c\n}\n',
    );
  });

  test('keeps what was added beside ours, and the objects that hold it', () => {
    const added = undone((text) => text.replace('-key"', '-key", "useExternal": true'));
    expect(parseJsonc(added)).toMatchObject({
      value: { value: { a: 1, security: { auth: { useExternal: true } } } },
    });
    expect(undone((text) => text.replace('-key"', '-key" // note'))).toContain('// note');
  });

  test('leaves another way to sign in', () => {
    const chosen = (text: string) => text.replace('gemini-api-key', 'vertex-ai');
    expect(undone(chosen)).toBe(chosen(apiKey.apply('{\n  "a": 1\n}\n')));
  });

  test('has nothing to do in an empty file', () => {
    expect(undone(() => '')).toBe('');
  });
});

describe('for any settings', () => {
  const blank = fc.constantFrom('', ' ', '\n', '\n  ', ' /* c */ ', ' // d\n\t', '\n\n');
  const key = fc.constantFrom('"a"', '"security"', '"auth"', '"selectedType"', '"b c"', '"\\u0061"');
  const { object: anyObject } = fc.letrec<{ value: string; object: string }>((tie) => ({
    object: fc
      .tuple(
        fc.uniqueArray(fc.tuple(key, tie('value'), blank, blank, blank), {
          maxLength: 3,
          selector: ([name]) => JSON.parse(name),
        }),
        blank,
        fc.constantFrom('', ','),
      )
      .map(([pairs, end, comma]) => {
        const written = pairs.map(([name, value, a, b, c]) => `${a}${name}${b}:${c}${value}`);
        return `{${written.join(',')}${pairs.length > 0 ? comma : ''}${end}}`;
      }),
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom('1', 'null', '"x"', '"oauth-personal"', '[1, {}]', '"// no"'),
      tie('object'),
    ),
  }));

  test('all else is kept, twice is once, and undoing gives the same bytes', () => {
    fc.assert(
      fc.property(anyObject, fc.constantFrom('', '\ufeff'), fc.boolean(), (value, mark, isCrlf) => {
        const written = `${mark}${value}\n`;
        const text = isCrlf ? written.replaceAll('\n', '\r\n') : written;
        let there: string;
        try {
          there = apiKey.apply(text);
        } catch (error) {
          expect(error).toBeInstanceOf(SetupRefusal);
          expect(error).not.toMatchObject({ code: 'not-safe' });
          return;
        }
        expect(apiKey.isApplied(there)).toBe(true);
        expect(apiKey.apply(there)).toBe(there);
        expect(apiKey.revert(there, apiKey.edit(text).former)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});

test.each([
  [{}, '/home/a', 'linux', '/home/a/.gemini/settings.json'],
  [{ GEMINI_CLI_HOME: '/srv/g' }, '/home/a', 'linux', '/srv/g/.gemini/settings.json'],
  [{}, 'C:\\Users\\a', 'win32', 'C:\\Users\\a\\.gemini\\settings.json'],
] as const)('the file with %j and home %s on %s', (env, home, platform, path) => {
  expect(setup.file?.(env, home, platform)).toBe(path);
});
