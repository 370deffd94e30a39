import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visitTail } from '../../../src/gateway/dialects/json-tail.ts';

/** Names and values from the end on, as text. */
function tail(text: string, lowest = 0, most = 100): (readonly [string, string])[] {
  const body = Buffer.from(text);
  const found: (readonly [string, string])[] = [];
  visitTail(body, lowest, ({ keyStart, keyEnd, valueStart, valueEnd }) => {
    found.push([body.toString('utf8', keyStart, keyEnd), body.toString('utf8', valueStart, valueEnd)]);
    return found.length === most;
  });
  return found;
}

describe('the look from the end', () => {
  it('gives the last member first, until it has seen enough', () => {
    const text = ' { "a" : 1 , "b":{"x":[1,{"y":"}"}]} ,"c" : "d\\"," } \n';
    expect(tail(text)).toEqual([
      ['"c"', '"d\\","'],
      ['"b"', '{"x":[1,{"y":"}"}]}'],
      ['"a"', '1'],
    ]);
    expect(tail(text, 0, 1)).toHaveLength(1);
  });

  it('ends at the border', () => {
    const text = `{"a":"${'x'.repeat(50)}","b":1}`;
    expect(tail(text, 20)).toEqual([['"b"', '1']]);
    expect(tail(text, text.length - 1)).toEqual([]);
  });

  it('does not guess whether a quote at the border is escaped', () => {
    // Seen from the third byte on, one backslash stands before the quote; there are two.
    const text = '{"a":"\\\\","b":1}';
    for (let lowest = 0; lowest < text.length; lowest += 1) {
      for (const [name, value] of tail(text, lowest))
        expect([name, value]).toEqual(name === '"b"' ? ['"b"', '1'] : ['"a"', '"\\\\"']);
    }
  });

  it.each(['', '[1]', '{"a":1', '{"a":1}x', '{"a" 1}', '{a:1}', '{1:1}', '}', ':}', '"":1}', ',"a":1}'])(
    'takes nothing from %j that has no name, or no end',
    (text) => {
      expect(tail(text).every(([name, value]) => /^".*"$/.test(name) && value === '1')).toBe(true);
    },
  );

  it('never gives what is no member, wherever the border is', () => {
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom('\\', '"', '\\"', '":"', '","', '{"', ':'),
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), value),
        fc.constantFrom(0, 1),
        fc.nat(200),
        (object, indent, lowest) => {
          const text = JSON.stringify(object, null, indent);
          const members = Object.entries(object).map(([name, member]) => [name, JSON.stringify(member)]);
          const found = tail(text, lowest).map(([name, member]) => [
            JSON.parse(name),
            JSON.stringify(JSON.parse(member)),
          ]);
          expect(found).toEqual(members.toReversed().slice(0, found.length));
          if (lowest === 0) expect(found).toHaveLength(members.length);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
