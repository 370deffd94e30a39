import { accountsInOrder } from './accounts.ts';
import { unsuitedPlan } from './plan.ts';
import { suited } from './suit.ts';
import type { Plan, RoutingAsk, RoutingProvider, RoutingSettings, RoutingView } from './view.ts';

/** Names that are remembered per list of providers: more than anybody uses; a client may send others for ever. */
const mostNames = 256;
/** Characters of a name that is remembered: one may be as long as a body. */
const longestName = 200;

/** Plans for one state of the config. */
interface Remembered {
  readonly settings: RoutingSettings;
  readonly rules: RoutingView['rules'];
  readonly byName: Map<string, Made[]>;
}

interface Made {
  readonly dialect: RoutingAsk['dialect'];
  readonly operation: RoutingAsk['operation'];
  readonly plan: Plan;
}

const remembered = new WeakMap<readonly RoutingProvider[], Remembered>();

/**
 * The same as `plan`, remembered where nothing but the config and the model's name decide: everybody is well, the
 * request demands nothing, its key is not restricted, the mode is `preferred`, and no accounts take turns. That is
 * nearly every request, and a plan was a sixth of what a small one allocated.
 */
export function rememberedPlan(view: RoutingView, ask: RoutingAsk): Plan {
  return suited(view, ask, rememberedOrder(view, ask));
}

function rememberedOrder(view: RoutingView, ask: RoutingAsk): Plan {
  if (view.allWell !== true || !isPlain(ask) || takesTurns(view.providers)) return unsuitedPlan(view, ask);
  const { byName } = stateOf(view);
  const known = byName.get(ask.model);
  if (known !== undefined) {
    for (const made of known) {
      if (made.dialect === ask.dialect && made.operation === ask.operation) return made.plan;
    }
  }
  const made = { dialect: ask.dialect, operation: ask.operation, plan: unsuitedPlan(view, ask) };
  // The other modes go by what changes from request to request.
  if (made.plan.mode !== undefined && made.plan.mode.mode !== 'preferred') return made.plan;
  if (known !== undefined) known.push(made);
  else {
    if (byName.size >= mostNames) byName.clear();
    byName.set(ask.model, [made]);
  }
  return made.plan;
}

/** Nothing in the request but the model's name has a say. */
function isPlain(ask: RoutingAsk): boolean {
  return (
    ask.model.length <= longestName &&
    ask.place === undefined &&
    ask.ownKey === undefined &&
    ask.pin === undefined &&
    ask.vendor === undefined &&
    ask.order === undefined &&
    ask.only === undefined &&
    ask.ignore === undefined &&
    ask.allowFallbacks === undefined &&
    ask.fallbackModels === undefined &&
    ask.allowedModels === undefined &&
    ask.allowedProviders === undefined &&
    ask.mode === undefined &&
    ask.ownerMode === undefined
  );
}

/** Lists are replaced, never changed: what holds for these three holds until something of the config changes. */
function stateOf({ providers, settings, rules }: RoutingView): Remembered {
  const known = remembered.get(providers);
  if (known !== undefined && known.settings === settings && known.rules === rules) return known;
  const fresh = { settings, rules, byName: new Map<string, Made[]>() };
  remembered.set(providers, fresh);
  return fresh;
}

const turns = new WeakMap<readonly RoutingProvider[], boolean>();

/** Whether a provider has accounts of equal priority, of which each request chooses one by chance. */
function takesTurns(providers: readonly RoutingProvider[]): boolean {
  let known = turns.get(providers);
  if (known === undefined) {
    known = providers.some((provider) =>
      accountsInOrder(provider).some(
        (account, at, all) => at > 0 && all[at - 1]?.priority === account.priority,
      ),
    );
    turns.set(providers, known);
  }
  return known;
}
