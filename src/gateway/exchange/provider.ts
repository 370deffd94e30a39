import type { Dialect } from './dialect.ts';
import type { ModelFacts } from './model-facts.ts';
import type { Rates } from './price.ts';

/** Whose API this is; the strict routes (`/openai`, `/claude`, `/gemini`) choose by it. */
export type Vendor = 'openai' | 'anthropic' | 'google' | 'other';

/** Where an account's key goes in an upstream request. */
export type AuthForm = 'bearer' | 'x-api-key' | 'x-goog-api-key' | 'none';

/** One place where a provider speaks one dialect. `path` replaces the dialect's own path when given. */
export interface Endpoint {
  /** Absolute http(s) address without a trailing slash, e.g. `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly path?: string;
  readonly auth: AuthForm;
}

/** How a provider departs from its dialect: a closed list, read by codecs and the relay, never a vendor name. */
export interface Quirks {
  /** Whether chat streams are asked for usage (`stream_options.include_usage`): `ask` unless the client did. */
  readonly streamUsage?: 'ask' | 'always' | 'never';
  /** Whether reasoning tokens are counted inside the output tokens (OpenAI) or beside them (xAI). */
  readonly reasoningInsideOutput?: boolean;
  readonly developerRole?: 'keep' | 'system';
  readonly maxTokensField?: 'max_tokens' | 'max_completion_tokens';
  readonly reasoningField?: 'reasoning_content' | 'reasoning' | 'content-parts';
  readonly simpleInputList?: boolean;
  readonly mostCacheMarks?: number;
  readonly unsupportedFields?: readonly string[];
  readonly streaming?: 'both' | 'stream-only' | 'no-stream';
}

/** Milliseconds. `firstByteMs` holds for streams only; calls without a stream have `totalMs`. */
export interface Timeouts {
  readonly connectMs: number;
  readonly firstByteMs: number;
  readonly idleMs: number;
  readonly totalMs: number;
  /** From the first byte of a stream to its first real output, if somebody else can be asked; absent: no limit. */
  readonly firstOutputMs?: number;
  /** The first byte is waited for no longer than this provider's answers lately need; absent: as configured. */
  readonly adaptive?: boolean;
}

/** A secret is never a literal in the config: it is named, and resolved outside the gateway. */
export type SecretRef = { readonly env: string } | { readonly file: string } | { readonly secret: string };

/** One key or login of a provider. Lower `priority` is used first, equal priorities by `weight`. */
export interface Account {
  readonly id: string;
  readonly key?: SecretRef;
  readonly priority: number;
  readonly weight: number;
  readonly enabled: boolean;
  /** The client's own login is sent to this vendor's host instead of a key of ours. */
  readonly passthrough: boolean;
}

/** A question that costs nothing and that a provider answers only with a key that it takes. */
export interface KeyCheck {
  /** For GET, behind the address of the first endpoint: `/v1/key`. */
  readonly path: string;
}

/** A provider with its preset filled in: what the gateway works with after the config is loaded. */
export interface Provider {
  readonly id: string;
  readonly name: string;
  readonly vendor: Vendor;
  /** In the order of the config; the first is the one that conversion prefers. */
  readonly endpoints: ReadonlyMap<Dialect, Endpoint>;
  readonly quirks: Quirks;
  /** Absent: the list of models needs a key, or there is no way to find out. */
  readonly keyCheck?: KeyCheck;
  readonly accounts: readonly Account[];
  /** Model names given in the config; absent: discovered; `['*']`: every name is accepted. */
  readonly models?: readonly string[];
  /** What the config says of models, by their names. */
  readonly modelFacts?: ReadonlyMap<string, ModelFacts>;
  /** What the config says that models cost, by their names. */
  readonly modelPrices?: ReadonlyMap<string, Rates>;
  /** Runs on the user's own machines: its tokens cost nothing. */
  readonly local?: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeouts: Timeouts;
  /** Backups answer only when no primary is eligible. */
  readonly role: 'primary' | 'backup';
  /** Failure domain: after a failure, providers of other groups come first. */
  readonly group?: string;
  /** `http://host:port` of a proxy for this provider, `'none'` for never, absent for the environment's. */
  readonly proxy?: string;
  readonly enabled: boolean;
}
