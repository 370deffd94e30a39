import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  hasKeyBytes,
  insertAfter,
  removeMember,
  removeMembers,
  replaceModel,
  type ScannedMember,
  scanBody,
  spliceBody,
} from '../../../src/gateway/dialects/body-scan.ts';

const modes = ['early', 'whole'] as const;

function scanned(text: string, wanted: readonly string[], mode: (typeof modes)[number] = 'whole') {
  const result = scanBody(Buffer.from(text), wanted, mode);
  if (!result.ok) throw new Error(`${result.detail} at ${result.at}`);
  return result;
}

function member(text: string, name: string): ScannedMember {
  const found = scanned(text, [name]).members[name];
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

function problem(text: string | Buffer, mode: (typeof modes)[number] = 'whole') {
  const result = scanBody(Buffer.from(text), ['model', 'stream'], mode);
  return result.ok ? undefined : result;
}

/** A body like an agent's: the model first, `stream` behind much text. */
function agentBody(bytes: number, end = '"stream":true'): string {
  const messages = Array.from({ length: Math.ceil(bytes / 1000) }, (_, index) => ({
    role: 'user',
    content: `"stream":false, \\ ${'x'.repeat(900)} é ${index}`,
  }));
  return `{"model":"a","messages":${JSON.stringify(messages)},${end}}`;
}

describe.each(modes)('a scan (%s)', (mode) => {
  it('finds members with their places and values', () => {
    const text = '{ "model" : "gpt" , "stream":true,"n":-1.5e3,"x":null,"o":{},"l":[1] }';
    const { members, duplicates } = scanned(text, ['model', 'stream', 'n', 'x', 'o', 'l'], mode);
    expect(members.model).toEqual({
      keyStart: 2,
      keyEnd: 9,
      valueStart: 12,
      valueEnd: 17,
      kind: 'string',
      value: 'gpt',
    });
    expect(members.stream).toMatchObject({ kind: 'boolean', value: true });
    expect(members.n).toMatchObject({ kind: 'number', value: -1500 });
    expect(members.x).toMatchObject({ kind: 'null', value: null });
    expect(members.o).toMatchObject({ kind: 'object' });
    expect(members.l).toMatchObject({ kind: 'array', valueStart: 65, valueEnd: 68 });
    expect(duplicates).toEqual([]);
  });

  it('compares names after unescaping', () => {
    const text = '{"mod\\u0065l":"a\\u00e9\\n","\\u0073tream":true}';
    const { members } = scanned(text, ['model', 'stream'], mode);
    expect(members.model?.value).toBe('aé\n');
    expect(members.stream?.value).toBe(true);
  });

  it('does not take nested members, or words in strings, for members', () => {
    const text = '{"a":{"model":"no"},"b":[{"model":"no"}],"c":"\\"model\\":\\"no\\"","model":"yes"}';
    expect(scanned(text, ['model'], mode).members.model?.value).toBe('yes');
    expect(scanned('{"a":{"model":"no"}}', ['model'], mode).members).toEqual({});
  });

  it('takes the first of two', () => {
    expect(scanned('{"model":"a","model":"b"}', ['model'], mode).members.model?.value).toBe('a');
  });

  it.each([
    ['', 'it is empty', 0],
    ['  ', 'it is empty', 2],
    ['[]', 'it is not a JSON object', 0],
    ['"x"', 'it is not a JSON object', 0],
    ['{', 'it ends where a member name should be', 1],
    ['{"a":1', 'a comma or a closing brace is missing', 6],
    ['{"a":1 "b":2}', 'a comma or a closing brace is missing', 7],
    ['{"a":1,}', '"}" stands where a member name should be', 7],
    ['{"a" 1}', '"1" stands where a colon should be', 5],
    ['{"a":}', '"}" stands where a value should be', 5],
    ['{"a":nul}', 'a literal is not valid', 5],
    ['{"a":[1}', '"}" stands where a comma or a closing bracket should be', 7],
    ['{"a":{"b":1]', '"]" stands where a comma or a closing brace should be', 11],
    ['{"a":"b', 'a string is not closed', 7],
    ['{"a":"b\\', 'a string is not closed', 7],
    ['{"a":-}', 'a number is not valid', 6],
    ['{"a":1}x', 'something follows the end of the object', 7],
    ['{"a":1}{}', 'something follows the end of the object', 7],
  ])('refuses %j', (text, detail, at) => {
    expect(problem(text, mode)).toEqual({ ok: false, detail, at });
  });

  it('refuses deep nesting without overflow, and quickly', () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(problem(deep, mode)?.detail).toBe('it is nested deeper than 512 levels');
    const objects = `{"a":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_001)}`;
    expect(problem(objects, mode)?.detail).toBe('it is nested deeper than 512 levels');
    expect(problem(`{"a":${'['.repeat(511)}${']'.repeat(511)}}`, mode)).toBeUndefined();
    expect(problem(`{"a":${'['.repeat(512)}${']'.repeat(512)}}`, mode)?.at).toBe(5 + 511);
  });

  it('finds what stands behind a long middle', () => {
    for (const end of [
      '"stream":true',
      '"stream" : true, "temperature":1 ',
      '"stream":true,"tools":[{"a":"}{\\""}]',
    ]) {
      const text = agentBody(100_000, end);
      const { members } = scanned(text, ['model', 'stream'], mode);
      expect(members.model?.value).toBe('a');
      expect(members.stream?.value).toBe(true);
      const { keyStart = 0, valueEnd = 0 } = members.stream ?? {};
      expect(Buffer.from(text).subarray(keyStart, valueEnd).toString()).toMatch(/^"stream" ?: ?true$/);
    }
  });
});

