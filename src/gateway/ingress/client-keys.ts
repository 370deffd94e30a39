import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import type { Client } from '../exchange/client.ts';
import { keyDigest } from '../exchange/client-key.ts';
import type { FormerKey } from '../exchange/former-key.ts';
import type { ClosedKey, OpenKey } from '../metering/client-book.ts';
import type { Use } from '../metering/client-uses.ts';
import { percentDecode } from './percent-decode.ts';

/** Whether the whole body must be read before a decision (contract: a second `model` could go round the list). */
export function isRestricted(client: Client): boolean {
  return client.models !== undefined || client.providers !== undefined;
}

/** A client that was found by a key. */
export interface KnownKey {
  readonly client: Client;
  /** The key is the client's former one. */
  readonly isFormer: boolean;
}

const proof = Symbol('the key that a connection has proved');

/** Holds for the table that it was proved to only: a key that is taken away or given to somebody else is a new table. */
interface Proof {
  readonly table: ClientTable;
  readonly key: string;
  readonly row: OpenKey;
}

interface ProvenSocket extends Socket {
  [proof]?: Proof;
}

/** A former key that the table accepts, without its text. */
export interface AcceptedFormerKey {
  /** Id of the client. */
  readonly client: string;
  /** Milliseconds since the epoch from which on it is a wrong key. */
  readonly until: number;
  readonly digest: string;
}

/** Finds clients by key. Keys are compared by their SHA-256, so the time taken says nothing about their text. */
export interface ClientTable {
  /**
   * `now` in milliseconds since the epoch. A present key wins over a former one that came with it. With the connection
   * that the keys came on, a key that it has proved already is not hashed again.
   */
  find(keys: readonly string[], now: number, connection?: Socket): KnownKey | undefined;
  /** Why one of these keys, of which none was found, is refused although it is known. */
  closed(keys: readonly string[], now: number): ClosedKey | undefined;
  /** False: keys that are not found may be known in a moment. */
  complete(): boolean;
  readonly formerKeys: readonly AcceptedFormerKey[];
}

/** The keys that are made while the gateway runs, and where it is noted that a client was let in. */
export interface MadeKeys {
  readonly loaded: boolean;
  find(digest: string, key: string): OpenKey | undefined;
  closed(digest: string, now: number): ClosedKey | undefined;
  use(client: string): Use;
  note(use: Use, at: number): void;
}

/**
 * Builds the table of the config's clients over the keys that are made at run time; a client without a key is left out
 * (its secret is missing). A former key that is somebody's present one is ignored: nobody could say who is calling.
 */
export function createClientTable(
  clients: readonly Client[],
  keys: ReadonlyMap<string, string>,
  formers: ReadonlyMap<string, FormerKey>,
  made: MadeKeys,
): ClientTable {
  const byDigest = new Map<string, OpenKey>();
  for (const client of clients) {
    const key = keys.get(client.id);
    if (key !== undefined && key !== '') {
      const use = made.use(client.id);
      byDigest.set(keyDigest(key), { client, isFormer: false, use, until: Number.POSITIVE_INFINITY });
    }
  }
  const formerKeys: AcceptedFormerKey[] = [];
  for (const client of clients) {
    const former = formers.get(client.id);
    if (former === undefined || former.key === '') continue;
    const name = keyDigest(former.key);
    if (byDigest.has(name)) continue;
    byDigest.set(name, { client, isFormer: true, use: made.use(client.id), until: former.until });
    formerKeys.push({ client: client.id, until: former.until, digest: name });
  }

  function lookUp(
    candidates: readonly string[],
    now: number,
    connection?: ProvenSocket,
  ): OpenKey | undefined {
    const proved = connection?.[proof];
    let former: OpenKey | undefined;
    for (const key of candidates) {
      if (proved?.table === table && now < proved.row.until && isSameKey(key, proved.key)) return proved.row;
      const name = keyDigest(key);
      const row = byDigest.get(name) ?? made.find(name, key);
      if (row === undefined || now >= row.until) continue;
      if (row.isFormer) {
        // Not remembered: a present key beside it wins.
        former ??= row;
        continue;
      }
      if (connection !== undefined) connection[proof] = { table, key, row };
      return row;
    }
    return former;
  }

  const table: ClientTable = {
    formerKeys,
    find(candidates, now, connection) {
      const row = lookUp(candidates, now, connection);
      if (row !== undefined) made.note(row.use, now);
      return row;
    },
    closed(candidates, now) {
      for (const key of candidates) {
        const closed = made.closed(keyDigest(key), now);
        if (closed !== undefined) return closed;
      }
      return undefined;
    },
    complete: () => made.loaded,
  };
  return table;
}

/**
 * Compares in a time that depends on the lengths only: behind a proxy, strangers may share a connection. A twentieth of
 * what hashing costs (1.3 us of a small request's 85).
 */
function isSameKey(given: string, known: string): boolean {
  if (given.length !== known.length) return false;
  let difference = 0;
  for (let at = 0; at < known.length; at += 1) difference |= given.charCodeAt(at) ^ known.charCodeAt(at);
  return difference === 0;
}

/** More keys than any client sends; each costs a hash. */
const mostKeys = 6;

/**
 * Every place where clients put a key. Claude Code sends two different ones when both of its variables are set,
 * so one that is ours is enough.
 */
export function keysOf(headers: IncomingHttpHeaders, query: string, prefix: string | undefined): string[] {
  const keys: string[] = [];
  const authorization = headers.authorization;
  if (authorization !== undefined) {
    const space = authorization.indexOf(' ');
    if (space > 0 && authorization.slice(0, space).toLowerCase() === 'bearer') {
      add(keys, authorization.slice(space + 1));
    }
  }
  add(keys, headers['x-api-key']);
  add(keys, headers['x-goog-api-key']);
  add(keys, headers['x-patchbay-key']);
  if (prefix !== undefined && prefix !== '') keys.push(prefix);
  if (query.includes('key=')) add(keys, new URLSearchParams(query).get('key') ?? undefined);
  return keys.length > mostKeys ? keys.slice(0, mostKeys) : keys;
}

function add(keys: string[], value: string | string[] | undefined): void {
  if (value === undefined) return;
  if (typeof value !== 'string') {
    for (const each of value) add(keys, each);
    return;
  }
  const key = value.trim();
  if (key !== '') keys.push(key);
}

/** The query without `key`, as it may go upstream. */
export function withoutKey(query: string): string {
  if (!query.includes('key=')) return query;
  return query
    .split('&')
    .filter((pair) => !/^key(?:=|$)/i.test(percentDecode(pair) ?? pair))
    .join('&');
}
