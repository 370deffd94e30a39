import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import {
  createClientTable,
  isRestricted,
  keysOf,
  withoutKey,
} from '../../../src/gateway/ingress/client-keys.ts';

describe('where clients put their key', () => {
  it('is read from every header, the path and the query', () => {
    const headers = {
      authorization: 'Bearer one',
      'x-api-key': 'two',
      'x-goog-api-key': 'three',
      'x-patchbay-key': 'four',
    };
    expect(keysOf(headers, 'alt=sse&key=six', 'five')).toEqual([
      'one',
      'two',
      'three',
      'four',
      'five',
      'six',
    ]);
  });

  it('knows the scheme in any case and no other scheme', () => {
    expect(keysOf({ authorization: 'bearer  x ' }, '', undefined)).toEqual(['x']);
    expect(keysOf({ authorization: 'Basic x' }, '', undefined)).toEqual([]);
    expect(keysOf({ authorization: 'x' }, '', undefined)).toEqual([]);
  });

  it('is taken out of the query before it goes upstream', () => {
    expect(withoutKey('key=secret')).toBe('');
    expect(withoutKey('alt=sse&key=secret&x=1')).toBe('alt=sse&x=1');
    expect(withoutKey('k%65y=secret&x=1&monkey=2')).toBe('x=1&monkey=2');
    expect(withoutKey('monkey=2')).toBe('monkey=2');
  });
});

describe('finding a client', () => {
  const admin = { id: 'local', role: 'admin' as const };
  const guest = { id: 'guest', role: 'user' as const, models: ['gpt-*'] };
  const table = createClientTable(
    [admin, guest, { id: 'keyless', role: 'user' }],
    new Map([
      ['local', 'key-of-local'],
      ['guest', 'key-of-guest'],
      ['keyless', ''],
    ]),
  );

  it('takes any of the keys that came, because Claude Code sends two different ones', () => {
    expect(table.find(['sk-ant-somebody', 'key-of-guest'])).toBe(guest);
    expect(table.find(['key-of-local'])).toBe(admin);
  });

  it('knows a key again that a connection has proved, and no other by it', () => {
    const connection = new Socket();
    expect(table.find(['key-of-guest'], connection)).toBe(guest);
    expect(table.find(['key-of-guest'], connection)).toBe(guest);
    expect(table.find(['key-of-guesT'], connection)).toBeUndefined();
    expect(table.find(['key-of-gues'], connection)).toBeUndefined();
    expect(table.find([], connection)).toBeUndefined();
    expect(table.find(['key-of-local', 'key-of-guest'], connection)).toBe(admin);
    expect(table.find(['sk-ant-somebody', 'key-of-local'], connection)).toBe(admin);
  });

  it('does not believe a connection what it has proved to another table', () => {
    const connection = new Socket();
    expect(table.find(['key-of-guest'], connection)).toBe(guest);
    const without = createClientTable([admin], new Map([['local', 'key-of-local']]));
    expect(without.find(['key-of-guest'], connection)).toBeUndefined();
    const exchanged = createClientTable(
      [admin, guest],
      new Map([
        ['local', 'key-of-guest'],
        ['guest', 'key-of-local'],
      ]),
    );
    expect(exchanged.find(['key-of-guest'], connection)).toBe(admin);
    expect(exchanged.find(['key-of-guest'], connection)).toBe(admin);
  });

  it('finds nobody for a wrong, empty or longer key', () => {
    expect(table.find([])).toBeUndefined();
    expect(table.find(['', 'key-of-local ', 'key-of-loca'])).toBeUndefined();
  });

  it('knows who is restricted', () => {
    expect(isRestricted(admin)).toBe(false);
    expect(isRestricted(guest)).toBe(true);
    expect(isRestricted({ id: 'x', role: 'user', providers: [] })).toBe(true);
  });
});
