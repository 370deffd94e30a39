import type { Clock } from '../exchange/ports.ts';

/** Retries of the same candidate that one conversation may cost before an answer of it succeeds. */
const mostRetries = 2;

/** Clients wait up to 40 s between their own retries; after this without a failure the conversation is another matter. */
const quietMs = 120_000;

/** More conversations than fail at one time by far; the oldest is forgotten first. */
const mostHomes = 10_000;

interface Spent {
  readonly retries: number;
  /** A request ended in a failure although retries were spent on it. */
  readonly failed: boolean;
  /** By the monotonic clock. */
  readonly at: number;
}

/**
 * How many retries of ours a conversation has had. Clients retry by themselves (Codex 5 times, Claude Code 10), so
 * every retry of ours would be made once for each of theirs.
 *
 * | state                     | a retry of ours | the request fails | an answer succeeds | 2 minutes of quiet |
 * | ------------------------- | --------------- | ----------------- | ------------------ | ------------------ |
 * | full                      | partly used     | full              | full               | full               |
 * | partly used               | partly used, after the second used up | used up | full  | full               |
 * | used up: no retry of ours | -               | used up           | full               | full               |
 *
 * Who else is asked after a failure is not touched by it.
 */
export class RetryBudget {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #limit: number;
  readonly #homes = new Map<string, Spent>();

  constructor(clock: Pick<Clock, 'monotonic'>, limit: number = mostHomes) {
    this.#clock = clock;
    this.#limit = limit;
  }

  get size(): number {
    return this.#homes.size;
  }

  /** Whether a retry may be made for this home. */
  allows(home: string): boolean {
    const spent = this.#get(home);
    return spent === undefined || (!spent.failed && spent.retries < mostRetries);
  }

  spend(home: string): void {
    const { retries = 0, failed = false } = this.#get(home) ?? {};
    this.#set(home, { retries: retries + 1, failed, at: this.#clock.monotonic() });
  }

  /** A request of this home has ended without an answer. */
  failed(home: string): void {
    const spent = this.#get(home);
    if (spent !== undefined) this.#set(home, { ...spent, failed: true, at: this.#clock.monotonic() });
  }

  succeeded(home: string): void {
    this.#homes.delete(home);
  }

  #get(home: string): Spent | undefined {
    const spent = this.#homes.get(home);
    if (spent === undefined || this.#clock.monotonic() - spent.at < quietMs) return spent;
    this.#homes.delete(home);
    return undefined;
  }

  #set(home: string, spent: Spent): void {
    this.#homes.delete(home);
    this.#homes.set(home, spent);
    if (this.#homes.size <= this.#limit) return;
    const oldest = this.#homes.keys().next();
    if (oldest.done !== true) this.#homes.delete(oldest.value);
  }
}
