import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../../src/gateway/exchange/redact.ts';

function knowing(...secrets: string[]) {
  const redactor = createRedactor();
  for (const secret of secrets) redactor.learn(secret);
  return redactor;
}

const json = (text: string) => JSON.stringify(text).slice(1, -1);
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** How a secret may look on its way through headers, addresses, bodies and errors. */
const forms: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'percent-encoded': encodeURIComponent,
  'percent-encoded in lower case': (secret) =>
    encodeURIComponent(secret).replace(/%../g, (hex) => hex.toLowerCase()),
  'percent-encoded twice': (secret) => encodeURIComponent(encodeURIComponent(secret)),
  'as a form field': (secret) => new URLSearchParams([['', secret]]).toString().slice(1),
  'in JSON': json,
  'in JSON in JSON': (secret) => json(json(secret)),
  'in JSON that escapes all it can': (secret) =>
    [...secret].map((each) => (/\w/.test(each) ? each : unicodeEscapes(each))).join(''),
};

function unicodeEscapes(text: string): string {
  return Array.from(
    { length: text.length },
    (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}

const secret = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_-]{8,60}$/),
  fc.stringMatching(/^[!-~]{8,40}$/),
  fc.stringMatching(/^[!-~][ -~äß€]{8,40}[!-~]$/),
  fc.string({ unit: 'grapheme', minLength: 8, maxLength: 30 }),
);

describe('a learned secret', () => {
  test.each(Object.entries(forms))('is taken out %s', (_name, form) => {
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (key, before, after) => {
        const plain = key.trim();
        fc.pre(plain.length >= 8 && !'[redacted]'.includes(plain));
        const out = knowing(key).text(`${before} ${form(plain)} ${after}`);
        expect(out).not.toContain(form(plain));
        expect(out).toContain('[redacted]');
      }),
      { numRuns: 300 },
    );
  });

  test('is taken out of base64 whatever stands before and after it', () => {
    fc.assert(
      fc.property(secret, fc.string({ maxLength: 5 }), fc.string({ maxLength: 5 }), (key, before, after) => {
        const plain = key.trim();
        fc.pre(plain.length >= 8 && !'[redacted]'.includes(plain));
        const encoded = base64(`${before}${plain}${after}`);
        const url = Buffer.from(`${before}${plain}${after}`).toString('base64url');
        for (const text of [`x=${encoded}`, `x=${url}`, `x=${encodeURIComponent(encoded)}`]) {
          const out = knowing(key).text(text);
          expect(out).toContain('[redacted]');
          expect(Buffer.from(out.slice(2), 'base64').includes(plain)).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('is taken out everywhere, and nothing else is', () => {
    const redactor = knowing('correct horse battery');
    expect(redactor.text('a correct horse battery, a correct horse battery!')).toBe(
      'a [redacted], a [redacted]!',
    );
  });

  test('is found among a thousand others, the longest first', () => {
    const redactor = createRedactor();
    for (let n = 0; n < 1_000; n += 1) redactor.learn(`common-beginning-${n}`);
    expect(redactor.text('x common-beginning-123 y')).toBe('x [redacted] y');
  });

  test('is read without the line end of its file', () => {
    expect(knowing('canary-from-file\n').text('<canary-from-file>')).toBe('<[redacted]>');
  });

  test('is forgotten when every learning of it was undone', () => {
    const redactor = knowing('canary-value-1', 'canary-value-1');
    redactor.forget('canary-value-1');
    expect(redactor.text('canary-value-1')).toBe('[redacted]');
    redactor.forget('canary-value-1');
    expect(redactor.text('canary-value-1')).toBe('canary-value-1');
    redactor.forget('canary-value-1');
  });

  test('is taken out of a text that was clean before it was learned', () => {
    const redactor = createRedactor();
    expect(redactor.text('with late-canary inside')).toBe('with late-canary inside');
    redactor.learn('late-canary');
    expect(redactor.text('with late-canary inside')).toBe('with [redacted] inside');
  });

  test('is not learned below eight characters: it would blank out words', () => {
    expect(knowing('local', 'sevench').text('local sevench')).toBe('local sevench');
    expect(knowing('eight-ch').text('eight-ch')).toBe('[redacted]');
  });
});

test('a text without secrets stays the same', () => {
  const redactor = knowing('sk-canary-0123456789', 'hunter2hunter2');
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'abc /:._%\\"\n') }), (text) => {
      expect(redactor.text(text)).toBe(text);
    }),
  );
});

