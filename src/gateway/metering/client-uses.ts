import type { Clock, Timer } from '../exchange/ports.ts';
import type { ClientUse } from '../storage/client-store.ts';

/** Milliseconds over which last uses are collected before they are written. */
const saveMs = 10_000;

/** When a client was last let in; one object for all of its keys, so that noting it is an assignment. */
export interface Use {
  readonly client: string;
  /** Milliseconds since the epoch; 0: never. */
  at: number;
  /** It is among those that will be written. */
  waits: boolean;
}

/** Last uses of all clients. They are noted on the request path, and written behind it, many at a time. */
export interface ClientUses {
  /** The use of a client; made when there is none. */
  of(client: string): Use;
  note(use: Use, at: number): void;
  /** Takes what was kept before. */
  restore(uses: readonly ClientUse[]): void;
  /** Drops what is known of a client. */
  forget(client: string): void;
  /** Keeps these clients alone; returns those that were dropped. */
  retain(clients: ReadonlySet<string>): string[];
  /** Writes what waits. Never rejects. */
  flush(): Promise<void>;
}

export interface ClientUsesDeps {
  readonly clock: Clock;
  readonly save: (uses: readonly ClientUse[]) => Promise<void>;
  /** They could not be written; they are tried again with the next ones. */
  readonly onTrouble: (error: unknown) => void;
}

export function createClientUses({ clock, save, onTrouble }: ClientUsesDeps): ClientUses {
  const uses = new Map<string, Use>();
  let waiting: Use[] = [];
  let timer: Timer | undefined;

  function of(client: string): Use {
    const known = uses.get(client);
    if (known !== undefined) return known;
    const made: Use = { client, at: 0, waits: false };
    uses.set(client, made);
    return made;
  }

  function wait(use: Use): void {
    use.waits = true;
    waiting.push(use);
    timer ??= clock.after(saveMs, () => void flush());
  }

  async function flush(): Promise<void> {
    timer?.cancel();
    timer = undefined;
    const due = waiting.filter((use) => uses.get(use.client) === use);
    waiting = [];
    for (const use of due) use.waits = false;
    if (due.length === 0) return;
    try {
      await save(due.map(({ client, at }) => ({ client, at })));
    } catch (error) {
      onTrouble(error);
      for (const use of due) if (!use.waits) wait(use);
    }
  }

  return {
    of,
    note(use, at) {
      use.at = at;
      if (!use.waits) wait(use);
    },
    restore(kept) {
      for (const { client, at } of kept) {
        const use = of(client);
        use.at = Math.max(use.at, at);
      }
    },
    forget: (client) => void uses.delete(client),
    retain(clients) {
      const dropped = [...uses.keys()].filter((client) => !clients.has(client));
      for (const client of dropped) uses.delete(client);
      return dropped;
    },
    flush,
  };
}