describe('an early scan', () => {
  it('stops when everything is found', () => {
    expect(
      scanned('{"model":"a","stream":true,, not JSON', ['model', 'stream'], 'early').members.stream?.value,
    ).toBe(true);
  });

  it('looks at nothing when nothing is wanted', () => {
    expect(scanned('not JSON', [], 'early').members).toEqual({});
  });

  it('goes on forward when the end does not tell', () => {
    const late = agentBody(20_000, `"stream":true,"metadata":${JSON.stringify('y'.repeat(9000))}`);
    expect(scanned(late, ['model', 'stream'], 'early').members.stream?.value).toBe(true);
    expect(scanned(agentBody(20_000, '"n":1'), ['model', 'stream'], 'early').members.stream).toBeUndefined();
    // Cut at its end: the look from there finds no object, and the way forward ends too soon.
    expect(problem(agentBody(20_000, '"n":1').slice(0, -1), 'early')?.detail).toBe(
      'a comma or a closing brace is missing',
    );
  });

  it('takes nothing from an end that is no JSON', () => {
    for (const end of ['"stream":tru', '"stream":,"x":1', '"stream" true']) {
      expect(problem(agentBody(20_000, end), 'early'), end).toBeDefined();
    }
  });
});

describe('a whole scan', () => {
  it('reports wanted names that stand there twice, in whatever spelling', () => {
    const text = '{"model":"a","x":1,"mod\\u0065l":"b","x":2,"model":"c"}';
    expect(scanned(text, ['model', 'stream']).duplicates).toEqual(['model']);
  });

  it.each([
    ['a raw line feed in a string', '{"a":"b\nc"}', 'a string holds a raw control character (0x0a)', 7],
    ['NUL in a string', '{"a":"\u0000"}', 'a string holds a raw control character (0x00)', 6],
    ['NUL in a name', '{"\u0000":1}', 'a string holds a raw control character (0x00)', 2],
    ['an unknown escape', '{"a":"\\x"}', 'an escape in a string is not valid', 6],
    ['a torn escape', '{"a":"\\u12G4"}', 'an escape in a string is not valid', 8],
    ['a leading zero', '{"a":01}', 'a comma or a closing brace is missing', 6],
    ['a byte order mark', '\ufeff{}', 'it is not a JSON object', 0],
  ])('refuses %s', (_what, text, detail, at) => {
    expect(problem(text)).toEqual({ ok: false, detail, at });
  });

  it('accepts exactly what JSON.parse accepts', () => {
    const text = fc.oneof(
      fc.json({ maxDepth: 5 }).map((json) => `{"a":${json},"model":"m"}`),
      fc
        .dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 3 }))
        .map((value) => JSON.stringify(value, null, 1)),
      fc
        .array(
          fc.constantFrom(
            '{',
            '}',
            '[',
            ']',
            '"',
            ',',
            ':',
            '1',
            '-',
            '.',
            'e',
            '0',
            'true',
            'null',
            '\\',
            'u00e9',
            ' ',
            '\n',
            'a',
          ),
        )
        .map((parts) => `{"a":${parts.join('')}}`),
      fc
        .tuple(
          fc.json({ maxDepth: 3 }),
          fc.nat(),
          fc.constantFrom('', '"', '\\', '}', ',', '\u0000', '\t', '0'),
        )
        .map(([json, at, extra]) => {
          const whole = `{"a":${json}}`;
          const place = at % (whole.length + 1);
          return whole.slice(0, place) + extra + whole.slice(place + (at % 2));
        }),
      fc
        .tuple(fc.json({ maxDepth: 3 }), fc.nat())
        .map(([json, at]) => `{"a":${json}}`.slice(0, at % (json.length + 6))),
    );
    fc.assert(
      fc.property(text, (json) => {
        let parsed: unknown;
        try {
          parsed = JSON.parse(json);
        } catch {
          parsed = undefined;
        }
        const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
        expect(scanBody(Buffer.from(json), ['a'], 'whole').ok).toBe(isObject);
        // An early scan that finds nothing has read the structure of all of it: it never refuses a good body.
        if (isObject) expect(scanBody(Buffer.from(json), ['\u0000none'], 'early').ok).toBe(true);
      }),
      { numRuns: 800 },
    );
  });

  it('finds the same values as JSON.parse, wherever they stand', () => {
    const name = fc.constantFrom('model', 'stream', 'a', 'é', 'b"c', 'd\\');
    const padding = fc.constantFrom('', 'x'.repeat(300), 'y"\\\n'.repeat(400), 'é'.repeat(2000));
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      padding,
      fc.array(fc.dictionary(fc.string(), padding)),
    );
    const space = fc.constantFrom('', ' ', '\r\n\t');
    const members = fc.uniqueArray(fc.tuple(name, value, space, fc.boolean()), { selector: ([key]) => key });
    fc.assert(
      fc.property(members, fc.constantFrom(...modes), (list, mode) => {
        const text = `{${list
          .map(([key, json, gap, escaped]) => {
            const written = escaped ? `"${[...key].map(escapeUnit).join('')}"` : JSON.stringify(key);
            return `${gap}${written}${gap}:${gap}${JSON.stringify(json)}${gap}`;
          })
          .join(',')}}`;
        const body = Buffer.from(text);
        const result = scanBody(body, ['model', 'stream'], mode);
        if (!result.ok) throw new Error(result.detail);
        for (const wanted of ['model', 'stream']) {
          const expected = list.find(([key]) => key === wanted);
          const found = result.members[wanted];
          expect(found === undefined).toBe(expected === undefined);
          if (found === undefined || expected === undefined) continue;
          const inBody: unknown = JSON.parse(body.toString('utf8', found.valueStart, found.valueEnd));
          expect(inBody).toEqual(JSON.parse(JSON.stringify(expected[1])));
          expect(JSON.parse(body.toString('utf8', found.keyStart, found.keyEnd))).toBe(wanted);
          if (found.kind !== 'object' && found.kind !== 'array') expect(found.value).toEqual(inBody);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('edits', () => {
  const apply = (text: string, edits: Parameters<typeof spliceBody>[1]) =>
    spliceBody(Buffer.from(text), edits).toString();

  it('exchange the model and leave every other byte', () => {
    const text = '{ "model" : "old" ,"é":1}';
    const { valueStart: start, valueEnd: end } = member(text, 'model');
    expect(apply(text, [replaceModel({ start, end }, 'né"w')])).toBe('{ "model" : "né\\"w" ,"é":1}');
  });

  it('add a member behind another', () => {
    const text = '{"model":"a"}';
    expect(apply(text, [insertAfter(member(text, 'model'), '"b":{}')])).toBe('{"model":"a","b":{}}');
  });

  it.each([
    ['{"x":1,"a":2}', '{"a":2}'],
    ['{"a":2, "x":1}', '{"a":2}'],
    ['{"a":2 , "x":{"y":[1]} ,"b":3}', '{"a":2 , "b":3}'],
    ['{ "x" : 1 }', '{  }'],
  ])('take a member out of %s', (text, expected) => {
    expect(apply(text, [removeMember(Buffer.from(text), member(text, 'x'))])).toBe(expected);
  });

  it('take several out, neighbours or not, in any order', () => {
    const names = ['a', 'b', 'c', 'd'];
    fc.assert(
      fc.property(
        fc.subarray(names),
        fc.subarray(names),
        fc.constantFrom('', ' ', '\n '),
        (there, out, gap) => {
          const text = `{${there.map((name) => `${gap}"${name}"${gap}:${gap}[1]${gap}`).join(',')}}`;
          const { members } = scanned(text, names);
          const gone = out.toReversed().map((name) => members[name]);
          const found = gone.filter((each) => each !== undefined);
          const left: unknown = JSON.parse(apply(text, removeMembers(Buffer.from(text), found)));
          const expected = there.filter((name) => !out.includes(name)).map((name) => [name, [1]]);
          expect(left).toEqual(Object.fromEntries(expected));
        },
      ),
    );
  });

  it('stand side by side', () => {
    const text = '{"model":"a","x":1}';
    const model = member(text, 'model');
    const edits = [
      replaceModel({ start: model.valueStart, end: model.valueEnd }, 'b'),
      insertAfter(model, '"y":2'),
      removeMember(Buffer.from(text), member(text, 'x')),
    ];
    expect(apply(text, edits)).toBe('{"model":"b","y":2}');
  });
});

it('tells whether a name occurs at all', () => {
  expect(hasKeyBytes(Buffer.from('{"a":{"provider":1}}'), 'provider')).toBe(true);
  expect(hasKeyBytes(Buffer.from('{"a":"provider"}'), 'provide')).toBe(false);
});

function escapeUnit(char: string): string {
  return [...char].map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
}
