import type { RoutingMode } from '../exchange/routing-mode.ts';
import { type Examined, failedRecently, type Placed } from './placed.ts';
import type { RoutingAsk, RoutingView } from './view.ts';

/** What the order was before anybody looked at the conversation. */
export interface NaturalOrder {
  /** With those that cannot be called now. */
  readonly all: readonly Placed[];
  /** Those that can. */
  readonly open: readonly Placed[];
  /** It is somebody's wish (a rule's list), not a mere order. */
  readonly wished: boolean;
  /** By which it was made. */
  readonly mode: RoutingMode;
}

/**
 * Keeps a conversation where it is: its prompt cache and its reasoning state are at one provider, account and model
 * (`docs/routing.md`, "Affinity"). It leaves when that one cannot be called, and goes back to a better one at a turn of
 * the user, never between a tool call and its result. A client without a conversation stays only for the while after
 * the leading provider failed.
 */
export function keepPlace(view: RoutingView, ask: RoutingAsk, order: NaturalOrder): readonly Placed[] {
  const { place } = ask;
  const { open } = order;
  if (place === undefined) return open;
  const found = open.find(
    ({ examined: { prospect } }) => prospect.provider.id === place.provider && prospect.model === place.model,
  );
  if (found === undefined) return open;
  const leader = order.all[0];
  const leads = leader?.examined.prospect.provider.id === place.provider;
  const reason = leads || leader === undefined ? found.reason : reasonToStay(view, ask, order, leader, found);
  if (reason === undefined) return open;
  const kept = {
    examined: ask.inConversation === true ? onAccount(order.mode, ask, found.examined) : found.examined,
    reason,
  };
  return [kept, ...open.filter((placed) => placed !== found)];
}

function reasonToStay(
  view: RoutingView,
  ask: RoutingAsk,
  { wished, mode }: NaturalOrder,
  leader: Placed,
  found: Placed,
): 'stabilizing' | 'affinity' | undefined {
  if (failedRecently(view, leader.examined.failedAt)) return 'stabilizing';
  if (ask.inConversation !== true) return undefined;
  if (ask.midTurn === true || mode !== 'preferred') return 'affinity';
  const { provider, rank } = leader.examined.prospect;
  const own = found.examined.prospect;
  const isBetter = provider.role !== own.provider.role || rank < own.rank;
  return wished || isBetter || provider.id === view.settings.preferred ? undefined : 'affinity';
}

/** Brings the conversation's account to the front, unless it was only a substitute for one that is there again. */
function onAccount(mode: RoutingMode, ask: RoutingAsk, examined: Examined): Examined {
  const own = examined.open.find(({ account }) => account.id === ask.place?.account);
  const first = examined.open[0];
  if (own === undefined || first === undefined || own === first) return examined;
  const stays = ask.midTurn === true || mode !== 'preferred';
  if (!stays && first.account.priority < own.account.priority) return examined;
  return { ...examined, open: [own, ...examined.open.filter((state) => state !== own)] };
}
