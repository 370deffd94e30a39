import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { exampleOf } from '../../../../src/gateway/upstream/demo/example-of.ts';

describe('exampleOf', () => {
  it('fits the schemas that typed clients send', () => {
    const shapes = [
      z.object({ title: z.string(), tags: z.array(z.string()).min(2), kind: z.enum(['a', 'b']) }),
      z.object({ n: z.number().int().min(3), f: z.number().max(-2), deep: z.object({ ok: z.boolean() }) }),
      z.object({
        either: z.union([z.string(), z.number()]),
        maybe: z.string().nullable(),
        not: z.string().optional(),
      }),
      z.object({ lit: z.literal('x'), long: z.string().min(20), short: z.string().max(2) }),
      z.discriminatedUnion('t', [z.object({ t: z.literal('p') }), z.object({ t: z.literal('q') })]),
      z.array(z.null()),
    ];
    for (const shape of shapes) {
      const made = exampleOf(z.toJSONSchema(shape));
      expect(shape.safeParse(made).error).toBeUndefined();
    }
  });

  it('follows references inside the schema, and ends when they go in circles', () => {
    const $defs = { leaf: { type: 'string' }, loop: { $ref: '#/$defs/loop' } };
    expect(exampleOf({ $ref: '#/$defs/leaf', $defs })).toBe('demo');
    expect(exampleOf({ $ref: '#/$defs/loop', $defs })).toBeNull();
    const node = { type: 'object', properties: { next: { $ref: '#' } }, required: ['next'] };
    expect(() => JSON.stringify(exampleOf(node))).not.toThrow();
  });

  it('makes something of anything, and nothing huge', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (schema) => {
        expect(JSON.stringify(exampleOf(schema))?.length ?? 0).toBeLessThan(100_000);
      }),
    );
    expect(exampleOf({ type: 'string', minLength: 1e12 })).toHaveLength(1000);
    const wide = (items: unknown) => ({ type: 'array', minItems: 40, items });
    const wider = exampleOf(wide(wide(wide(wide({ type: 'string', minLength: 40 })))));
    expect(JSON.stringify(wider).length).toBeLessThan(100_000);
    expect(exampleOf({ type: 'array', minItems: 1e12, items: { type: 'null' } })).toHaveLength(1000);
  });
});
