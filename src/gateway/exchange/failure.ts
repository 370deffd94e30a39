/**
 * What kind of thing went wrong. The class decides who is blamed and what happens next:
 * `client` and `cancelled` never harm a provider, `credential` and `quota` concern an account,
 * `overload` and `transport` the provider, `model-unsupported` one provider and model.
 */
export type FailureClass =
  | 'client'
  | 'credential'
  | 'quota'
  | 'overload'
  | 'transport'
  | 'model-unsupported'
  | 'cancelled'
  | 'internal';

/** Why an attempt failed. `message` has passed the redactor and is at most 500 characters. */
export interface Failure {
  readonly class: FailureClass;
  /** Stable code: an HTTP-like upstream code (`rate_limit_error`), or one of ours (`connect_timeout`, `stream_cut`). */
  readonly code: string;
  /** The upstream's `type` of the error, when it says more than `code`. */
  readonly type?: string;
  readonly message: string;
  /** HTTP status of the upstream, when there was one. */
  readonly status?: number;
  /** Milliseconds since the epoch before which the upstream asks not to be called. */
  readonly retryAt?: number;
  /** The upstream's `x-should-retry`. */
  readonly shouldRetry?: boolean;
  /** Whom a quota is for, when the upstream's headers say so. */
  readonly scope?: 'account' | 'model';
}

/** What an upstream error body says. All fields optional because vendors omit any of them. */
export interface UpstreamError {
  readonly type?: string;
  readonly code?: string;
  readonly message?: string;
  /** Milliseconds to wait, when the body says so (Gemini's `retryDelay`). */
  readonly retryDelayMs?: number;
  /** Milliseconds since the epoch, when the body names a moment (ChatGPT's `resets_at`, OpenRouter's quoted headers). */
  readonly retryAt?: number;
}
