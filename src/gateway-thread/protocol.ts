import type { LogLevel } from '../gateway/tracing/log.ts';

/**
 * What an extension's main thread and the gateway's thread say to each other. Types only, because the main thread
 * loads nothing of the gateway. The main thread owns settings and secrets and pushes both, whole, at the start and at
 * every change; the gateway's thread checks them, listens, and answers. Requests never cross this border, and neither
 * does what a window shows: that comes from the control API, which is the same for a window that follows.
 */
export type Asked =
  | { readonly kind: 'start'; readonly content: Setup }
  | { readonly kind: 'apply'; readonly content: Wishes }
  | { readonly kind: 'close'; readonly content: { readonly seconds: number } };

/** `call` names the answer. */
export type ToThread = Asked & { readonly call: number };

export type AnyAnswer = StartAnswer | ApplyAnswer | { readonly kind: 'closed' };

export type FromThread =
  | { readonly kind: 'answer'; readonly call: number; readonly answer: AnyAnswer }
  /** A mistake of ours: the call did not come to an answer. */
  | { readonly kind: 'failed'; readonly call: number; readonly message: string }
  /** Secrets have been taken out. */
  | { readonly kind: 'log'; readonly level: LogLevel; readonly text: string };

/** What changes while the gateway runs. */
export interface Wishes {
  /** The settings in the shape of the config, unchecked. */
  readonly config: unknown;
  /** Everything in the secret storage, by id. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly network: Network;
}

/** How the editor wants the network to be used. */
export interface Network {
  /** `http.proxy`; absent: what the environment says. */
  readonly proxy?: string;
  /** `http.noProxy`. */
  readonly noProxy: readonly string[];
  /** `http.proxyStrictSSL`: whether certificates are checked. */
  readonly strictSsl: boolean;
  /** `http.systemCertificates`. */
  readonly systemCertificates: boolean;
}

export interface Setup extends Wishes {
  readonly dataDir: string;
  readonly version: string;
}

/** Something wrong in the settings: where, and what is allowed. */
export interface SettingProblem {
  readonly path: string;
  readonly message: string;
}

/** A secret that is named and not there. */
export interface MissingKey {
  readonly owner: string;
  readonly reason: string;
}

export type StartAnswer =
  | Leading
  | Following
  /** Another program has the port. */
  | { readonly kind: 'foreign'; readonly port: number; readonly holder?: string; readonly free?: number }
  | { readonly kind: 'invalid'; readonly problems: readonly SettingProblem[] }
  | { readonly kind: 'failed'; readonly message: string };

/** This thread's gateway has the port. */
export interface Leading {
  readonly kind: 'leading';
  /** `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly port: number;
  /** File with the key of the client `local`, which this user's programs use; null: it came from PATCHBAY_KEY. */
  readonly keyFile: string | null;
  readonly key: string;
  readonly missing: readonly MissingKey[];
}

/** Another gateway of Patchbay has the port: this window uses that one. */
export interface Following {
  readonly kind: 'following';
  readonly url: string;
  readonly port: number;
  readonly version: string;
  readonly pid?: number;
  /** Absent: its key is in no file of this user. */
  readonly keyFile?: string;
  readonly key?: string;
}

export type ApplyAnswer =
  | {
      readonly kind: 'applied';
      readonly changes: readonly string[];
      /** Options that take effect after a restart. */
      readonly restart: readonly string[];
      readonly missing: readonly MissingKey[];
    }
  | { readonly kind: 'invalid'; readonly problems: readonly SettingProblem[] };
