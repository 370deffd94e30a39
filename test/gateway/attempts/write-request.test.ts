import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadSpeakers } from '../../../scripts/fields/request-schemas.ts';
import { PivotAsk } from '../../../src/gateway/attempts/pivot-ask.ts';
import { writeRequest } from '../../../src/gateway/attempts/write-request.ts';
import { codecOf } from '../../../src/gateway/dialects/codecs.ts';
import { Losses } from '../../../src/gateway/dialects/losses.ts';
import { allDialects, type Dialect } from '../../../src/gateway/exchange/dialect.ts';
import { recordings } from '../../support/corpus.ts';
import { isRecord } from '../../support/json-value.ts';

const dialects = allDialects.filter((each) => codecOf(each) !== undefined);

/** Writes a request; `plain`: from real text, as it is done when what was read is wanted afterwards. */
function written(from: Dialect, to: Dialect, body: Buffer, plain: boolean) {
  const pivot = new PivotAsk({ dialect: from, operation: 'generate', stream: true, body, edits: [] }, plain);
  const candidate = {
    provider: 'p',
    account: 'a',
    model: 'm',
    dialect: to,
    reason: 'preferred',
    probe: false,
  } as const;
  const losses = new Losses();
  const writing = {
    candidate,
    provider: { quirks: {} },
    withoutState: false,
    same: from === to,
    streams: true,
  };
  const done = writeRequest({ limits: () => ({}) }, pivot, writing, losses);
  if (!done.ok) return { done, losses: losses.list, isBytes: false };
  const { body: bytes, told } = done;
  const declared = ['f', 'get_weather', 'exec'].map((name) => done.book.declared(name, undefined));
  return {
    text: bytes.toString(),
    told: { body: told.body, reasoning: told.reasoning },
    declared,
    losses: { list: losses.list, count: losses.count },
    isBytes: pivot.readBytes() !== undefined,
  };
}

function expectSame(from: Dialect, body: Buffer): boolean {
  let isBytes = false;
  for (const to of dialects) {
    const { isBytes: carried, ...fast } = written(from, to, body, false);
    const { isBytes: _, ...slow } = written(from, to, body, true);
    expect(fast, `${from} to ${to}: ${body.toString().slice(0, 2000)}`).toEqual(slow);
    isBytes ||= carried;
  }
  return isBytes;
}

/** The same value with every text that is no word of the dialect made longer by others. */
function disguised(value: unknown, more: (text: string) => string, key = ''): unknown {
  if (typeof value === 'string')
    return /^[a-z0-9_.-]*$/i.test(value) && !texts.has(key) ? value : more(value);
  if (Array.isArray(value)) return value.map((each) => disguised(each, more, key));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, disguised(each, more, name)]));
}

const texts = new Set([
  'text',
  'content',
  'description',
  'output',
  'input',
  'instructions',
  'system',
  'thinking',
]);

/** Written as some clients do it: characters outside ASCII as escapes. */
function escaped(json: string): string {
  return json.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Texts whose bytes are easily cut or taken for something else: \u00e0 and \u0160 end in what is a space in Latin-1. */
const pieces = fc.oneof(
  fc.constantFrom(
    '\u00e0',
    '\u0160',
    'v\u00e9',
    '\u8a2d\u5b9a',
    '\ud83d\ude42',
    '\u00a0',
    '\ufeff',
    '\u2028',
    ' \u00c9 ',
    '',
    '"\\',
    '\u001b[0m',
    '\\u00e9',
    'x'.repeat(70),
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);

describe('a request written from bytes is the one written from text', () => {
  const speakers = loadSpeakers();
  it.each(dialects)('for every field of %s, whatever its texts hold', async (from) => {
    const fields = (await speakers).find(({ codec }) => codec.dialect === from)?.fields ?? [];
    let carried = 0;
    const examples = fields.map(({ example }) => example);
    fc.assert(
      fc.property(
        fc.constantFrom(...examples),
        pieces,
        pieces,
        fc.boolean(),
        (example, before, after, escapes) => {
          const json = JSON.stringify(disguised(example, (text) => before + text + after));
          if (expectSame(from, Buffer.from(escapes ? escaped(json) : json))) carried += 1;
        },
      ),
      { numRuns: 1500 },
    );
    expect(carried).toBeGreaterThan(200);
  });

  it.each(dialects)('for every recorded one of %s', (from) => {
    for (const { requestBody } of recordings(from)) {
      if (requestBody === undefined) continue;
      for (const tail of ['', ' \u00e0', '\u8a2d', '\\u00e9']) {
        expectSame(from, Buffer.from(JSON.stringify(disguised(requestBody, (text) => text + tail))));
      }
    }
  });
});
