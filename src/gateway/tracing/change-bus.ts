import type { Clock, Timer } from '../exchange/ports.ts';
import type { Change, ChangeRing } from './change-ring.ts';

/** Changes are handed on in batches, so that a busy gateway does not wake a view for every request. */
const batchMs = 100;
const mostChanges = 500;
/** A view that lost its connection is expected back for this long; browsers try every 3 s. */
const returnMs = 30_000;
/** Views of one gateway: windows, browsers, commands. */
const mostSubscribers = 100;

/**
 * Takes a batch, oldest first; `missed` changes before it were lost to this subscriber because it fell behind
 * the ring. Returns false when it cannot take more: then it is not called again.
 */
export type ChangeListener = (changes: readonly Change[], missed: number) => boolean;

export interface ChangeBus {
  /** There is something new in the ring; returns at once. */
  wake(): void;
  /**
   * Calls the listener with what comes after `seq`. Returns how to stop; undefined when there are 100 subscribers
   * already.
   */
  subscribe(listener: ChangeListener, seq: number): (() => void) | undefined;
  /** Somebody looks on, or did half a minute ago. */
  watched(): boolean;
}

interface Subscriber {
  readonly listener: ChangeListener;
  seq: number;
}

/** `onFault` hears of listeners that threw; they are dropped. */
export function createChangeBus(
  ring: ChangeRing,
  clock: Clock,
  onFault: (error: unknown) => void,
): ChangeBus {
  const subscribers = new Set<Subscriber>();
  let timer: Timer | undefined;
  /** When the last subscriber left, in monotonic milliseconds. */
  let leftAt = Number.NEGATIVE_INFINITY;

  function wake(): void {
    if (timer !== undefined || subscribers.size === 0) return;
    timer = clock.after(batchMs, deliver);
  }

  function deliver(): void {
    timer = undefined;
    for (const subscriber of [...subscribers]) {
      const { changes, missed } = ring.after(subscriber.seq, mostChanges);
      const last = changes.at(-1);
      if (last === undefined) continue;
      subscriber.seq = last.seq;
      if (!takes(subscriber, changes, missed)) remove(subscriber);
    }
    for (const { seq } of subscribers) if (seq < ring.latest) return wake();
  }

  function remove(subscriber: Subscriber): void {
    if (subscribers.delete(subscriber)) leftAt = clock.monotonic();
  }

  function takes({ listener }: Subscriber, changes: readonly Change[], missed: number): boolean {
    try {
      return listener(changes, missed);
    } catch (error) {
      onFault(error);
      return false;
    }
  }

  return {
    wake,
    subscribe(listener, seq) {
      if (subscribers.size >= mostSubscribers) return undefined;
      const subscriber: Subscriber = { listener, seq };
      subscribers.add(subscriber);
      if (seq < ring.latest) wake();
      return () => {
        remove(subscriber);
        if (subscribers.size > 0) return;
        timer?.cancel();
        timer = undefined;
      };
    },
    watched: () =>
      subscribers.size > 0 || (leftAt !== Number.NEGATIVE_INFINITY && clock.monotonic() - leftAt < returnMs),
  };
}
