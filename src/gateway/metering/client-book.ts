import type { Client, ClientRole } from '../exchange/client.ts';
import { keyDigest, newClientKey } from '../exchange/client-key.ts';
import type { Clock, Random } from '../exchange/ports.ts';
import type { Redactor } from '../exchange/redact.ts';
import type { RoutingMode } from '../exchange/routing-mode.ts';
import type { ClientStore, StoredClient } from '../storage/client-store.ts';
import { StorageError } from '../storage/storage-error.ts';
import type { ClientUses, Use } from './client-uses.ts';
import { withinManager } from './within-manager.ts';

/** Keys that are not revoked; ten times what a large team has, and their look-up still costs one hash. */
export const mostClients = 10_000;
/** Revoked keys that are remembered, so that who comes with one is told so; the oldest are forgotten. */
export const mostRevoked = 1_000;
/** Keys whose text the redactor knows. All begin with `pbk-`, by which it knows the others in their usual forms. */
const mostLearned = 1_000;
/** Changes that wait for the disk. */
const mostChanges = 200;

/**
 * `shadowed`: the config has a client of this id now, and wins. `orphaned`: the manager whose child it is is gone, or
 * refused itself.
 */
export type ClientState = 'active' | 'expired' | 'revoked' | 'shadowed' | 'orphaned';

/** A key that opens the door until a moment. */
export interface OpenKey {
  readonly client: Client;
  readonly isFormer: boolean;
  readonly use: Use;
  /** Milliseconds since the epoch; minus infinity when it was closed. Looked at at every use, also on a known connection. */
  until: number;
}

/** Why a key that is known does not open. */
export interface ClosedKey {
  readonly client: string;
  readonly state: Exclude<ClientState, 'active'>;
  /** When it expired or was revoked; milliseconds since the epoch. */
  readonly at?: number;
}

/** What somebody wants of a new client. */
export interface ClientDraft {
  readonly id: string;
  readonly name?: string;
  readonly role: ClientRole;
  readonly models?: readonly string[];
  readonly providers?: readonly string[];
  readonly mode?: RoutingMode;
  readonly expiresAt?: number;
}

/** What is to be different; null takes a limit, a name or a mode away. */
export interface ClientChange {
  readonly name?: string | null;
  readonly role?: ClientRole;
  readonly models?: readonly string[] | null;
  readonly providers?: readonly string[] | null;
  readonly mode?: RoutingMode | null;
  readonly expiresAt?: number | null;
}

export type ClientProblem = 'in-config' | 'taken' | 'too-many' | 'unknown' | 'revoked' | 'child-role';

export type ClientResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: ClientProblem };

/** Clients that are made while the gateway runs. Their keys are known by their digests alone. */
export interface ClientBook {
  /** Reads what was kept. Rejects with StorageError, and may be called again. */
  load(): Promise<void>;
  /** Until then nobody knows whether a key is one of them. */
  readonly loaded: boolean;
  /** Takes the clients of the config; returns the ids of those here that are refused because of them from now on. */
  configure(clients: readonly Client[]): readonly string[];
  /** The key of a digest, whether or not its time is over. `key` is its text, for the redactor. */
  find(digest: string, key: string): OpenKey | undefined;
  /** Why the key of a digest is refused at `now`; undefined: nothing is known of it. */
  closed(digest: string, now: number): ClosedKey | undefined;
  list(): readonly StoredClient[];
  get(id: string): StoredClient | undefined;
  state(client: StoredClient, now: number): ClientState;
  /** What the client may do as its requests see it: never more than its manager. */
  allowed(client: StoredClient): Client;
  /** Makes a client; `key` is its key, told this once. Rejects with StorageError, and nothing was made. */
  create(draft: ClientDraft, by: Client): Promise<ClientResult<{ client: StoredClient; key: string }>>;
  /** Rejects with StorageError, and nothing was changed. */
  change(id: string, change: ClientChange): Promise<ClientResult<StoredClient>>;
  /**
   * The key is refused from the call on. Rejects with StorageError: it is refused, and a restart would take it back.
   * One that is revoked already is written once more.
   */
  revoke(id: string, by: Client): Promise<ClientResult<StoredClient>>;
}

export interface ClientBookDeps {
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Pick<Random, 'hex'>;
  readonly store: ClientStore;
  readonly uses: ClientUses;
  readonly redactor: Pick<Redactor, 'learn'>;
}

