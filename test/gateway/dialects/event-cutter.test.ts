import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventCutter, mostPendingBytes } from '../../../src/gateway/dialects/event-cutter.ts';
import type { Framing } from '../../../src/gateway/dialects/wire.ts';
import { recordings } from '../../support/corpus.ts';

interface Cut {
  readonly events: string[];
  readonly rest: string;
  /** Everything that came out, in order. */
  readonly bytes: Buffer;
}

/** Sends chunks through a cutter and collects whole events (a large one is joined from its pieces). */
function cut(framing: Framing, chunks: readonly Buffer[]): Cut {
  const cutter = createEventCutter(framing);
  const events: string[] = [];
  const out: Buffer[] = [];
  let open = '';
  for (const chunk of chunks) {
    const batch = cutter.push(chunk);
    if (batch === undefined) continue;
    expect(batch.bytes.toString('latin1')).toBe(batch.text);
    expect(batch.continued).toBe(open !== '');
    out.push(batch.bytes);
    let start = 0;
    for (const end of batch.ends) {
      events.push(open + batch.text.slice(start, end));
      open = '';
      start = end;
    }
    if (batch.partial) open += batch.text.slice(start);
    else expect(start).toBe(batch.text.length);
    expect(cutter.midEvent).toBe(batch.partial);
  }
  const rest = cutter.rest();
  out.push(rest);
  expect(cutter.pending).toBe(0);
  return { events, rest: open + rest.toString('latin1'), bytes: Buffer.concat(out) };
}

const sse = (...chunks: readonly string[]) =>
  cut(
    'sse',
    chunks.map((chunk) => Buffer.from(chunk)),
  );
const array = (...chunks: readonly string[]) =>
  cut(
    'json-array',
    chunks.map((chunk) => Buffer.from(chunk)),
  );

