import type { Following, Leading, SettingProblem } from '../gateway-thread/protocol.ts';

/**
 * What this window knows of the gateway. `leading`: it runs here; `following`: another window or a command runs it;
 * `foreign`: another program has the port. The window's whole behaviour follows from this one value.
 */
export type GatewayState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting' }
  | Leading
  | Following
  | {
      readonly kind: 'foreign';
      readonly port: number;
      readonly holder?: string;
      readonly free?: number;
    }
  | { readonly kind: 'invalid'; readonly problems: readonly SettingProblem[] }
  | { readonly kind: 'failed'; readonly message: string };

/** The gateway that this window's terminals can be pointed at. */
export function serving(state: GatewayState): Leading | Following | undefined {
  return state.kind === 'leading' || state.kind === 'following' ? state : undefined;
}
