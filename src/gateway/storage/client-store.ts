import type { Client } from '../exchange/client.ts';

/** A client that was made through the control API. Its key is not in it, and nowhere else. */
export interface StoredClient extends Client {
  /** For people. */
  readonly name?: string;
  /** `keyDigest` of the key. */
  readonly digest: string;
  /** The last four characters of the key, by which people tell keys apart. */
  readonly keyEnd: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Id of the client that made it. */
  readonly createdBy: string;
  /** Id of the manager whose child it is; absent: it is an admin's to change. */
  readonly manager?: string;
  /** Milliseconds since the epoch; from then on the key is refused for good. */
  readonly revokedAt?: number;
  /** Id of the client that revoked it. */
  readonly revokedBy?: string;
}

/** When a client was last let in. */
export interface ClientUse {
  readonly client: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Where clients are kept. Every method rejects with a StorageError. */
export interface ClientStore {
  /** Everything that is kept, in the order of ids. */
  load(): Promise<{ readonly clients: readonly StoredClient[]; readonly uses: readonly ClientUse[] }>;
  /** Adds a client, or replaces the one of this id. Resolves when it is on the disk: a power cut does not undo it. */
  save(client: StoredClient): Promise<void>;
  /** Forgets a client and its last use. */
  remove(id: string): Promise<void>;
  /** Keeps last uses, of clients of the config too. The latest of a process may be lost with it. */
  noteUses(uses: readonly ClientUse[]): Promise<void>;
}
