import type { ErrorCode } from '../exchange/errors.ts';
import { mayUseProvider } from './permission.ts';
import type { Plan, Rejection, RoutingAsk, RoutingView } from './view.ts';
import { momentWords, reasonWords } from './words.ts';

/** The error that is due when nobody was called. */
export interface PlanOutcome {
  readonly code: ErrorCode;
  /** What fills the text of the error table; `client` of `key_not_allowed` is the caller's to add. */
  readonly values: Readonly<Record<string, string>>;
  /** In place of the error table's: 402 when money is what lacks. */
  readonly status?: number;
  /** Milliseconds since the epoch at which asking again makes sense, when that is known. */
  readonly retryAt?: number;
}

/** A request that tries an account has its answer after some seconds, mostly. */
const trialMs = 5000;

/** How many rejections are told in one message; a plan may have a thousand. */
const mostTold = 3;

/**
 * Which error a plan without a candidate means, or one whose probes were all taken. The causes in the order in
 * which they hide each other: a provider that does not exist, cooling, exhausted, refused keys, a key that may not,
 * a model that nobody has.
 */
export function planOutcome(view: RoutingView, ask: RoutingAsk, plan: Plan): PlanOutcome {
  const { model } = ask;
  const ids = () => knownProviders(view, ask);
  if (ask.pin !== undefined && !view.providers.some((provider) => provider.id === ask.pin)) {
    return { code: 'provider_not_found', values: { provider: ask.pin, detail: ids() } };
  }
  const probe = plan.candidates[0];
  if (probe !== undefined) {
    const { until } = view.availability(probe.provider, probe.account, probe.model);
    return unavailable(view, model, plan.rejected, until);
  }
  const of = (...reasons: readonly Rejection['reason'][]) =>
    plan.rejected.filter((rejection) => reasons.includes(rejection.reason));
  const tell = (rejections: readonly Rejection[]) => sentencesOf(rejections, view.now);

  const cooling = of('cooling', 'probing');
  if (cooling.length > 0) return unavailable(view, model, cooling, earliest(cooling));
  const exhausted = of('exhausted');
  if (exhausted.length > 0) {
    const until = earliest(exhausted);
    const values = { model, until: untilWords(until, view.now), detail: tell(exhausted) };
    // A time that no upstream named is our own guess, and no promise to a client that would sit it out.
    const named = earliest(exhausted.filter(({ guessed }) => guessed !== true));
    // One whose time is over is being tried by another request, and then is open to all.
    const isTried = exhausted.some((rejection) => rejection.until === undefined);
    const retryAt = isTried ? Math.min(named ?? Number.POSITIVE_INFINITY, view.now + trialMs) : named;
    const money = exhausted.every(({ status }) => status === 402);
    return withRetry({ code: 'everything_exhausted', values, ...(money && { status: 402 }) }, retryAt);
  }
  const keys = of('refused', 'needs-key');
  if (keys.length > 0)
    return { code: 'provider_credentials', values: { model, detail: trimDot(tell(keys)) } };
  const forbidden = of('not-allowed');
  if (forbidden.length > 0) {
    return { code: 'key_not_allowed', values: { detail: `use the model ${model} at ${list(forbidden)}` } };
  }
  const speaks = view.providers.some((one) => one.enabled && one.dialects.includes(ask.dialect));
  if (!speaks && ask.pin === undefined)
    return { code: 'nothing_configured', values: { dialect: ask.dialect } };
  return { code: 'model_not_found', values: { model, detail: missingDetail(view, ask, plan) } };
}

/** What a person can do about a model that nobody has. */
function missingDetail(view: RoutingView, ask: RoutingAsk, plan: Plan): string {
  const told = plan.rejected.filter(
    ({ reason, model }) => reason === 'model-unsupported' || model !== undefined,
  );
  if (told.length > 0) return sentencesOf(told, view.now);
  const own = plan.rejected.find((rejection) => rejection.provider === ask.pin);
  if (own !== undefined) return reasonWords(own, view.now);
  if (plan.rule !== undefined)
    return `The rule ${plan.rule} in models.rules leads to no provider that can answer.`;
  const wished = plan.rejected.filter(
    ({ reason }) => reason === 'not-requested' || reason === 'ignored-by-request',
  );
  if (wished.length > 0) return `The request leaves out ${list(wished)}.`;
  return 'GET /v1/models lists the names that are known; add a rule in models.rules, or write provider/model.';
}

function unavailable(
  view: RoutingView,
  model: string,
  rejections: readonly Rejection[],
  until: number | undefined,
): PlanOutcome {
  const detail = sentencesOf(rejections, view.now);
  const values = { model, until: untilWords(until, view.now), detail };
  return withRetry({ code: 'upstream_unavailable', values }, until);
}

function withRetry(outcome: PlanOutcome, retryAt: number | undefined): PlanOutcome {
  return retryAt === undefined ? outcome : { ...outcome, retryAt };
}

function earliest(rejections: readonly Rejection[]): number | undefined {
  let first: number | undefined;
  for (const { until } of rejections) {
    if (until !== undefined && (first === undefined || until < first)) first = until;
  }
  return first;
}

function untilWords(until: number | undefined, now: number): string {
  return until === undefined ? 'an unknown time' : momentWords(until, now);
}

function sentencesOf(rejections: readonly Rejection[], now: number): string {
  const told = rejections.slice(0, mostTold).map((rejection) => reasonWords(rejection, now));
  const more = rejections.length - told.length;
  return [...new Set(told), ...(more > 0 ? [`And ${more} more.`] : [])].join(' ');
}

function list(rejections: readonly Rejection[]): string {
  return [...new Set(rejections.map((rejection) => rejection.provider))].slice(0, 10).join(', ');
}

function trimDot(text: string): string {
  return text.endsWith('.') ? text.slice(0, -1) : text;
}

/** Ids that the client's key may know of. */
function knownProviders(view: RoutingView, ask: RoutingAsk): string {
  const visible = view.providers.filter((provider) => mayUseProvider(ask, provider));
  return visible.length === 0 ? 'none' : visible.map((provider) => provider.id).join(', ');
}
