import { accountState, accountsInOrder, chooseByWeight, clientsOwn } from './accounts.ts';
import { admit, type Prospect } from './admission.ts';
import { chooseMode } from './mode.ts';
import { orderProspects } from './order.ts';
import type { Examined, Placed } from './placed.ts';
import { suited } from './suit.ts';
import type {
  Availability,
  Candidate,
  ChosenMode,
  Plan,
  ReasonCode,
  Rejection,
  RoutingAsk,
  RoutingView,
} from './view.ts';
import { readWishes } from './wishes.ts';

/** The candidate that would be due first, kept for the case that nobody is left. */
interface Soonest {
  readonly candidate: Candidate;
  readonly until: number;
  readonly rejection: Rejection;
}

/**
 * Who answers a request, in order, and why not the others. Pure: it looks at nothing but `view` and `ask`, and
 * changes nothing. Every provider of the view occurs in the candidates or among the rejected ones. A candidate with
 * `probe` must be reserved with the health book before it is called.
 *
 * When nobody may be called and at least one is only cooling after overload or transport failures, the one that is
 * due first stands in the plan alone as `last-resort`: a refusal without a try helps nobody.
 */
export function plan(view: RoutingView, ask: RoutingAsk): Plan {
  return suited(view, ask, unsuitedPlan(view, ask));
}

/** The same without a look at what the request's body holds. */
export function unsuitedPlan(view: RoutingView, ask: RoutingAsk): Plan {
  const wishes = readWishes(ask);
  const candidates: Candidate[] = [];
  const rejected: Rejection[] = [];
  const seen = new Set<string>();
  let rule: string | undefined;
  let first: ChosenMode | undefined;
  let soonest: Soonest | undefined;
  const names =
    ask.fallbackModels === undefined ? [ask.model] : [...new Set([ask.model, ...ask.fallbackModels])];
  names.forEach((name, nth) => {
    const admission = admit(view, ask, wishes, name);
    rule ??= admission.rule?.match;
    rejected.push(...admission.rejected);
    const isFixed = admission.fixedOrder && admission.rule === undefined;
    const mode = isFixed ? undefined : chooseMode(view, ask, admission.rule);
    if (nth === 0) first = mode;
    // The balance has its own way to choose among accounts.
    const random = mode?.mode === 'balanced' ? undefined : ask.random;
    const examined = admission.prospects.map((prospect) => {
      if (ask.ownKey) return { prospect, open: [clientsOwn], troubled: false };
      const result = examine(view, prospect, random, rejected);
      if (result.soonest !== undefined && (soonest === undefined || result.soonest.until < soonest.until)) {
        soonest = result.soonest;
      }
      return result.examined;
    });
    const placed = orderProspects(view, ask, wishes, mode, examined);
    const kept = keptCount(ask, placed, wishes.order !== undefined, admission.firstOnly);
    placed.forEach((one, at) => {
      if (at < kept) addCandidates(candidates, names.length > 1 ? seen : undefined, one, nth > 0);
      else rejected.push({ ...named(one.examined.prospect), reason: 'fallbacks-off' });
    });
  });
  const decided = { ...(rule !== undefined && { rule }), ...(first !== undefined && { mode: first }) };
  if (candidates.length > 0 || soonest === undefined) return { candidates, rejected, ...decided };
  const { candidate, rejection } = soonest;
  return { candidates: [candidate], rejected: rejected.filter((one) => one !== rejection), ...decided };
}

/** How many of the prospects in order may be tried: accounts of one provider are no fallbacks of each other. */
function keptCount(ask: RoutingAsk, placed: readonly Placed[], ordered: boolean, firstOnly: boolean): number {
  if (firstOnly) return Math.min(1, placed.length);
  if (ask.allowFallbacks !== false) return placed.length;
  if (ordered) return placed.filter((one) => one.reason === 'requested-order').length;
  const first = placed[0]?.examined.prospect.provider;
  const other = placed.findIndex((one) => one.examined.prospect.provider !== first);
  return other < 0 ? placed.length : other;
}

/** Looks at the accounts of a prospect; those that are out go to `rejected` at once. */
function examine(
  view: RoutingView,
  prospect: Prospect,
  random: number | undefined,
  rejected: Rejection[],
): { readonly examined: Examined; readonly soonest?: Soonest } {
  const { provider, model } = prospect;
  const accounts = accountsInOrder(provider);
  const open: Examined['open'][number][] = [];
  let soonest: Soonest | undefined;
  let failedAt: number | undefined;
  let troubled = false;
  if (accounts.length === 0) rejected.push({ ...named(prospect), reason: 'needs-key' });
  for (const account of accounts) {
    const availability = view.availability(provider.id, account.id, model);
    if (availability.failedAt !== undefined) failedAt = availability.failedAt;
    const state = accountState(account, availability);
    if (state.out === undefined) {
      troubled ||= state.probe;
      open.push(state);
      continue;
    }
    troubled ||= state.out === 'cooling' || state.out === 'probing';
    const rejection: Rejection = {
      ...named(prospect),
      account: account.id,
      reason: state.out,
      ...whenAndWhy(state.availability),
    };
    rejected.push(rejection);
    if (state.out === 'cooling') {
      const due = state.availability?.until ?? view.now;
      if (soonest === undefined || due < soonest.until) {
        const candidate = candidateOf(prospect, account.id, 'last-resort', true);
        soonest = { candidate, until: due, rejection };
      }
    }
  }
  const chosen = random === undefined ? open : chooseByWeight(open, random);
  const examined: Examined = {
    prospect,
    open: chosen,
    troubled,
    ...(failedAt === undefined ? {} : { failedAt }),
  };
  return soonest === undefined ? { examined } : { examined, soonest };
}

function addCandidates(
  candidates: Candidate[],
  seen: Set<string> | undefined,
  placed: Placed,
  isFallbackModel: boolean,
): void {
  const { prospect, open } = placed.examined;
  for (const { account, probe } of open) {
    if (seen !== undefined) {
      const key = `${prospect.provider.id}/${account.id}/${prospect.model}`;
      if (seen.has(key)) continue;
      seen.add(key);
    }
    const reason = probe ? 'half-open' : isFallbackModel ? 'fallback' : placed.reason;
    candidates.push(candidateOf(prospect, account.id, reason, probe));
  }
}

function candidateOf(prospect: Prospect, account: string, reason: ReasonCode, probe: boolean): Candidate {
  const { provider, model, dialect, set } = prospect;
  const candidate = { provider: provider.id, account, model, dialect, reason, probe };
  return set === undefined ? candidate : { ...candidate, set };
}

function named(prospect: Prospect): { readonly provider: string; readonly model: string } {
  return { provider: prospect.provider.id, model: prospect.model };
}

function whenAndWhy(availability: Availability | undefined): Pick<Rejection, 'until' | 'guessed' | 'status'> {
  if (availability === undefined) return {};
  const { until, guessed, status } = availability;
  return {
    ...(until !== undefined && { until }),
    ...(guessed !== undefined && { guessed }),
    ...(status !== undefined && { status }),
  };
}
