import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
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

/** Finds clients by key. Keys are compared by their SHA-256, so the time taken says nothing about their text. */
export interface ClientTable {
  find(keys: readonly string[]): Client | undefined;
}

/** Builds the table; a client without a key is left out (its secret is missing). */
export function createClientTable(
  clients: readonly Client[],
  keys: ReadonlyMap<string, string>,
): ClientTable {
  const byDigest = new Map<string, Client>();
  for (const client of clients) {
    const key = keys.get(client.id);
    if (key !== undefined && key !== '') byDigest.set(digest(key), client);
  }
  return {
    find(candidates) {
      for (const key of candidates) {
        const client = byDigest.get(digest(key));
        if (client !== undefined) return client;
      }
      return undefined;
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
