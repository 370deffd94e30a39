/** What a place was asked within the window, as far as one kind of failure is concerned. */
export interface Traffic {
  /** Requests that began or ended within the window. */
  readonly requests: number;
  readonly failures: number;
  /** Requests that began within the window and after the last one that succeeded. */
  readonly sinceSuccess: number;
}

/** Nothing is known. */
export const noTraffic: Traffic = { requests: 0, failures: 0, sinceSuccess: 0 };

/** Parts of the window: it moves on by a sixth of its length. */
const parts = 6;

/**
 * Counts requests of the last seconds. It holds numbers and no requests, so that one whose end was never told costs
 * nothing, and is forgotten with the window.
 */
export class TrafficCount {
  readonly #begun = new Array<number>(parts).fill(0);
  readonly #succeeded = new Array<number>(parts).fill(0);
  readonly #failed = new Array<number>(parts).fill(0);
  #part = 0;
  #sinceSuccess = 0;

  /** `now` in milliseconds since the epoch, `windowMs` the length of the window. */
  begin(now: number, windowMs: number): void {
    this.#add(this.#begun, now, windowMs);
    this.#sinceSuccess += 1;
  }

  succeed(now: number, windowMs: number): void {
    this.#add(this.#succeeded, now, windowMs);
    this.#sinceSuccess = 0;
  }

  fail(now: number, windowMs: number): void {
    this.#add(this.#failed, now, windowMs);
  }

  /** A request ended in a way that says nothing here: it is as if it had not begun. */
  withdraw(): void {
    this.#sinceSuccess = Math.max(0, this.#sinceSuccess - 1);
    // Mostly it began a moment ago.
    for (let back = 0; back < parts; back += 1) {
      const at = mod(this.#part - back);
      const count = this.#begun[at] ?? 0;
      if (count === 0) continue;
      this.#begun[at] = count - 1;
      return;
    }
  }

  read(now: number, windowMs: number): Traffic {
    this.#move(now, windowMs);
    const begun = sum(this.#begun);
    const failures = sum(this.#failed);
    const requests = Math.max(begun, failures + sum(this.#succeeded));
    return { requests, failures, sinceSuccess: Math.min(begun, this.#sinceSuccess) };
  }

  #add(counts: number[], now: number, windowMs: number): void {
    this.#move(now, windowMs);
    const at = mod(this.#part);
    counts[at] = (counts[at] ?? 0) + 1;
  }

  /** Empties the parts that have left the window; all of them after a clock was set back. */
  #move(now: number, windowMs: number): void {
    const part = Math.floor((now * parts) / windowMs);
    if (part === this.#part) return;
    const steps = part < this.#part ? parts : Math.min(parts, part - this.#part);
    for (let step = 0; step < steps; step += 1) {
      const at = mod(part - step);
      this.#begun[at] = 0;
      this.#succeeded[at] = 0;
      this.#failed[at] = 0;
    }
    this.#part = part;
  }
}

function mod(part: number): number {
  return ((part % parts) + parts) % parts;
}

function sum(counts: readonly number[]): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}
