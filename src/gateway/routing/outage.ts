import type { Traffic } from './traffic.ts';

export interface OutageSettings {
  /** Failures in a row until a cooldown starts, while there are few requests. */
  readonly failureThreshold: number;
  /** Length of the window of requests that failures are weighed against, in seconds. */
  readonly windowSeconds: number;
  /** Share of the requests that must fail, in (0, 1]. */
  readonly windowFailures: number;
  /** Requests within the window from which their share decides. */
  readonly windowRequests: number;
}

/**
 * Whether failures are an outage. `failures`: in a row, the present one included.
 *
 * Few requests: as many failures in a row as the threshold says. With many, two in a row prove nothing: of 300 streams
 * that run at once and of which one in twenty fails, fifteen fail before the first has had the time to succeed. Then
 * either their share of all requests of the window decides, or a row as long as the number that makes them many.
 * Requests that run are no successes, so they end no row; but a row among which most have not ended is none.
 */
export function opens(failures: number, traffic: Traffic, settings: OutageSettings): boolean {
  const { windowFailures: share, windowRequests: many } = settings;
  const threshold = Math.max(1, settings.failureThreshold);
  const areMany = traffic.requests >= many;
  if (areMany && traffic.failures >= share * traffic.requests) return true;
  const row = areMany ? Math.max(threshold, many) : threshold;
  return failures >= row && failures >= share * traffic.sinceSuccess;
}
