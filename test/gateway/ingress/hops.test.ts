import { describe, expect, it } from 'vitest';
import { readHops } from '../../../src/gateway/ingress/hops.ts';

describe('the gateways that a request has passed', () => {
  it.each([
    [undefined, 'me'],
    ['a', 'a,me'],
    ['a, b ,c', 'a,b,c,me'],
  ])('%s goes on as %s', (header, next) => {
    const headers = header === undefined ? {} : { 'x-patchbay-hop': header };
    expect(readHops(headers, 'me')).toEqual({ ok: true, next });
  });

  it.each([
    ['me', 'loop'],
    ['a,me,b', 'loop'],
    ['a,b,c,d', 'too-many'],
    ['', 'unreadable'],
    ['a,,b', 'unreadable'],
    ['a b', 'unreadable'],
    ['x'.repeat(65), 'unreadable'],
    [`me,${'a,'.repeat(1000)}a`, 'unreadable'],
  ])('%s is refused: %s', (header, kind) => {
    expect(readHops({ 'x-patchbay-hop': header }, 'me')).toMatchObject({ ok: false, problem: { kind } });
  });
});
