import type { Dialect } from '../exchange/dialect.ts';
import type { RequestSettings } from '../exchange/request-settings.ts';
import { nameForProvider, providersById, splitModelName } from './model-name.ts';
import { mayUseModel, mayUseProvider } from './permission.ts';
import { findRule, targetModel } from './rules.ts';
import type { ReasonCode, Rejection, RoutingAsk, RoutingProvider, RoutingRule, RoutingView } from './view.ts';
import { outOfScope, type Wishes } from './wishes.ts';

/** A provider that could answer a name, before anybody looks at whether it is well. */
export interface Prospect {
  readonly provider: RoutingProvider;
  /** Name to send. */
  readonly model: string;
  readonly dialect: Dialect;
  readonly reason: ReasonCode;
  /** How sure it is that the name is known there: 0 is listed, 1 every name is accepted, 2 nobody knows. */
  readonly rank: number;
  readonly set?: RequestSettings;
}

export interface Admission {
  readonly prospects: readonly Prospect[];
  readonly rejected: readonly Rejection[];
  /** The order is somebody's explicit wish: neither preference nor groups change it. */
  readonly fixedOrder: boolean;
  /** Only the first of the prospects that can be called counts: the name is a guess. */
  readonly firstOnly: boolean;
  readonly rule?: RoutingRule;
}

type Known = ReadonlyMap<string, RoutingProvider>;

/** Who could answer `name`, by its prefix, the rules, the lists or the preference; everybody else with the reason. */
export function admit(view: RoutingView, ask: RoutingAsk, wishes: Wishes, name: string): Admission {
  const known = providersById(view.providers);
  const pinned = ask.pin === undefined ? undefined : known.get(ask.pin);
  if (ask.operation === 'raw') return admitRaw(view, ask, wishes, pinned);
  if (ask.pin !== undefined) {
    if (pinned === undefined) return nobody(rejectAll(view, 'not-pinned'));
    const own = nameForProvider(pinned, name);
    return (
      (own === name ? admitByRule(view, ask, wishes, known, name) : undefined) ??
      admitPinned(view, ask, wishes, known, pinned, own)
    );
  }
  const split = splitModelName(known, name);
  if (split !== undefined) return admitPinned(view, ask, wishes, known, split.provider, split.model);
  return (
    admitByRule(view, ask, wishes, known, name) ??
    admitByList(view, ask, wishes, known, name) ??
    admitUnlisted(view, ask, wishes, known, name)
  );
}

/** The one provider that a prefix named, whatever its list says. */
function admitPinned(
  view: RoutingView,
  ask: RoutingAsk,
  wishes: Wishes,
  known: Known,
  pinned: RoutingProvider,
  model: string,
): Admission {
  const prospects: Prospect[] = [];
  const rejected: Rejection[] = [];
  for (const provider of view.providers) {
    if (provider !== pinned) {
      rejected.push({ provider: provider.id, reason: 'not-pinned' });
      continue;
    }
    const checked = check(ask, wishes, known, provider, model, undefined);
    if (checked.dialect === undefined)
      rejected.push({ provider: provider.id, model, reason: checked.reason });
    else prospects.push({ provider, model, dialect: checked.dialect, reason: 'pinned', rank: 0 });
  }
  return { prospects, rejected, fixedOrder: true, firstOnly: false };
}

/**
 * What the rule for this name says, and nothing else. A rule none of whose entries lies within what the request
 * itself demands (pin, strict vendor, only, ignore) does not hold for it: the request goes before the config.
 */
function admitByRule(
  view: RoutingView,
  ask: RoutingAsk,
  wishes: Wishes,
  known: Known,
  name: string,
): Admission | undefined {
  const rule = findRule(view.rules, name);
  if (rule === undefined) return undefined;
  const prospects: Prospect[] = [];
  const rejected: Rejection[] = [];
  // Pairs in two lists, not a set of joined names: a rule has a few entries, and this is asked for every request.
  const namedProviders: RoutingProvider[] = [];
  const namedModels: string[] = [];
  let within = false;
  for (const use of rule.use) {
    const slash = use.indexOf('/');
    const provider = known.get(slash < 0 ? use : use.slice(0, slash));
    if (provider === undefined || slash < 0) continue;
    const model = targetModel(rule, use.slice(slash + 1), name);
    if (namedProviders.some((each, nth) => each === provider && namedModels[nth] === model)) continue;
    namedProviders.push(provider);
    namedModels.push(model);
    const checked = check(ask, wishes, known, provider, model, name);
    if (checked.dialect === undefined) {
      if (!isWish(checked.reason)) within = true;
      rejected.push({ provider: provider.id, model, reason: checked.reason });
      continue;
    }
    within = true;
    prospects.push({ provider, model, dialect: checked.dialect, reason: 'rule', rank: 0, set: rule.set });
  }
  if (!within && rule.use.length > 0 && rejected.length > 0) return undefined;
  for (const provider of view.providers) {
    if (!namedProviders.includes(provider)) rejected.push({ provider: provider.id, reason: 'not-in-rule' });
  }
  return { prospects, rejected, fixedOrder: true, firstOnly: false, rule };
}

/**
 * Providers whose list has the name, that accept every name, or whose list nobody knows. Undefined when there is
 * none of them; a provider that has the name but is closed to this client's key counts as one.
 */
