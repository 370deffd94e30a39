import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Losses } from '../../../src/gateway/dialects/losses.ts';
import { removeUnsupported, withoutUnsupported } from '../../../src/gateway/dialects/unsupported-fields.ts';

function without(body: string, ...unsupportedFields: string[]) {
  const losses = new Losses();
  const left = withoutUnsupported(Buffer.from(body), unsupportedFields, losses).toString();
  return { left, lost: losses.list.map(({ path }) => path) };
}

it.each<[string, string, string[], string, string[]]>([
  ['the first', '{"seed":1, "model":"m"}', ['seed'], '{ "model":"m"}', ['/seed']],
  ['the last', '{"model":"m", "seed":1}', ['seed'], '{"model":"m"}', ['/seed']],
  ['the only one', '{ "seed" : [1,{"a":"}"}] }', ['seed'], '{  }', ['/seed']],
  ['neighbours', '{"a":1,"b":2,"c":3}', ['b', 'a'], '{"c":3}', ['/a', '/b']],
  ['one inside another', '{"a":{"b":1,"c":2},"d":3}', ['a.b'], '{"a":{"c":2},"d":3}', ['/a/b']],
  ['one deep inside', '{"x":0,"a":{"b":{"c":[2]}}}', ['a.b.c'], '{"x":0,"a":{"b":{}}}', ['/a/b/c']],
  ['an object and what is in it', '{"a":{"b":1},"d":3}', ['a', 'a.b'], '{"d":3}', ['/a']],
  ['one that stands there twice', '{"seed":1,"n":2,"seed":3}', ['seed'], '{"n":2}', ['/seed']],
  ['one twice inside', '{"a":{"b":1,"c":2,"b":3}}', ['a.b'], '{"a":{"c":2}}', ['/a/b']],
  ['one beside the like deeper down', '{"n":{"seed":1},"seed":2}', ['seed'], '{"n":{"seed":1}}', ['/seed']],
])('takes out %s', (_name, body, paths, left, lost) => {
  expect(without(body, ...paths)).toEqual({ left, lost });
});

it.each<[string, string, string[]]>([
  ['what is not there', '{"model":"m","messages":[{"seed":1}]}', ['seed', 'a.seed', 'model.seed']],
  ['what makes the request', '{"model":"m","messages":[],"input":1}', ['model', 'messages', 'input']],
  ['what is not JSON', '{"seed":1,', ['seed']],
  ['a list', '[{"seed":1}]', ['seed']],
  ['what is in a list', '{"a":[{"b":1}]}', ['a.b']],
])('leaves %s as it came', (_name, body, paths) => {
  expect(without(body, ...paths)).toEqual({ left: body, lost: [] });
});

it('gives the same bytes back when there is nothing to take out', () => {
  const body = Buffer.from('{"model":"m"}');
  expect(withoutUnsupported(body, [], new Losses())).toBe(body);
  expect(withoutUnsupported(body, ['seed'], new Losses())).toBe(body);
});

it('leaves of bytes what it leaves of a body that was written', () => {
  const names = ['a', 'b', 'c'];
  const leaf = fc.constantFrom<unknown>(1, 'x"},{', null, [{ a: 1 }]);
  const inner = fc.dictionary(fc.constantFrom(...names), leaf);
  const body = fc.dictionary(
    fc.constantFrom(...names),
    fc.oneof(leaf, inner, fc.dictionary(fc.constantFrom(...names), inner)),
  );
  const path = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 });
  const paths = fc.array(
    path.map((steps) => steps.join('.')),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(body, paths, fc.constantFrom(undefined, 2), (object, unsupportedFields, space) => {
      const left = withoutUnsupported(
        Buffer.from(JSON.stringify(object, undefined, space)),
        unsupportedFields,
        new Losses(),
      );
      const written = structuredClone(object);
      removeUnsupported(written, { unsupportedFields }, new Losses());
      expect(JSON.parse(left.toString())).toEqual(written);
    }),
    { numRuns: 400 },
  );
});
