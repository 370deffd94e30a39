import type { RoutingMode } from '../exchange/routing-mode.ts';
import { type PriceRange, shareOf, turnOf } from './balance.ts';
import { blendedPrice, type Measures, noMeasures } from './measures.ts';
import type { Examined, Placed } from './placed.ts';
import type { ReasonCode, RoutingAsk, RoutingView } from './view.ts';

/** The share of conversations that try a provider whose speed is not known, so that it becomes known. */
const trialShare = 0.1;

/** Orders equals (one role, one rank) by what a mode goes by; of what is equal in that, the order stays. */
export function orderByMode(
  view: RoutingView,
  ask: RoutingAsk,
  mode: Exclude<RoutingMode, 'preferred'>,
  examined: readonly Examined[],
): readonly Placed[] {
  if (mode === 'balanced') return byBalance(view, ask, examined);
  return mode === 'price' ? byPrice(view, examined) : byLatency(view, ask, examined);
}

function byPrice(view: RoutingView, examined: readonly Examined[]): readonly Placed[] {
  return byFigure(
    examined,
    (one) => {
      const { price } = measuresOf(view, one);
      return price === undefined ? undefined : blendedPrice(price);
    },
    'price',
    'price-unknown',
  );
}

/** The fastest first; now and then one whose speed nobody knows goes before them all. */
function byLatency(view: RoutingView, ask: RoutingAsk, examined: readonly Examined[]): readonly Placed[] {
  const placed = byFigure(
    examined,
    (one) => measuresOf(view, one).firstTokenMs,
    'latency',
    'latency-unknown',
  );
  const { random } = ask;
  if (random === undefined || random >= trialShare) return placed;
  const unknown = placed.filter(
    ({ reason, examined: one }) => reason === 'latency-unknown' && one.open.length > 0,
  );
  const chosen = unknown[Math.floor((random / trialShare) * unknown.length)];
  if (chosen === undefined || unknown.length === placed.length) return placed;
  return [
    { examined: chosen.examined, reason: 'latency-trial' },
    ...placed.filter((each) => each !== chosen),
  ];
}

/** Ascending by a figure; those without one behind. */
function byFigure(
  examined: readonly Examined[],
  figureOf: (one: Examined) => number | undefined,
  known: ReasonCode,
  unknown: ReasonCode,
): readonly Placed[] {
  const rows = examined.map((one) => ({ one, figure: figureOf(one) ?? Number.POSITIVE_INFINITY }));
  rows.sort((a, b) => (a.figure === b.figure ? 0 : a.figure - b.figure));
  return rows.map(({ one, figure }) => ({
    examined: one,
    reason: Number.isFinite(figure) ? known : unknown,
  }));
}

/** Speed and price are the model's, whichever account pays. */
function measuresOf(view: RoutingView, { prospect, open }: Examined): Measures {
  const { provider, model } = prospect;
  return view.measures(provider.id, (open[0]?.account ?? provider.accounts[0])?.id ?? '', model);
}

/**
 * By the turns of the accounts: a provider stands where the best account of its first priority stands, and its
 * accounts stand together, since what fails is more often the provider than the account.
 */
function byBalance(view: RoutingView, ask: RoutingAsk, examined: readonly Examined[]): readonly Placed[] {
  const measured = examined.map(({ prospect: { provider, model }, open }) =>
    open.map(({ account }) => view.measures(provider.id, account.id, model)),
  );
  const range = priceRange(measured);
  const rows = examined.map((one, at): Queued => {
    const { provider } = one.prospect;
    const turns = one.open.map((state, nth) => {
      const share = shareOf(state.account, measured[at]?.[nth] ?? noMeasures, range);
      return { state, turn: turnOf(provider, state.account, share, ask.random) };
    });
    const [only] = turns;
    if (turns.length < 2) return { examined: one, turn: only?.turn ?? Number.POSITIVE_INFINITY };
    turns.sort((a, b) => a.state.account.priority - b.state.account.priority || compare(a.turn, b.turn));
    const turn = turns[0]?.turn ?? Number.POSITIVE_INFINITY;
    return { examined: { ...one, open: turns.map(({ state }) => state) }, turn };
  });
  rows.sort((a, b) => compare(a.turn, b.turn));
  return rows.map((row) => ({ examined: row.examined, reason: 'balanced' }));
}

interface Queued {
  readonly examined: Examined;
  readonly turn: number;
}

/** Of what cannot be subtracted, too: an account of weight 0 has its turn at infinity. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Between which prices the prospects lie; all accounts of one have its price. */
function priceRange(measured: readonly (readonly Measures[])[]): PriceRange | undefined {
  let cheapest = Number.POSITIVE_INFINITY;
  let dearest = 0;
  for (const [first] of measured) {
    if (first?.price === undefined) continue;
    const own = blendedPrice(first.price);
    cheapest = Math.min(own, cheapest);
    dearest = Math.max(own, dearest);
  }
  return Number.isFinite(cheapest) ? { cheapest, dearest } : undefined;
}
