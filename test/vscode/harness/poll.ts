import { setTimeout as pause } from 'node:timers/promises';

/** What VS Code needs for anything it has been asked for, on a busy machine. */
export const usualMs = 30_000;

/** From the start of a server or an empty page to something usable, on a machine that does a lot else. */
export const startMs = 120_000;

/** Short against what a person notices, long against what a look costs. */
const betweenMs = 50;

export interface PollOptions {
  /** Milliseconds until it gives up; default `usualMs`. */
  readonly timeoutMs?: number;
  /** Milliseconds between two looks. */
  readonly everyMs?: number;
}

/**
 * Looks until there is something: the first value of `look` that is neither undefined nor false. Rejects when the
 * time is up, and says what it waited for; an error of `look` counts as "not yet" and is named then.
 *
 * @param what completes "waited for …"
 */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  { timeoutMs = usualMs, everyMs = betweenMs }: PollOptions = {},
): Promise<Exclude<T, undefined | false>> {
  const end = performance.now() + timeoutMs;
  let trouble: unknown;
  for (;;) {
    try {
      const found = await look();
      if (isThere(found)) return found;
      trouble = undefined;
    } catch (error) {
      trouble = error;
    }
    if (performance.now() >= end) break;
    await pause(everyMs);
  }
  const why = trouble instanceof Error ? ` (${trouble.message.split('\n', 1)[0]})` : '';
  throw new Error(`waited ${timeoutMs / 1000} s for ${what}${why}`, { cause: trouble });
}

function isThere<T>(value: T): value is Exclude<T, undefined | false> {
  return value !== undefined && value !== false;
}
