import { endsInResult } from '../dialects/last-turn.ts';
import { plan } from '../routing/plan.ts';
import { rememberedPlan } from '../routing/remembered-plan.ts';
import type { Plan, RoutingAsk, RoutingPlace, RoutingView } from '../routing/view.ts';

/**
 * The plan of a request whose conversation (or client, when it names none) was answered at `place` before. Mostly that is
 * where the plan begins anyway; only when it begins elsewhere the body is asked whether the model's turn goes on.
 */
export function planFrom(
  view: RoutingView,
  ask: RoutingAsk,
  place: RoutingPlace | undefined,
  inConversation: boolean,
  body: Buffer,
): Plan {
  const open = rememberedPlan(view, ask);
  if (place === undefined || beginsAt(open, place)) return open;
  const stays = inConversation && view.settings.affinity;
  return plan(view, {
    ...ask,
    place,
    inConversation: stays,
    midTurn: stays && endsInResult(ask.dialect, body),
  });
}

function beginsAt({ candidates: [first] }: Plan, { provider, account, model }: RoutingPlace): boolean {
  return first?.provider === provider && first.account === account && first.model === model;
}
