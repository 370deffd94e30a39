import type { AccountState } from './accounts.ts';
import type { Prospect } from './admission.ts';
import type { ReasonCode, RoutingView } from './view.ts';

/** A prospect together with how its accounts are. */
export interface Examined {
  readonly prospect: Prospect;
  /** Accounts that may be called now, in order; empty: none. */
  readonly open: readonly (AccountState & { readonly out?: undefined })[];
  /** Milliseconds since the epoch of the provider's last overload or transport failure. */
  readonly failedAt?: number;
  /** The provider is cooling or on trial. */
  readonly troubled: boolean;
}

/** A prospect in its place, with the reason for the place. */
export interface Placed {
  readonly examined: Examined;
  readonly reason: ReasonCode;
}

/** Whether a failure at `failedAt` is recent enough to keep clients away for the while of stabilization. */
export function failedRecently(view: RoutingView, failedAt: number | undefined): boolean {
  return failedAt !== undefined && view.now - failedAt < view.settings.stabilizeSeconds * 1000;
}