/** Splits at the given places, whatever their order. */
function split(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [...places.map((place) => place % (bytes.length + 1)), 0, bytes.length].toSorted(
    (a, b) => a - b,
  );
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

describe('server-sent events', () => {
  it('hands a chunk of whole events on as it is, without a copy', () => {
    const chunk = Buffer.from('data: 1\n\ndata: 2\n\n');
    const batch = createEventCutter('sse').push(chunk);
    expect(batch?.bytes).toBe(chunk);
    expect(batch?.ends).toEqual([9, 18]);
    expect(batch?.partial).toBe(false);
  });

  it('keeps an unfinished tail back until its end comes', () => {
    const cutter = createEventCutter('sse');
    expect(cutter.push(Buffer.from('data: 1\n\nda'))?.text).toBe('data: 1\n\n');
    expect(cutter.pending).toBe(2);
    expect(cutter.push(Buffer.from('ta: 2\n'))).toBeUndefined();
    expect(cutter.push(Buffer.from('\ndata: 3'))?.text).toBe('data: 2\n\n');
    expect(cutter.rest().toString()).toBe('data: 3');
    expect(cutter.pending).toBe(0);
  });

  it.each([
    ['line feeds', 'a\n\nb\n\n', ['a\n\n', 'b\n\n']],
    ['carriage returns and line feeds', 'a\r\n\r\nb\r\n\r\n', ['a\r\n\r\n', 'b\r\n\r\n']],
    ['carriage returns', 'a\rb\r\rc\r\rd', ['a\rb\r\r', 'c\r\r']],
    ['mixtures', 'a\n\r\nb\r\n\nc\r\n\rd\n\re', ['a\n\r\n', 'b\r\n\n', 'c\r\n\r', 'd\n\r']],
    ['comments alone', ': hello\n\n:\n\ndata: 1\n\n', [': hello\n\n', ':\n\n', 'data: 1\n\n']],
    ['a blank line too many', 'a\n\n\nb\n\n', ['a\n\n', '\nb\n\n']],
    ['a byte order mark', '\ufeffdata: 1\n\n', ['\xef\xbb\xbf', 'data: 1\n\n']],
  ])('takes %s', (_what, text, events) => {
    expect(sse(text).events).toEqual(events);
    expect(sse(...text).events).toEqual(events);
  });

  it('takes a byte order mark for one at the start only', () => {
    const mark = Buffer.from('\ufeff');
    expect(cut('sse', [Buffer.from('data: 1\n\n'), mark, Buffer.from('\n\n')]).events).toHaveLength(2);
    expect(cut('sse', [mark, mark, Buffer.from('\n\n')]).events).toHaveLength(2);
  });

  it('waits at a lone carriage return, which may be half of a line end', () => {
    const cutter = createEventCutter('sse');
    expect(cutter.push(Buffer.from('a\r\n\r'))).toBeUndefined();
    expect(cutter.push(Buffer.from('\nb'))?.text).toBe('a\r\n\r\n');
    expect(cutter.push(Buffer.from('\r\r'))).toBeUndefined();
    expect(cutter.push(Buffer.from('c'))?.text).toBe('b\r\r');
  });

  it('leaves what has no blank line at the end as the rest', () => {
    expect(sse('data: 1\n\ndata: [DONE]')).toMatchObject({ events: ['data: 1\n\n'], rest: 'data: [DONE]' });
  });

  it('passes an empty chunk over', () => {
    expect(createEventCutter('sse').push(Buffer.alloc(0))).toBeUndefined();
  });
});

describe('an event that is too large to wait for', () => {
  it('comes in pieces, and the last piece completes it', () => {
    const cutter = createEventCutter('sse');
    const half = Buffer.alloc(mostPendingBytes / 2, 'x');
    expect(cutter.push(half)).toBeUndefined();
    expect(cutter.push(half)).toBeUndefined();
    const first = cutter.push(Buffer.from('yy'));
    expect(first).toMatchObject({ ends: [], partial: true, continued: false });
    expect(first?.bytes.length).toBe(mostPendingBytes + 2);
    expect(cutter.midEvent).toBe(true);
    expect(cutter.pending).toBe(0);
    expect(cutter.push(Buffer.from('z'))).toMatchObject({
      text: 'z',
      ends: [],
      partial: true,
      continued: true,
    });
    const last = cutter.push(Buffer.from('\n\ndata: 1\n\nrest'));
    expect(last).toMatchObject({ text: '\n\ndata: 1\n\n', ends: [2, 11], partial: false, continued: true });
    expect(cutter.midEvent).toBe(false);
    expect(cutter.push(Buffer.from('\n\n'))).toMatchObject({ text: 'rest\n\n', continued: false });
  });

  it('never lets half of its end go', () => {
    const cutter = createEventCutter('sse');
    cutter.push(Buffer.alloc(mostPendingBytes, 'x'));
    expect(cutter.push(Buffer.from('y\r\n\r'))?.text.endsWith('xy')).toBe(true);
    expect(cutter.pending).toBe(3);
    expect(cutter.push(Buffer.from('\n'))).toMatchObject({ text: '\r\n\r\n', ends: [4], continued: true });
  });

  it('costs time in proportion to its size, however small its pieces', () => {
    const cutter = createEventCutter('sse');
    const piece = Buffer.from('x');
    for (let i = 0; i < 300_000; i += 1) cutter.push(piece);
    expect(cutter.pending).toBe(300_000);
    expect(cutter.push(Buffer.from('\n\n'))?.bytes.length).toBe(300_002);
  });

  it('keeps nothing of a chunk that others may write to', () => {
    const cutter = createEventCutter('sse');
    const slab = Buffer.from('data: 1|data: 2\n\n');
    cutter.push(slab.subarray(0, 7));
    cutter.push(Buffer.from('\n'));
    expect(slab.toString()).toBe('data: 1|data: 2\n\n');
    expect(cutter.push(Buffer.from('\n'))?.text).toBe('data: 1\n\n');
  });
});

describe('a JSON array', () => {
  it('gives its elements, brackets and commas with their neighbours', () => {
    const text = '[{"a": 1}\n,\r\n{"b": [1, {"c": 2}]}\n]\n';
    const events = ['[{"a": 1}', '\n,\r\n{"b": [1, {"c": 2}]}', '\n]'];
    expect(array(text)).toMatchObject({ events, rest: '\n' });
    expect(array(...text)).toMatchObject({ events, rest: '\n' });
  });

  it('is not misled by brackets, quotes and backslashes in strings', () => {
    const elements = ['{"a":"}]\\"{["}', '{"b":"\\\\"}', '{"c\\"}":"\\\\\\""}'];
    const text = `[${elements.join(',')}]`;
    const events = [`[${elements[0]}`, `,${elements[1]}`, `,${elements[2]}`, ']'];
    expect(array(text).events).toEqual(events);
    expect(array(...text).events).toEqual(events);
  });

  it('gives an object outside any array as one event', () => {
    expect(array('{"error": {"code": 429}}\n').events).toEqual(['{"error": {"code": 429}}']);
  });

  it('gives an array inside an error object away as a part of it', () => {
    expect(array('{"error": {"details": [1, [2]]}}').events).toEqual(['{"error": {"details": [1, [2]]}}']);
  });
});

describe('however a stream is cut', () => {
  const line = fc.stringMatching(/^[a-z:{}" ]{0,6}$/);
  const end = fc.constantFrom('\n', '\r\n', '\r', '\n\n', '\r\n\r\n', '\r\r');
  const stream = fc.array(fc.tuple(line, end), { maxLength: 20 }).map((parts) => parts.flat().join(''));
  const places = fc.array(fc.nat(), { maxLength: 12 });

  it('the same events and bytes come out', () => {
    fc.assert(
      fc.property(stream, fc.boolean(), places, (text, marked, at) => {
        const bytes = Buffer.from(marked ? `\ufeff${text}` : text);
        const whole = cut('sse', [bytes]);
        const pieces = cut('sse', split(bytes, at));
        expect(pieces).toEqual(whole);
        expect(pieces.bytes.equals(bytes)).toBe(true);
        expect(pieces.events.join('') + pieces.rest).toBe(bytes.toString('latin1'));
      }),
      { numRuns: 500 },
    );
  });

  it('events end where the standard says', () => {
    fc.assert(
      fc.property(stream, (text) => {
        // Every line end by itself, then the blank lines: an event ends with the second of two in a row.
        const lines = text.split(/(\r\n|\r|\n)/);
        const expected: string[] = [];
        let open = '';
        for (let at = 0; at + 1 < lines.length; at += 2) {
          const isBlank = lines[at] === '' && open !== '';
          open += `${lines[at]}${lines[at + 1]}`;
          if (!isBlank) continue;
          expected.push(open);
          open = '';
        }
        const { events, rest } = sse(text);
        // The last end may wait for a line feed that never comes.
        if (/\r$/.test(text) && expected.at(-1) === rest) expected.pop();
        expect(events).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('an array gives the same elements', () => {
    const element = fc.dictionary(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
    fc.assert(
      fc.property(
        fc.array(element, { maxLength: 6 }),
        fc.constantFrom(0, 2),
        places,
        (elements, indent, at) => {
          const bytes = Buffer.from(JSON.stringify(elements, null, indent));
          const { events, rest, bytes: out } = cut('json-array', split(bytes, at));
          expect(out.equals(bytes)).toBe(true);
          expect(rest).toBe('');
          const parsed = events
            .map((event) =>
              Buffer.from(event, 'latin1')
                .toString()
                .replace(/^[\s,[]+/, ''),
            )
            .filter((event) => event !== ']')
            .map((event): unknown => JSON.parse(event));
          expect(parsed).toEqual(JSON.parse(JSON.stringify(elements)));
        },
      ),
      { numRuns: 300 },
    );
  });

  const streams = recordings().filter(({ streaming }) => streaming);
  it.skipIf(streams.length === 0)('every recorded stream comes out as it was recorded', () => {
    for (const { id, body: bytes } of streams) {
      const framing = bytes[0] === 91 ? 'json-array' : 'sse';
      const whole = cut(framing, [bytes]);
      expect(whole.events.length, id).toBeGreaterThan(0);
      for (const size of [1, 7, 1000]) {
        if (size === 1 && bytes.length > 5_000) continue;
        const at = Array.from({ length: Math.floor(bytes.length / size) }, (_, index) => index * size);
        const pieces = cut(framing, split(bytes, at));
        expect(pieces.events, id).toEqual(whole.events);
        expect(pieces.bytes.equals(bytes), id).toBe(true);
      }
    }
  });
});