describe('what looks like a key is taken out though nobody told it', () => {
  test.each([
    ['Incorrect API key provided: sk-proj-abcDEF1234567890.', 'Incorrect API key provided: [redacted].'],
    ['sk-ant-api03-abcdefghijklmnop', '[redacted]'],
    ['key AIzaSyA1234567890abcdefghijklmno is bad', 'key [redacted] is bad'],
    ['authorization: Bearer abcdef-12345', 'authorization: Bearer [redacted]'],
    ['Bearer%20abcdef-12345', 'Bearer%20[redacted]'],
    ['Authorization: Basic dXNlcjpwYXNz', 'Authorization: Basic [redacted]'],
    ['{"authorization":"abcdefghij"}', '{"authorization":"[redacted]"}'],
    ['Authorization: Basic dXNlcjpwYXNzd29yZDE=', 'Authorization: Basic [redacted]'],
    ['/v1beta/models?key=abc&alt=sse', '/v1beta/models?key=[redacted]&alt=sse'],
    ['%3Fkey%3Dabc%26alt%3Dsse', '%3Fkey%3D[redacted]%26alt%3Dsse'],
    ['{"x-api-key": "abcdefgh1"}', '{"x-api-key": "[redacted]"}'],
    ['{\\"api_key\\":\\"abcdefgh1\\"}', '{\\"api_key\\":\\"[redacted]\\"}'],
    ['http://user:pass@proxy:8080', 'http://user:[redacted]@proxy:8080'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTYifQ.c2ln', '[redacted]'],
    ['ghp_abcdefghijklmnop1234', '[redacted]'],
  ])('%s', (text, expected) => {
    expect(createRedactor().text(text)).toBe(expected);
  });

  test.each([
    'The Bearer authentication scheme is not supported here.',
    'basic functionality of the task-oriented-assessment-tool',
    'risk-assessment-of-the-plan',
    'gpt-5.5 claude-sonnet-4-5-20250929 gemini-3-pro',
    'https://example.org:8443/path@2x.png',
    'max_tokens=4096 total_tokens: 123456789',
  ])('and %s is left alone', (text) => {
    expect(createRedactor().text(text)).toBe(text);
  });
});

describe('fields', () => {
  const redactor = knowing('canary-secret-1');

  test('are copied with strings redacted at any depth, names too', () => {
    const given = { a: ['x canary-secret-1', { 'canary-secret-1': 1 }], n: 1, no: null, big: 10n };
    expect(redactor.fields(given)).toEqual({
      a: ['x [redacted]', { '[redacted]': 1 }],
      n: 1,
      no: null,
      big: '10',
    });
    expect(given.a[0]).toBe('x canary-secret-1');
  });

  test('of secret names are masked whatever they hold; counts of tokens are not', () => {
    expect(
      redactor.fields({
        Authorization: 'x',
        'x-api-key': ['a'],
        access_token: 'y',
        password: '',
        tokens: 5,
        keys: 'k',
      }),
    ).toEqual({
      Authorization: '[redacted]',
      'x-api-key': '[redacted]',
      access_token: '[redacted]',
      password: '',
      tokens: 5,
      keys: 'k',
    });
  });

  test('that are errors become their text, causes included', () => {
    const error = new Error('no canary-secret-1', { cause: new Error('because of canary-secret-1') });
    const { text } = redactor.fields({ text: error });
    expect(text).toMatch(/^Error: no \[redacted\]\n/);
    expect(text).toMatch(/caused by Error: because of \[redacted\]$/);
  });

  test('that go in circles or on and on come to an end', () => {
    const loop: Record<string, unknown> = { long: 'x'.repeat(10_000) };
    loop.self = loop;
    loop.many = Array.from({ length: 1_000 }, () => 1);
    const copy = redactor.fields(loop);
    expect(String(copy.long)).toHaveLength(4_001);
    expect(copy.many).toHaveLength(100);
    expect(JSON.stringify(copy).length).toBeLessThan(100_000);
  });
});
