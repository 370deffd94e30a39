import type { Clock } from '../gateway/exchange/ports.ts';

export type StopSignal = 'SIGTERM' | 'SIGINT';

/** Exit code of a process that ended by a signal, as shells count: 128 and the signal's number. */
const codes: Readonly<Record<StopSignal, number>> = { SIGTERM: 143, SIGINT: 130 };

/**
 * One signal arrives twice when npm or a parent passes it on to a process of the same terminal or service (systemd
 * signals every process of a unit). The same signal within this time of the first is the same wish, not a second one.
 */
const sameWishMs = 250;

export interface ShutdownDeps {
  readonly clock: Clock;
  /** Starts the orderly end; called once. */
  readonly begin: (signal: StopSignal) => void;
  /** Ends the process now. */
  readonly exit: (code: number) => void;
}

/** What a signal means: the first begins the orderly end, a second one ends at once. */
export function createShutdown({ clock, begin, exit }: ShutdownDeps): (signal: StopSignal) => void {
  let first: { readonly signal: StopSignal; readonly at: number } | undefined;
  return (signal) => {
    const at = clock.monotonic();
    if (first === undefined) {
      first = { signal, at };
      begin(signal);
    } else if (signal !== first.signal || at - first.at >= sameWishMs) exit(codes[signal]);
  };
}
