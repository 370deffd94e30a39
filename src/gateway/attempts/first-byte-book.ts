import type { Provider, Timeouts } from '../exchange/provider.ts';

/** Times that are kept of one provider and model: the latest. */
const mostTimes = 64;
/** With fewer nothing is derived: one slow morning would decide. */
const leastTimes = 20;
/** More models than anybody uses at one time; the one that was not heard of for longest is forgotten first. */
const mostPlaces = 500;

/** A first byte later than three times what nearly all took is not coming. */
const patience = 3;
/** Never less: a long prompt takes its time. */
const floorMs = 10_000;

/** The wait of one attempt for the first byte of its stream. */
export interface FirstByteWait {
  readonly limitMs: number;
  /** It came after so many milliseconds, or was waited for so long in vain. */
  took(ms: number): void;
}

/** The last times until the first byte of a stream. */
class Times {
  readonly #times: number[] = [];
  #next = 0;

  add(ms: number): void {
    this.#times[this.#next] = ms;
    this.#next = (this.#next + 1) % mostTimes;
  }

  /** In milliseconds; undefined: there are too few. */
  get p95(): number | undefined {
    if (this.#times.length < leastTimes) return undefined;
    const sorted = this.#times.toSorted((a, b) => a - b);
    return sorted[Math.ceil(sorted.length * 0.95) - 1];
  }
}

/**
 * How long providers lately took until the first byte of a stream, by model; for `timeouts.adaptive`. A stream that was
 * given up counts with the time for which it was waited, so that the limit follows a provider that becomes slower.
 */
export class FirstByteBook {
  readonly #places = new Map<string, Times>();
  readonly #limit: number;

  constructor(limit: number = mostPlaces) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#places.size;
  }

  /** Notes a time in milliseconds. */
  add(provider: string, model: string, ms: number): void {
    const place = `${provider}/${model}`;
    const times = this.#places.get(place) ?? new Times();
    times.add(ms);
    this.#places.delete(place);
    this.#places.set(place, times);
    if (this.#places.size <= this.#limit) return;
    const oldest = this.#places.keys().next();
    if (oldest.done !== true) this.#places.delete(oldest.value);
  }

  /** How long one attempt waits; what it learns is noted where somebody will want it. */
  of({ id, timeouts }: Pick<Provider, 'id' | 'timeouts'>, model: string): FirstByteWait {
    const limitMs = this.limitMs(id, model, timeouts);
    return { limitMs, took: timeouts.adaptive === true ? (ms) => this.add(id, model, ms) : ignore };
  }

  /**
   * Milliseconds to wait for the first byte: as configured, or with `adaptive` three times the 95th percentile of the
   * last 64 times, at least 10 s and at most what is configured.
   */
  limitMs(provider: string, model: string, timeouts: Pick<Timeouts, 'firstByteMs' | 'adaptive'>): number {
    const { firstByteMs, adaptive } = timeouts;
    const p95 = adaptive === true ? this.#places.get(`${provider}/${model}`)?.p95 : undefined;
    if (p95 === undefined) return firstByteMs;
    return Math.min(firstByteMs, Math.max(floorMs, Math.ceil(p95 * patience)));
  }
}

function ignore(): void {}
