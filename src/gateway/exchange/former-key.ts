/**
 * The key that a client had before its key was changed. Programs in open terminals still come with it; until a moment
 * it is as good as the new one, so that changing a key breaks nobody's work.
 */
export interface FormerKey {
  readonly key: string;
  /** Milliseconds since the epoch from which on it is a wrong key. */
  readonly until: number;
}

/** Who still comes with a client's former key. */
export interface FormerKeyUse {
  readonly client: string;
  /** Milliseconds since the epoch from which on it is a wrong key. */
  readonly until: number;
  readonly requests: number;
  /** Milliseconds since the epoch. */
  readonly lastUsedAt?: number;
  /** The latest first, at most 20. */
  readonly apps: readonly string[];
  /** From `/t/{terminal}`; the latest first, at most 20. */
  readonly terminals: readonly string[];
}
