import type { FormerKeyUse } from '../exchange/former-key.ts';
import type { Redactor } from '../exchange/redact.ts';
import type { AcceptedFormerKey } from './client-keys.ts';

/** Names of programs, and of terminals, that are remembered of one former key: the ones that came last. */
const mostNames = 20;
/** Longer names are cut; they are labels in tables. */
const longestName = 80;

/** One use of a former key, at the door. */
export interface FormerKeyRequest {
  /** Id of the client. */
  readonly client: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly app: string | undefined;
  readonly terminal: string | undefined;
}

/** Counts the uses of former keys, in memory. A person sees from it when nobody needs the old key any more. */
export interface FormerKeys {
  /** Takes the keys that are accepted from now on; one that was there before keeps its counts. */
  configure(keys: readonly AcceptedFormerKey[]): void;
  used(request: FormerKeyRequest): void;
  /** Those that are still accepted at `now`. */
  list(now: number): FormerKeyUse[];
}

interface Count {
  until: number;
  readonly digest: string;
  requests: number;
  lastUsedAt: number | undefined;
  readonly apps: Set<string>;
  readonly terminals: Set<string>;
}

/** `redactor`: what a program or a terminal is called may hold a key. */
export function createFormerKeys(redactor: Pick<Redactor, 'text'>): FormerKeys {
  let counts = new Map<string, Count>();

  function note(names: Set<string>, name: string | undefined): void {
    if (name === undefined || name === '') return;
    const label = redactor.text(name).slice(0, longestName);
    // Taken out and put back, so that the order is that of the last use.
    names.delete(label);
    names.add(label);
    const [oldest] = names;
    if (names.size > mostNames && oldest !== undefined) names.delete(oldest);
  }

  return {
    configure(keys) {
      counts = new Map(
        keys.map(({ client, until, digest }) => {
          const before = counts.get(client);
          if (before === undefined || before.digest !== digest) return [client, countOf(digest, until)];
          before.until = until;
          return [client, before];
        }),
      );
    },
    used({ client, at, app, terminal }) {
      const count = counts.get(client);
      if (count === undefined) return;
      count.requests += 1;
      count.lastUsedAt = at;
      note(count.apps, app);
      note(count.terminals, terminal);
    },
    list(now) {
      return [...counts].flatMap(([client, count]) => (now < count.until ? [useOf(client, count)] : []));
    },
  };
}

function countOf(digest: string, until: number): Count {
  return { digest, until, requests: 0, lastUsedAt: undefined, apps: new Set(), terminals: new Set() };
}

function useOf(client: string, { until, requests, lastUsedAt, apps, terminals }: Count): FormerKeyUse {
  return {
    client,
    until,
    requests,
    ...(lastUsedAt !== undefined && { lastUsedAt }),
    apps: [...apps].reverse(),
    terminals: [...terminals].reverse(),
  };
}
