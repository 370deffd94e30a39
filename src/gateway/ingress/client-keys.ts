import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { FormerKey } from '../exchange/former-key.ts';
import { percentDecode } from './percent-decode.ts';

/** A client that was recognised by its key, and what it may use. */
export interface Client {
  readonly id: string;
  readonly role: 'admin' | 'manager' | 'user';
  /** Names or globs; absent: every model. */
  readonly models?: readonly string[];
  /** Provider ids; absent: every provider. */
  readonly providers?: readonly string[];
}

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
  /** `now` in milliseconds since the epoch. A present key wins over a former one that came with it. */
  find(keys: readonly string[], now: number): KnownKey | undefined;
  readonly formerKeys: readonly AcceptedFormerKey[];
}

interface TableRow extends KnownKey {
  readonly until: number;
}

/**
 * Builds the table; a client without a key is left out (its secret is missing). A former key that is somebody's
 * present one is ignored: nobody could say who is calling.
 */
export function createClientTable(
  clients: readonly Client[],
  keys: ReadonlyMap<string, string>,
  formers: ReadonlyMap<string, FormerKey> = new Map(),
): ClientTable {
  const byDigest = new Map<string, TableRow>();
  for (const client of clients) {
    const key = keys.get(client.id);
    if (key !== undefined && key !== '') {
      byDigest.set(digest(key), { client, isFormer: false, until: Number.POSITIVE_INFINITY });
    }
  }
  const formerKeys: AcceptedFormerKey[] = [];
  for (const client of clients) {
    const former = formers.get(client.id);
    if (former === undefined || former.key === '') continue;
    const name = digest(former.key);
    if (byDigest.has(name)) continue;
    byDigest.set(name, { client, isFormer: true, until: former.until });
    formerKeys.push({ client: client.id, until: former.until, digest: name });
  }
  return {
    formerKeys,
    find(candidates, now) {
      let former: KnownKey | undefined;
      for (const key of candidates) {
        const row = byDigest.get(digest(key));
        if (row === undefined || now >= row.until) continue;
        if (!row.isFormer) return row;
        former ??= row;
      }
      return former;
    },
  };
}

function digest(key: string): string {
  return hash('sha256', key, 'base64');
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
      keys.push(authorization.slice(space + 1).trim());
    }
  }
  add(keys, headers['x-api-key']);
  add(keys, headers['x-goog-api-key']);
  add(keys, headers['x-patchbay-key']);
  if (prefix !== undefined) keys.push(prefix);
  if (query.includes('key=')) add(keys, new URLSearchParams(query).get('key') ?? undefined);
  return keys.filter((key) => key !== '').slice(0, mostKeys);
}

function add(keys: string[], value: string | string[] | undefined): void {
  if (typeof value === 'string') keys.push(value.trim());
  else if (value !== undefined) keys.push(...value.map((each) => each.trim()));
}

/** The query without `key`, as it may go upstream. */
export function withoutKey(query: string): string {
  if (!query.includes('key=')) return query;
  return query
    .split('&')
    .filter((pair) => !/^key(?:=|$)/i.test(percentDecode(pair) ?? pair))
    .join('&');
}