function admitByList(
  view: RoutingView,
  ask: RoutingAsk,
  wishes: Wishes,
  known: Known,
  name: string,
): Admission | undefined {
  const prospects: Prospect[] = [];
  const rejected: Rejection[] = [];
  let forbidden = false;
  for (const provider of view.providers) {
    const checked = check(ask, wishes, known, provider, name, name);
    const rank = rankOf(provider, name);
    if (checked.dialect === undefined) {
      if (checked.reason === 'not-allowed' && rank === 0) forbidden = true;
      rejected.push({ provider: provider.id, reason: checked.reason });
    } else if (rank === undefined) {
      rejected.push({ provider: provider.id, reason: 'model-not-listed' });
    } else {
      prospects.push({ provider, model: name, dialect: checked.dialect, reason: listReasons[rank], rank });
    }
  }
  if (prospects.length === 0 && !forbidden) return undefined;
  return { prospects, rejected, fixedOrder: false, firstOnly: false };
}

/**
 * Nobody lists the name. The preferred provider gets it as it is, and its own answer decides; without a preferred
 * one that could be asked, the first whose list was discovered, since such lists leave out aliases.
 */
function admitUnlisted(
  view: RoutingView,
  ask: RoutingAsk,
  wishes: Wishes,
  known: Known,
  name: string,
): Admission {
  const open: Prospect[] = [];
  const rejected: Rejection[] = [];
  for (const provider of view.providers) {
    const checked = check(ask, wishes, known, provider, name, name);
    if (checked.dialect === undefined) rejected.push({ provider: provider.id, reason: checked.reason });
    else open.push({ provider, model: name, dialect: checked.dialect, reason: 'unlisted', rank: 0 });
  }
  const preferred = open.find((prospect) => prospect.provider.id === view.settings.preferred);
  const prospects =
    preferred !== undefined ? [preferred] : open.filter((prospect) => prospect.provider.discovered === true);
  for (const prospect of open) {
    if (!prospects.includes(prospect)) {
      rejected.push({ provider: prospect.provider.id, reason: 'model-not-listed' });
    }
  }
  return { prospects, rejected, fixedOrder: false, firstOnly: true };
}

/** A path that the gateway does not know: no model to look up, and one provider only, since nobody knows what it does. */
function admitRaw(
  view: RoutingView,
  ask: RoutingAsk,
  wishes: Wishes,
  pinned: RoutingProvider | undefined,
): Admission {
  const prospects: Prospect[] = [];
  const rejected: Rejection[] = [];
  for (const provider of view.providers) {
    const reason =
      ask.pin !== undefined && provider !== pinned ? 'not-pinned' : outOfScope(ask, wishes, provider);
    const dialect = provider.dialects.includes(ask.dialect) ? ask.dialect : provider.dialects[0];
    if (reason !== undefined) rejected.push({ provider: provider.id, reason });
    else if (!mayUseProvider(ask, provider)) rejected.push({ provider: provider.id, reason: 'not-allowed' });
    else if (dialect === undefined) rejected.push({ provider: provider.id, reason: 'no-dialect' });
    else {
      const why = pinned === undefined ? 'accepts-any' : 'pinned';
      prospects.push({ provider, model: ask.model, dialect, reason: why, rank: 0 });
    }
  }
  return { prospects, rejected, fixedOrder: false, firstOnly: true };
}

type Checked =
  | { readonly dialect: Dialect; readonly reason?: undefined }
  | { readonly dialect?: undefined; readonly reason: ReasonCode };

/** All that keeps a provider out before its health is asked; otherwise the dialect to speak with it. */
function check(
  ask: RoutingAsk,
  wishes: Wishes,
  known: Known,
  provider: RoutingProvider,
  model: string,
  bareName: string | undefined,
): Checked {
  const scope = outOfScope(ask, wishes, provider);
  if (scope !== undefined) return { reason: scope };
  const dialect = dialectToSpeak(provider, ask);
  if (dialect === undefined) return { reason: 'no-dialect' };
  if (!mayUseProvider(ask, provider) || !mayUseModel(ask, known, provider, model, bareName)) {
    return { reason: 'not-allowed' };
  }
  return { dialect };
}

/**
 * The dialect to speak with a provider: the client's own, which passes the bytes through, else the first of the
 * provider's that the request can be translated into. On a strict route nothing is translated.
 */
function dialectToSpeak(provider: RoutingProvider, ask: RoutingAsk): Dialect | undefined {
  if (provider.dialects.includes(ask.dialect)) return ask.dialect;
  const { alternatives } = ask;
  if (alternatives === undefined || ask.vendor !== undefined) return undefined;
  return provider.dialects.find((dialect) => alternatives.includes(dialect));
}

const listReasons = ['listed', 'accepts-any', 'list-unknown'] as const;

function rankOf(provider: RoutingProvider, name: string): 0 | 1 | 2 | undefined {
  if (provider.models === 'any') return 1;
  if (provider.models === 'unknown') return 2;
  return provider.models.has(name) ? 0 : undefined;
}

function isWish(reason: ReasonCode): boolean {
  return (
    reason === 'not-pinned' ||
    reason === 'other-vendor' ||
    reason === 'not-requested' ||
    reason === 'ignored-by-request'
  );
}

function rejectAll(view: RoutingView, reason: ReasonCode): readonly Rejection[] {
  return view.providers.map((provider) => ({ provider: provider.id, reason }));
}

function nobody(rejected: readonly Rejection[]): Admission {
  return { prospects: [], rejected, fixedOrder: true, firstOnly: false };
}
