import type { Ability } from '../exchange/abilities.ts';
import type { Dialect, Operation } from '../exchange/dialect.ts';
import type { ModelFacts } from '../exchange/model-facts.ts';
import type { Vendor } from '../exchange/provider.ts';
import type { RequestSettings } from '../exchange/request-settings.ts';
import type { RoutingMode } from '../exchange/routing-mode.ts';
import type { Measures } from './measures.ts';

/** Why a candidate stands where it stands, or why it was left out. Words are made when a person reads it. */
export type ReasonCode =
  // chosen
  | 'pinned'
  | 'requested-order'
  | 'rule'
  | 'preferred'
  | 'stabilizing'
  | 'affinity'
  | 'listed'
  | 'fallback'
  | 'backup'
  | 'accepts-any'
  | 'list-unknown'
  | 'unlisted'
  | 'half-open'
  | 'last-resort'
  | 'without-state'
  | 'retry'
  | 'hedge'
  | 'balanced'
  | 'latency'
  | 'latency-unknown'
  | 'latency-trial'
  | 'price'
  | 'price-unknown'
  | `lacks-${Ability}`
  // left out
  | 'context-too-small'
  | 'disabled'
  | 'needs-key'
  | 'no-dialect'
  | 'other-vendor'
  | 'not-pinned'
  | 'not-requested'
  | 'ignored-by-request'
  | 'not-allowed'
  | 'not-in-rule'
  | 'model-not-listed'
  | 'model-unsupported'
  | 'cooling'
  | 'exhausted'
  | 'refused'
  | 'probing'
  | 'fallbacks-off';

export interface RoutingAccount {
  readonly id: string;
  readonly priority: number;
  readonly weight: number;
  readonly enabled: boolean;
  /** Its secret is there, or it needs none. */
  readonly hasKey: boolean;
}

export interface RoutingProvider {
  readonly id: string;
  readonly vendor: Vendor;
  readonly enabled: boolean;
  readonly role: 'primary' | 'backup';
  readonly group?: string;
  /** What it speaks, in its own order. */
  readonly dialects: readonly Dialect[];
  readonly accounts: readonly RoutingAccount[];
  /** Known model names; `'any'` accepts every name; `'unknown'` when neither given nor discovered yet. */
  readonly models: ReadonlySet<string> | 'any' | 'unknown';
  /**
   * The names were read from the provider, not given in the config. Such a list may miss names that the provider
   * takes all the same (aliases, previews), so a name that nobody lists may still be asked of it.
   */
  readonly discovered?: boolean;
}

/** `match` is exact or a glob with `*`; `use` are `provider/model` or `provider/*`, in order. */
export interface RoutingRule {
  readonly match: string;
  readonly use: readonly string[];
  readonly set: RequestSettings;
  /** Orders the entries of `use`; absent: they stand in their order. */
  readonly mode?: RoutingMode;
}

/** The mode that orders a name's candidates, and who said so. */
export interface ChosenMode {
  readonly mode: RoutingMode;
  readonly from: 'request' | 'owner' | 'rule' | 'config';
}

export interface RoutingSettings {
  readonly mode: RoutingMode;
  readonly preferred?: string;
  /** Consecutive failures until a cooldown starts. */
  readonly failureThreshold: number;
  /** Cap of a cooldown that we chose ourselves. */
  readonly cooldownSeconds: number;
  readonly stabilizeSeconds: number;
  /** Conversations stay where they are. */
  readonly affinity: boolean;
}

/** Whether a provider, account and model may be called now. */
export interface Availability {
  /** `refused`: the provider did not take the account's key. */
  readonly state: 'ok' | 'cooling' | 'exhausted' | 'refused' | 'half-open' | 'probing' | 'model-unsupported';
  /** Milliseconds since the epoch at which it may be tried again. */
  readonly until?: number;
  /** `exhausted`: the upstream named no reset, `until` is our own guess. */
  readonly guessed?: boolean;
  /** `exhausted`: the upstream's status; 402 when money is what lacks. */
  readonly status?: number;
  /** Milliseconds since the epoch of the provider's last overload or transport failure; for stabilization. */
  readonly failedAt?: number;
}

