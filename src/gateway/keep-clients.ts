import type { Client } from './exchange/client.ts';
import type { GatewayEvent } from './exchange/event.ts';
import type { Clock, Log, Random, Timer } from './exchange/ports.ts';
import type { Redactor } from './exchange/redact.ts';
import type { MadeKeys } from './ingress/client-keys.ts';
import { type ClientBook, createClientBook } from './metering/client-book.ts';
import { createClientUses } from './metering/client-uses.ts';
import type { ClientStore } from './storage/client-store.ts';

/** Milliseconds until the keys are read again after it failed: doubling … */
const firstRetryMs = 500;
/** … up to this. */
const lastRetryMs = 30_000;

export interface KeepClientsDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: ClientStore;
  readonly redactor: Redactor;
  readonly log: Log;
  readonly tell: (event: GatewayEvent) => void;
}

/** The clients that are made while the gateway runs, and the last uses of all. */
export interface KeptClients {
  readonly book: ClientBook;
  /** What the door looks keys up in. */
  readonly keys: MadeKeys;
  /** When a client was last let in, in milliseconds since the epoch; undefined: never. */
  lastUsed(client: string): number | undefined;
  /** Takes the clients of a config. */
  configure(clients: readonly Client[]): void;
  /** Resolves after the first try to read what was kept; when that failed it is tried again later. */
  start(): Promise<void>;
  /** Writes what waits. */
  stop(): Promise<void>;
}

export function keepClients({ clock, random, store, redactor, log, tell }: KeepClientsDeps): KeptClients {
  const uses = createClientUses({
    clock,
    save: (due) => store.noteUses(due),
    onTrouble: (error) => log.warn('when clients were last seen could not be written', { error }),
  });
  const book = createClientBook({ clock, random, store, uses, redactor });
  let retryMs = firstRetryMs;
  let retry: Timer | undefined;

  function shadowed(client: string): void {
    const message = `The config has a client ${client}, so the key of this id that was made through the API is refused.`;
    tell({ at: clock.now(), level: 'warning', code: 'client.shadowed', message, fields: { client } });
  }

  async function load(): Promise<void> {
    try {
      await book.load();
      for (const client of book.list())
        if (book.state(client, clock.now()) === 'shadowed') shadowed(client.id);
    } catch (error) {
      log.error('the client keys could not be read; they are refused until they can be', { error });
      retry = clock.after(retryMs, () => void load());
      retryMs = Math.min(lastRetryMs, retryMs * 2);
    }
  }

  return {
    book,
    keys: {
      get loaded() {
        return book.loaded;
      },
      find: book.find,
      closed: book.closed,
      use: uses.of,
      note: uses.note,
    },
    lastUsed(client) {
      const { at } = uses.of(client);
      return at === 0 ? undefined : at;
    },
    configure(clients) {
      for (const client of book.configure(clients)) shadowed(client);
    },
    start: load,
    async stop() {
      retry?.cancel();
      await uses.flush();
    },
  };
}