export function createClientBook({ clock, random, store, uses, redactor }: ClientBookDeps): ClientBook {
  const clients = new Map<string, StoredClient>();
  const open = new Map<string, OpenKey>();
  const ownerOf = new Map<string, string>();
  const learned = new Set<string>();
  let configured: ReadonlyMap<string, Client> = new Map();
  let alive = 0;
  let loaded = false;
  let changes = 0;
  let last: Promise<unknown> = Promise.resolve();

  /** One change after the other, so that the disk has them in the order of the memory. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (changes >= mostChanges) {
      return Promise.reject(
        new StorageError('unavailable', `${mostChanges} changes wait already; try again later.`),
      );
    }
    changes += 1;
    const turn = last.then(work).finally(() => {
      changes -= 1;
    });
    last = turn.catch(() => undefined);
    return turn;
  }

  function managerOf({ manager }: StoredClient): Client | undefined {
    if (manager === undefined) return undefined;
    const found = configured.get(manager) ?? activeHere(manager);
    return found?.role === 'manager' ? found : undefined;
  }

  function activeHere(id: string): StoredClient | undefined {
    const client = clients.get(id);
    return client === undefined || client.revokedAt !== undefined ? undefined : client;
  }

  /** What is the same at every moment; expiry is looked at where the time is known. */
  function fixedState(client: StoredClient): Exclude<ClientState, 'expired'> {
    if (client.revokedAt !== undefined) return 'revoked';
    if (configured.has(client.id)) return 'shadowed';
    return client.manager !== undefined && managerOf(client) === undefined ? 'orphaned' : 'active';
  }

  function state(client: StoredClient, now: number): ClientState {
    const fixed = fixedState(client);
    return fixed === 'active' && now >= untilOf(client) ? 'expired' : fixed;
  }

  /** A child does not outlive its manager. */
  function untilOf(client: StoredClient): number {
    const own = client.expiresAt ?? Number.POSITIVE_INFINITY;
    return Math.min(own, managerOf(client)?.expiresAt ?? Number.POSITIVE_INFINITY);
  }

  /** Puts the client's key in force as it is now; connections that have proved it before are asked anew. */
  function place(client: StoredClient): void {
    close(client.digest);
    const before = clients.get(client.id);
    if (before !== undefined && before.digest !== client.digest) {
      close(before.digest);
      ownerOf.delete(before.digest);
    }
    alive +=
      Number(client.revokedAt === undefined) - Number(before !== undefined && before.revokedAt === undefined);
    clients.set(client.id, client);
    ownerOf.set(client.digest, client.id);
    if (fixedState(client) === 'active') {
      const until = untilOf(client);
      open.set(client.digest, {
        client: effective(client, until),
        isFormer: false,
        use: uses.of(client.id),
        until,
      });
    }
  }

  function close(digest: string): void {
    const row = open.get(digest);
    if (row !== undefined) row.until = Number.NEGATIVE_INFINITY;
    open.delete(digest);
  }

  /** What the client may use as requests see it: never more than its manager. */
  function effective(client: StoredClient, until: number): Client {
    const manager = managerOf(client);
    const models = withinManager(client.models, manager?.models);
    const providers = withinManager(client.providers, manager?.providers);
    return {
      id: client.id,
      role: client.role,
      ...(models !== undefined && { models }),
      ...(providers !== undefined && { providers }),
      ...(client.mode !== undefined && { mode: client.mode }),
      ...(Number.isFinite(until) && { expiresAt: until }),
    };
  }

  /** A manager has changed. */
  function placeChildren(manager: string): void {
    for (const client of [...clients.values()]) if (client.manager === manager) place(client);
  }

  function putInForce(client: StoredClient): void {
    const was = clients.get(client.id)?.role;
    place(client);
    if (was === 'manager' || client.role === 'manager') placeChildren(client.id);
  }

  function learn(digest: string, key: string): void {
    if (learned.has(digest) || learned.size >= mostLearned) return;
    learned.add(digest);
    redactor.learn(key);
  }

  async function forgetOldRevoked(): Promise<void> {
    const revoked = [...clients.values()].filter(({ revokedAt }) => revokedAt !== undefined);
    const over = revoked.length - mostRevoked;
    if (over <= 0) return;
    revoked.sort((a, b) => (a.revokedAt ?? 0) - (b.revokedAt ?? 0));
    for (const { id, digest } of revoked.slice(0, over)) {
      clients.delete(id);
      ownerOf.delete(digest);
      if (!configured.has(id)) uses.forget(id);
      await store.remove(id);
    }
  }

  return {
    async load() {
      if (loaded) return;
      const kept = await store.load();
      uses.restore(kept.uses);
      for (const client of kept.clients) clients.set(client.id, client);
      alive = kept.clients.filter(({ revokedAt }) => revokedAt === undefined).length;
      // After all are there: a child needs its manager.
      for (const client of kept.clients) place(client);
      loaded = true;
      const known = new Set([...clients.keys(), ...configured.keys()]);
      for (const id of uses.retain(known)) await store.remove(id);
    },
    get loaded() {
      return loaded;
    },
    configure(next) {
      const before = configured;
      configured = new Map(next.map((client) => [client.id, client]));
      for (const client of [...clients.values()]) place(client);
      return [...configured.keys()].filter((id) => !before.has(id) && activeHere(id) !== undefined);
    },
    find(digest, key) {
      const row = open.get(digest);
      if (row !== undefined) learn(digest, key);
      return row;
    },
    closed(digest, now) {
      const client = clients.get(ownerOf.get(digest) ?? '');
      if (client === undefined) return undefined;
      const found = state(client, now);
      if (found === 'active') return undefined;
      const at = found === 'expired' ? untilOf(client) : client.revokedAt;
      return { client: client.id, state: found, ...(at !== undefined && { at }) };
    },
    list: () => [...clients.values()],
    get: (id) => clients.get(id),
    state,
    allowed: (client) => effective(client, untilOf(client)),
    create: (draft, by) =>
      inTurn(async () => {
        const before = clients.get(draft.id);
        const manager = by.role === 'manager' ? by.id : undefined;
        if (configured.has(draft.id)) return no('in-config');
        // The name of a revoked key is free for its owner; a manager must not come into somebody else's history.
        if (before !== undefined && before.revokedAt === undefined) return no('taken');
        if (before !== undefined && manager !== undefined && before.manager !== manager) return no('taken');
        if (alive >= mostClients) return no('too-many');
        if (manager !== undefined && draft.role !== 'user') return no('child-role');
        const key = newClientKey(random);
        const client: StoredClient = {
          ...draft,
          digest: keyDigest(key),
          keyEnd: key.slice(-4),
          createdAt: clock.now(),
          createdBy: by.id,
          ...(manager !== undefined && { manager }),
        };
        learn(client.digest, key);
        await store.save(client);
        putInForce(client);
        return { ok: true, value: { client, key } };
      }),
    change: (id, change) =>
      inTurn(async () => {
        const before = clients.get(id);
        if (before === undefined) return no('unknown');
        if (before.revokedAt !== undefined) return no('revoked');
        if (before.manager !== undefined && (change.role ?? 'user') !== 'user') return no('child-role');
        const client = changed(before, change);
        await store.save(client);
        // It may have been revoked meanwhile; that is written next, and must not be taken back here.
        if (clients.get(id) === before) putInForce(client);
        return { ok: true, value: client };
      }),
    revoke(id, by) {
      const before = clients.get(id);
      if (before === undefined) return Promise.resolve(no('unknown'));
      const revoked: StoredClient =
        before.revokedAt === undefined ? { ...before, revokedAt: clock.now(), revokedBy: by.id } : before;
      putInForce(revoked);
      return inTurn(async () => {
        if (clients.get(id) === revoked) await store.save(revoked);
        await forgetOldRevoked();
        return { ok: true, value: revoked };
      });
    },
  };
}

function no(problem: ClientProblem): { readonly ok: false; readonly problem: ClientProblem } {
  return { ok: false, problem };
}

function changed(client: StoredClient, change: ClientChange): StoredClient {
  const { name, models, providers, mode, expiresAt, ...rest } = client;
  const nextName = change.name === undefined ? name : change.name;
  const nextModels = change.models === undefined ? models : change.models;
  const nextProviders = change.providers === undefined ? providers : change.providers;
  const nextMode = change.mode === undefined ? mode : change.mode;
  const nextExpiry = change.expiresAt === undefined ? expiresAt : change.expiresAt;
  return {
    ...rest,
    role: change.role ?? client.role,
    ...(typeof nextName === 'string' && { name: nextName }),
    ...(nextModels !== undefined && nextModels !== null && { models: nextModels }),
    ...(nextProviders !== undefined && nextProviders !== null && { providers: nextProviders }),
    ...(nextMode !== undefined && nextMode !== null && { mode: nextMode }),
    ...(typeof nextExpiry === 'number' && { expiresAt: nextExpiry }),
  };
}