/** All that a decision may look at: a plain snapshot. */
export interface RoutingView {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly settings: RoutingSettings;
  /** In the order of the config, disabled ones included (they are explained). */
  readonly providers: readonly RoutingProvider[];
  readonly rules: readonly RoutingRule[];
  /** Nothing is wrong anywhere: `availability` is `ok` for everybody, without a failure. Absent: somebody has to look. */
  readonly allWell?: boolean;
  availability(provider: string, account: string, model: string): Availability;
  /** Asked in the modes that order by it only. */
  measures(provider: string, account: string, model: string): Measures;
  /** What is known of a provider's model; the same for as long as `providers` is. */
  facts(provider: string, model: string): ModelFacts | undefined;
}

/** What the request's body holds, as far as candidates differ in it; found out when somebody asks. */
export interface RequestContent {
  /** Tokens of the prompt, estimated. Any that is below `tokensAtMost` needs no look at the body. */
  readonly tokensAtMost: number;
  tokens(): number;
  needs(ability: Ability): boolean;
}

/** Provider, account and the provider's name of the model. */
export interface RoutingPlace {
  readonly provider: string;
  readonly account: string;
  readonly model: string;
}

/** What a request wants. */
export interface RoutingAsk {
  /** As the client wrote it: bare, or `provider/model`. */
  readonly model: string;
  readonly dialect: Dialect;
  /** Dialects that the request can be translated into; absent: none. */
  readonly alternatives?: readonly Dialect[];
  readonly operation: Operation;
  /** From `/p/{provider}`. */
  readonly pin?: string;
  /** From the strict routes. */
  readonly vendor?: Vendor;
  /** Providers wished first, in this order. */
  readonly order?: readonly string[];
  readonly only?: readonly string[];
  readonly ignore?: readonly string[];
  /** False: no provider but those in `order`; without `order` the first one only (its accounts all count). */
  readonly allowFallbacks?: boolean;
  /** Models to try after `model`, from the body's `models`. */
  readonly fallbackModels?: readonly string[];
  /** What the client's key may use; absent: everything. */
  readonly allowedModels?: readonly string[];
  readonly allowedProviders?: readonly string[];
  /** Who answered last: this conversation, or a client without one. */
  readonly place?: RoutingPlace;
  /** `place` is a conversation's, which stays there; otherwise it is only for the calm after a failure. */
  readonly inConversation?: boolean;
  /** The request brings results of tool calls: the model's turn goes on. */
  readonly midTurn?: boolean;
  /**
   * In [0, 1): chooses among accounts of equal priority by weight. Made from the conversation's id it keeps a
   * conversation on its account (prompt caches belong to accounts). Absent: the heaviest first.
   */
  readonly random?: number;
  /** The request itself wishes to be sorted so. */
  readonly mode?: RoutingMode;
  /** The mode of whoever asks (a client's key); the request's own goes before it. */
  readonly ownerMode?: RoutingMode;
  /**
   * The call will bear a key that the client brings: how accounts of ours are, and whether there are any, has no say,
   * and each provider stands in the plan once, with the account `own-key`. Whoever it is for is asked, resting or not.
   */
  readonly ownKey?: true;
  /** Absent: nothing is known of the body, and no candidate is left out or moved for it. */
  readonly content?: RequestContent;
}

export interface Candidate {
  readonly provider: string;
  readonly account: string;
  /** Name to send upstream. */
  readonly model: string;
  /** Dialect to speak upstream. */
  readonly dialect: Dialect;
  readonly reason: ReasonCode;
  /** Settings that the matching rule merges into the request. */
  readonly set?: RequestSettings;
  /** This try is a half-open probe: reserve it before calling. */
  readonly probe: boolean;
}

export interface Rejection {
  readonly provider: string;
  readonly account?: string;
  readonly model?: string;
  readonly reason: ReasonCode;
  /** Milliseconds since the epoch, for `cooling` and `exhausted`. */
  readonly until?: number;
  /** As in `Availability`. */
  readonly guessed?: boolean;
  readonly status?: number;
  /** For `context-too-small`: about how many tokens the prompt has, and how many fit in. */
  readonly tokens?: { readonly needed: number; readonly most: number };
}

/** Candidates in the order in which they are tried, and everybody else with the reason. */
export interface Plan {
  readonly candidates: readonly Candidate[];
  readonly rejected: readonly Rejection[];
  /** `match` of the rule that decided, when one did. */
  readonly rule?: string;
  /** What ordered the candidates of the first name; absent: a rule's list or a pin did. */
  readonly mode?: ChosenMode;
}
