import fc from 'fast-check';
import { parse } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import { codexSetup } from '../../../src/clients/setup/codex-setup.ts';
import { SetupRefusal } from '../../../src/clients/setup/setup-refusal.ts';
import { thereAndBack } from './texts.ts';

const setup = codexSetup('http://127.0.0.1:4000');

/** Ours and others, in the spellings that TOML allows. */
const key = fc.constantFrom(
  'model',
  'model_provider',
  '"model_provider"',
  'model_providers',
  'patchbay',
  "'patchbay'",
  'other',
  'features',
  '"features"',
  'daemon_auto_start',
  'name',
  'base_url',
  '"a.b"',
  "'c \"d'",
  '"ʎ😀"',
  '1',
  'profiles',
);
const dotted = fc
  .array(key, { minLength: 1, maxLength: 3 })
  .chain((keys) => fc.constantFrom('.', ' . ').map((dot) => keys.join(dot)));
const scalar = fc.constantFrom(
  '1',
  '-1_000',
  '9223372036854775807',
  '0xFF',
  '1.5e+3',
  'inf',
  'true',
  'false',
  '"patchbay"',
  "'Patchbay'",
  '"# no"',
  "'''\n[features] # no\n'''",
  '"""a\\\n   b"""',
  '1979-05-27T07:32:00Z',
  '07:32:00',
  '[ # in\n  1, [2],\n]',
  '[{ a = 1 }]',
);
const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    scalar,
    fc
      .tuple(fc.array(fc.tuple(key, tie('value')), { maxLength: 2 }), fc.constantFrom('', ' '))
      .map(([pairs, gap]) => `{${gap}${pairs.map(([name, each]) => `${name} = ${each}`).join(', ')}${gap}}`),
  ),
}));
const comment = fc.constantFrom('', ' # note', '# [features]', '\t#"');
const indent = fc.constantFrom('', '  ', '\t');
const statement = fc
  .tuple(indent, dotted, fc.constantFrom('=', ' = '), value, comment)
  .map((parts) => parts.join(''));
const header = fc
  .tuple(indent, dotted, fc.constantFrom('[', '[ ', '[['), comment)
  .map(([before, name, open, after]) => `${before}${open}${name}${open === '[[' ? ']]' : ']'}${after}`);
const other = fc.constantFrom('', '', '# a comment', '  # another [x]', ' ');

/** Lines in any order; most such texts are not TOML, so lines that break one are left out again. */
const document = fc
  .tuple(
    fc.array(fc.oneof(statement, statement, header, other), { maxLength: 9 }),
    fc.constantFrom('', '\ufeff'),
    fc.constantFrom('\n', '\r\n'),
    fc.boolean(),
  )
  .map(([lines, mark, newline, isEnded]) => {
    const kept: string[] = [];
    for (const line of lines) {
      kept.push(line);
      if (!isToml(kept.join('\n'))) kept.pop();
    }
    const text = kept.join('\n') + (isEnded ? '\n' : '');
    return mark + text.replaceAll('\n', newline);
  });

function isToml(text: string): boolean {
  try {
    read(text);
    return true;
  } catch {
    return false;
  }
}

/** A reader that the product does not use. */
function read(text: string): Record<string, unknown> {
  return parse(text, { integersAsBigInt: true });
}

/** A document without the values that are ours, and without tables that are empty for the lack of them. */
function withoutOurs(root: Record<string, unknown>): unknown {
  const copy: unknown = structuredClone(root);
  const take = (node: unknown, [name = '', ...rest]: readonly string[]): void => {
    if (!isTable(node)) return;
    if (rest.length > 0) take(node[name], rest);
    const left = node[name];
    if (rest.length === 0 || (isTable(left) && Object.keys(left).length === 0)) delete node[name];
  };
  take(copy, ['model_provider']);
  for (const name of ['name', 'base_url', 'wire_api', 'env_key'])
    take(copy, ['model_providers', 'patchbay', name]);
  take(copy, ['features', 'daemon_auto_start']);
  return copy;
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** Whether the text had parts of our table but no value of ours in it: such a table stays when undoing. */
function hasPartialTable(root: Record<string, unknown>): boolean {
  const providers = root.model_providers;
  const table = isTable(providers) ? providers.patchbay : undefined;
  const ours = ['name', 'base_url', 'wire_api', 'env_key'];
  return isTable(table) && Object.keys(table).length > 0 && !ours.some((name) => Object.hasOwn(table, name));
}

function linesOf(text: string): string[] {
  return text.replace('\ufeff', '').split(/\r?\n/);
}

/** Whether a key below another table chooses our provider: that too keeps our table. */
function isUsedElsewhere(text: string): boolean {
  return /model_provider"?\s*=\s*"patchbay"/.test(text);
}

describe('for any file of Codex', () => {
  test('values, comments and lines of others are kept, twice is once, and undoing gives the same bytes', () => {
    let applied = 0;
    fc.assert(
      fc.property(document, (text) => {
        let result: ReturnType<typeof thereAndBack>;
        try {
          result = thereAndBack(setup, text);
        } catch (error) {
          // A value of ours may have a table in its place, or the other way round; nothing else may go wrong.
          expect(error).toBeInstanceOf(SetupRefusal);
          expect(error).toMatchObject({ code: text.includes('[ # in') ? expect.any(String) : 'in-the-way' });
          return;
        }
        applied += 1;
        const { there, back } = result;
        expect(setup.changes.every((change) => change.isApplied(there))).toBe(true);
        expect(setup.changes.reduce((now, change) => change.apply(now), there)).toBe(there);
        expect(withoutOurs(read(there))).toEqual(withoutOurs(read(text)));
        const lines = linesOf(there);
        for (const line of linesOf(text)) {
          if (/^\s*#/.test(line)) expect(lines).toContain(line);
        }
        if (!hasPartialTable(read(text)) && !isUsedElsewhere(text)) expect(back).toBe(text);
      }),
      { numRuns: 300, examples: [["model_providers.patchbay.name='Patchbay'"]] },
    );
    // The property means something only if most texts get that far.
    expect(applied).toBeGreaterThan(100);
  });

  test('lines that somebody adds at the end afterwards are kept', () => {
    fc.assert(
      fc.property(
        document,
        fc.constantFrom('# later', '[later]', '  # [features]\n[[later]]'),
        (text, later) => {
          fc.pre(text.endsWith('\n') && !hasPartialTable(read(text)) && !isUsedElsewhere(text));
          let result: ReturnType<typeof thereAndBack>;
          try {
            result = thereAndBack(setup, text, (there) => `${there}${later}\n`);
          } catch (error) {
            expect(error).toBeInstanceOf(SetupRefusal);
            return;
          }
          expect(result.back).toBe(`${text}${later}\n`);
        },
      ),
      { numRuns: 200 },
    );
  });
});
