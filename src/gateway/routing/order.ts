import type { RoutingMode } from '../exchange/routing-mode.ts';
import { keepPlace } from './keep-place.ts';
import { orderByMode } from './mode-order.ts';
import { type Examined, failedRecently, type Placed } from './placed.ts';
import type { ChosenMode, ReasonCode, RoutingAsk, RoutingView } from './view.ts';
import type { Wishes } from './wishes.ts';

/**
 * Puts prospects in the order in which they are tried, without those that have no open account:
 * the request's own order; where the conversation is (`keepPlace`); in the mode `preferred` the preferred one; primaries before backups, known names before guesses, then by the mode, the
 * client's dialect before translations, and of these the ones whose failure domain has not failed, then the order of
 * the config. `mode`: undefined where the order is fixed.
 */
export function orderProspects(
  view: RoutingView,
  ask: RoutingAsk,
  wishes: Wishes,
  mode: ChosenMode | undefined,
  examined: readonly Examined[],
): readonly Placed[] {
  const natural =
    mode === undefined ? place(examined, undefined) : naturalOrder(view, ask, mode.mode, examined);
  const open = natural.filter((placed) => placed.examined.open.length > 0);
  if (wishes.order !== undefined) return byWish(wishes.order, open);
  const wished = mode === undefined;
  return keepPlace(view, ask, { all: natural, open, wished, mode: mode?.mode ?? 'preferred' });
}

function naturalOrder(
  view: RoutingView,
  ask: RoutingAsk,
  mode: RoutingMode,
  examined: readonly Examined[],
): readonly Placed[] {
  const preferred = mode === 'preferred' ? view.settings.preferred : undefined;
  const failed = new Set<string>();
  for (const one of examined) {
    const { group } = one.prospect.provider;
    if (group !== undefined && (one.troubled || failedRecently(view, one.failedAt))) failed.add(group);
  }
  const result: Placed[] = [];
  for (const role of ['primary', 'backup'] as const) {
    const ofRole = examined.filter((one) => one.prospect.provider.role === role);
    if (ofRole.length === 0) continue;
    const wished = ofRole.find((one) => one.prospect.provider.id === preferred);
    // A preferred provider leads all that are known to take the name; a guess does not go before knowledge.
    const leads = wished !== undefined && wished.prospect.rank < 2;
    for (const rank of [0, 1, 2]) {
      const isFirst = wished !== undefined && rank === (leads ? 0 : 2);
      if (isFirst) result.push(...place([wished], preferred));
      const { group } = wished?.prospect.provider ?? {};
      if (isFirst && group !== undefined) failed.add(group);
      const others = nativeFirst(
        ask,
        ofRole.filter((one) => one !== wished && one.prospect.rank === rank),
      );
      const placed =
        mode === 'preferred' ? place(others, preferred) : orderByMode(view, ask, mode, others).map(asBackup);
      result.push(...spread(placed, failed));
    }
  }
  return result;
}

/** That somebody is a backup says more than by what backups are ordered. */
function asBackup(placed: Placed): Placed {
  return placed.examined.prospect.provider.role === 'backup' ? { ...placed, reason: 'backup' } : placed;
}

/** Those that speak the client's dialect before those that need a translation. */
function nativeFirst(ask: RoutingAsk, examined: readonly Examined[]): readonly Examined[] {
  if (ask.alternatives === undefined) return examined;
  const native = examined.filter((one) => one.prospect.dialect === ask.dialect);
  if (native.length === examined.length) return examined;
  return [...native, ...examined.filter((one) => one.prospect.dialect !== ask.dialect)];
}

/** Providers of a failure domain that failed, or from which one stands before them, go behind the others. */
function spread(placed: readonly Placed[], failed: Set<string>): readonly Placed[] {
  const first: Placed[] = [];
  const later: Placed[] = [];
  for (const one of placed) {
    const { group } = one.examined.prospect.provider;
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
