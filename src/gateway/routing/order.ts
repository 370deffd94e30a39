import type { AccountState } from './accounts.ts';
import type { Admission, Prospect } from './admission.ts';
import type { ReasonCode, RoutingAsk, RoutingView } from './view.ts';
import type { Wishes } from './wishes.ts';

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

/**
 * Puts prospects in the order in which they are tried, without those that have no open account:
 * the request's own order; the provider that answered this client last, shortly after the leading one failed; the
 * preferred one; primaries before backups, known names before guesses, the client's dialect before translations, and
 * of these the ones whose failure domain has not failed, then the order of the config.
 */
export function orderProspects(
  view: RoutingView,
  ask: RoutingAsk,
  wishes: Wishes,
  admission: Admission,
  examined: readonly Examined[],
): readonly Placed[] {
  const natural = admission.fixedOrder ? place(examined, undefined) : naturalOrder(view, ask, examined);
  const open = natural.filter((placed) => placed.examined.open.length > 0);
  if (wishes.order !== undefined) return byWish(wishes.order, open);
  return stabilized(view, ask, natural[0]?.examined, open);
}

/** Whether a failure at `failedAt` is recent enough to keep clients away for the while of stabilization. */
function failedRecently(view: RoutingView, failedAt: number | undefined): boolean {
  return failedAt !== undefined && view.now - failedAt < view.settings.stabilizeSeconds * 1000;
}

function naturalOrder(view: RoutingView, ask: RoutingAsk, examined: readonly Examined[]): readonly Placed[] {
  const { preferred } = view.settings;
  const failed = new Set<string>();
  for (const one of examined) {
    const { group } = one.prospect.provider;
    if (group !== undefined && (one.troubled || failedRecently(view, one.failedAt))) failed.add(group);
  }
  const result: Placed[] = [];
  for (const role of ['primary', 'backup'] as const) {
    const ofRole = examined.filter((one) => one.prospect.provider.role === role);
    const wished = ofRole.find((one) => one.prospect.provider.id === preferred);
    // A preferred provider leads all that are known to take the name; a guess does not go before knowledge.
    const leads = wished !== undefined && wished.prospect.rank < 2;
    for (const rank of [0, 1, 2]) {
      const isFirst = wished !== undefined && rank === (leads ? 0 : 2);
      const first = isFirst ? [wished] : [];
      const { group } = wished?.prospect.provider ?? {};
      if (isFirst && group !== undefined) failed.add(group);
      const others = nativeFirst(
        ask,
        ofRole.filter((one) => one !== wished && one.prospect.rank === rank),
      );
      result.push(...place([...first, ...spread(others, failed)], preferred));
    }
  }
  return result;
}

/** Those that speak the client's dialect before those that need a translation. */
function nativeFirst(ask: RoutingAsk, examined: readonly Examined[]): readonly Examined[] {
  if (ask.alternatives === undefined) return examined;
  const native = examined.filter((one) => one.prospect.dialect === ask.dialect);
  if (native.length === examined.length) return examined;
  return [...native, ...examined.filter((one) => one.prospect.dialect !== ask.dialect)];
}

/** Providers of a failure domain that failed, or from which one stands before them, go behind the others. */
function spread(examined: readonly Examined[], failed: Set<string>): readonly Examined[] {
  const first: Examined[] = [];
  const later: Examined[] = [];
  for (const one of examined) {
    const { group } = one.prospect.provider;
    if (group !== undefined && failed.has(group)) {
      later.push(one);
    } else {
      first.push(one);
      if (group !== undefined) failed.add(group);
    }
  }
  return later.length === 0 ? first : first.concat(later);
}

function place(examined: readonly Examined[], preferred: string | undefined): readonly Placed[] {
  return examined.map((one) => {
    const { provider, reason } = one.prospect;
    if (provider.id === preferred && reason !== 'unlisted') return { examined: one, reason: 'preferred' };
    return { examined: one, reason: isListReason(reason) && provider.role === 'backup' ? 'backup' : reason };
  });
}

function isListReason(reason: ReasonCode): boolean {
  return reason === 'listed' || reason === 'accepts-any' || reason === 'list-unknown';
}

function byWish(order: ReadonlyMap<string, number>, open: readonly Placed[]): readonly Placed[] {
  const wished: { readonly at: number; readonly placed: Placed }[] = [];
  const rest: Placed[] = [];
  for (const placed of open) {
    const at = order.get(placed.examined.prospect.provider.id);
    if (at === undefined) rest.push(placed);
    else wished.push({ at, placed: { examined: placed.examined, reason: 'requested-order' } });
  }
  wished.sort((a, b) => a.at - b.at);
  return [...wished.map((one) => one.placed), ...rest];
}

/**
 * Shortly after the leading provider failed, a client stays with the one that answered it last: going back at once
 * would cost its prompt cache, and a second time if the leading one is not well yet.
 */
function stabilized(
  view: RoutingView,
  ask: RoutingAsk,
  leader: Examined | undefined,
  open: readonly Placed[],
): readonly Placed[] {
  const { lastProvider } = ask;
  if (lastProvider === undefined || leader === undefined || leader.prospect.provider.id === lastProvider) {
    return open;
  }
  if (!failedRecently(view, leader.failedAt)) return open;
  const last = open.find((placed) => placed.examined.prospect.provider.id === lastProvider);
  if (last === undefined) return open;
  return [{ examined: last.examined, reason: 'stabilizing' }, ...open.filter((placed) => placed !== last)];
}
