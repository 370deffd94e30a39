import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Client } from '../../../src/gateway/exchange/client.ts';
import type { FormerKey } from '../../../src/gateway/exchange/former-key.ts';
import {
  type ClientTable,
  createClientTable,
  isRestricted,
  keysOf,
  type MadeKeys,
  withoutKey,
} from '../../../src/gateway/ingress/client-keys.ts';

/** No keys but those of the config. */
const nothingMade: MadeKeys = {
  loaded: true,
  find: () => undefined,
  closed: () => undefined,
  use: (client) => ({ client, at: 0, waits: false }),
  note(use, at) {
    use.at = at;
  },
};

function tableOf(
  clients: readonly Client[],
  keys: ReadonlyMap<string, string>,
  formers: ReadonlyMap<string, FormerKey> = new Map(),
): ClientTable {
  return createClientTable(clients, keys, formers, nothingMade);
}

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
  const table = tableOf(
    [admin, guest, { id: 'keyless', role: 'user' }],
    new Map([
      ['local', 'key-of-local'],
      ['guest', 'key-of-guest'],
      ['keyless', ''],
    ]),
  );

  it('takes any of the keys that came, because Claude Code sends two different ones', () => {
    expect(table.find(['sk-ant-somebody', 'key-of-guest'], 0)).toMatchObject({
      client: guest,
      isFormer: false,
    });
    expect(table.find(['key-of-local'], 0)?.client).toBe(admin);
  });

  it('knows a key again that a connection has proved, and no other by it', () => {
    const connection = new Socket();
    expect(table.find(['key-of-guest'], 0, connection)?.client).toBe(guest);
    expect(table.find(['key-of-guest'], 0, connection)?.client).toBe(guest);
    expect(table.find(['key-of-guesT'], 0, connection)).toBeUndefined();
    expect(table.find(['key-of-gues'], 0, connection)).toBeUndefined();
    expect(table.find([], 0, connection)).toBeUndefined();
    expect(table.find(['key-of-local', 'key-of-guest'], 0, connection)?.client).toBe(admin);
    expect(table.find(['sk-ant-somebody', 'key-of-local'], 0, connection)?.client).toBe(admin);
  });

  it('does not believe a connection what it has proved to another table', () => {
    const connection = new Socket();
    expect(table.find(['key-of-guest'], 0, connection)?.client).toBe(guest);
    const without = tableOf([admin], new Map([['local', 'key-of-local']]));
    expect(without.find(['key-of-guest'], 0, connection)).toBeUndefined();
    const exchanged = tableOf(
      [admin, guest],
      new Map([
        ['local', 'key-of-guest'],
        ['guest', 'key-of-local'],
      ]),
    );
    expect(exchanged.find(['key-of-guest'], 0, connection)?.client).toBe(admin);
    expect(exchanged.find(['key-of-guest'], 0, connection)?.client).toBe(admin);
  });

  it('asks the time of a former key at each use, whatever its connection has proved', () => {
    const connection = new Socket();
    const rotating = tableOf(
      [admin],
      new Map([['local', 'key-of-local']]),
      new Map([['local', { key: 'former-key', until: 100 }]]),
    );
    expect(rotating.find(['former-key'], 99, connection)).toMatchObject({ client: admin, isFormer: true });
    expect(rotating.find(['key-of-local'], 99, connection)).toMatchObject({ client: admin, isFormer: false });
    expect(rotating.find(['former-key'], 100, connection)).toBeUndefined();
  });

  it('finds nobody for a wrong, empty or longer key', () => {
    expect(table.find([], 0)).toBeUndefined();
    expect(table.find(['', 'key-of-local ', 'key-of-loca'], 0)).toBeUndefined();
  });

  it('knows who is restricted', () => {
    expect(isRestricted(admin)).toBe(false);
    expect(isRestricted(guest)).toBe(true);
    expect(isRestricted({ id: 'x', role: 'user', providers: [] })).toBe(true);
  });
});

describe('a former key', () => {
  const one = { id: 'one', role: 'user' as const };
  const two = { id: 'two', role: 'user' as const };
  const present = new Map([
    ['one', 'key-of-one'],
    ['two', 'key-of-two'],
  ]);
  const tableWith = (formers: readonly (readonly [string, string, number])[]) =>
    tableOf([one, two], present, new Map(formers.map(([client, key, until]) => [client, { key, until }])));

  it('finds its client until its time, and nobody from then on', () => {
    const table = tableWith([['one', 'before', 1_000]]);
    expect(table.find(['before'], 999)).toMatchObject({ client: one, isFormer: true });
    expect(table.find(['before'], 1_000)).toBeUndefined();
    expect(table.find(['key-of-one'], 1_000)).toMatchObject({ client: one, isFormer: false });
  });

  it('stands behind a present one that came with it', () => {
    const table = tableWith([['one', 'before', 1_000]]);
    expect(table.find(['before', 'key-of-two'], 0)).toMatchObject({ client: two, isFormer: false });
  });

  it('is ignored when it is anybody’s present key, empty, or of a client that there is not', () => {
    const table = tableWith([
      ['one', 'key-of-two', 1_000],
      ['two', '', 1_000],
      ['three', 'before', 1_000],
    ]);
    expect(table.formerKeys).toEqual([]);
    expect(table.find(['key-of-two'], 0)).toMatchObject({ client: two, isFormer: false });
    expect(table.find(['before', ''], 0)).toBeUndefined();
  });

  it('of two clients is the first one’s', () => {
    const table = tableWith([
      ['two', 'shared', 1_000],
      ['one', 'shared', 1_000],
    ]);
    expect(table.find(['shared'], 0)?.client).toBe(one);
    expect(table.formerKeys.map(({ client }) => client)).toEqual(['one']);
  });
});
