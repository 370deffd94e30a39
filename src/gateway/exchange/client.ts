import type { RoutingMode } from './routing-mode.ts';

/** What a key may do in the control API: all of it, its own clients, nothing but itself. */
export type ClientRole = 'admin' | 'manager' | 'user';

export const clientRoles: readonly ClientRole[] = ['admin', 'manager', 'user'];

/** A client that was recognised by its key, and what it may use. */
export interface Client {
  readonly id: string;
  readonly role: ClientRole;
  /** Names or globs; absent: every model. */
  readonly models?: readonly string[];
  /** Provider ids or globs; absent: every provider. */
  readonly providers?: readonly string[];
  /** How the candidates of its requests are ordered; absent: as everybody's. */
  readonly mode?: RoutingMode;
  /** Milliseconds since the epoch from which on the key is refused; absent: it does not expire. */
  readonly expiresAt?: number;
}
