import type { Dialect } from '../exchange/dialect.ts';
import type { FailureClass } from '../exchange/failure.ts';
import type { Provider, SecretRef } from '../exchange/provider.ts';
import type { RequestSettings } from '../exchange/request-settings.ts';
import type { RoutingMode } from '../exchange/routing-mode.ts';

/** Where the gateway listens and whom it believes. */
export interface ListenConfig {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Names allowed in `Host` beside loopback. */
  readonly hosts: readonly string[];
  /** Web pages allowed in `Origin`. */
  readonly origins: readonly string[];
  /** Seconds that running streams get to finish at shutdown. */
  /** Responses clients may speak over a WebSocket. */
  readonly websocket: boolean;
  readonly drainSeconds: number;
  /** Required with a host other than loopback, unless `insecure`. PEM files. */
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly insecure: boolean;
}

/** A client key. `models` and `providers` restrict it; absent: everything. */
export interface ClientConfig {
  readonly id: string;
  readonly key: SecretRef;
  readonly role: 'admin' | 'manager' | 'user';
  readonly models?: readonly string[];
  readonly providers?: readonly string[];
  /** How the candidates of its requests are ordered; absent: as everybody's. */
  readonly mode?: RoutingMode;
}

export interface ModelRuleConfig {
  readonly match: string;
  readonly use: readonly string[];
  readonly set: RequestSettings;
  /** Orders the entries of `use`; absent: they stand in their order. */
  readonly mode?: RoutingMode;
}

/** Which failures a row of `routing.strategies` is for: all conditions that are given must hold. */
interface StrategyConditions {
  readonly id: string;
  readonly class?: Exclude<FailureClass, 'cancelled' | 'internal'>;
  /** Statuses, and ranges with both ends. */
  readonly status?: readonly (number | readonly [number, number])[];
  readonly codes?: readonly string[];
  /** A regular expression. */
  readonly pattern?: string;
  readonly dialect?: Dialect;
  readonly provider?: string;
  readonly shouldRetry?: boolean;
  readonly waitAtMostMs?: number;
}

type GoOnConfig = 'next-account' | 'next-provider' | 'return';

/** A row of `routing.strategies`: what is done after failures of a kind. */
export type StrategyConfig = StrategyConditions &
  (
    | { readonly action: GoOnConfig }
    | {
        readonly action: 'retry-same';
        readonly retry: {
          readonly times: number;
          readonly backoffMs: number;
          readonly withinMs: number;
          readonly afterwards: GoOnConfig;
        };
      }
  );

export interface RoutingConfig {
  readonly mode: RoutingMode;
  readonly preferred?: string;
  readonly failureThreshold: number;
  /** Requests of this long are what failures are weighed against. */
  readonly windowSeconds: number;
  /** Share in (0, 1]. */
  readonly windowFailures: number;
  readonly windowRequests: number;
  readonly cooldownSeconds: number;
  readonly stabilizeSeconds: number;
  readonly affinity: boolean;
  /** Every model request is refused. */
  readonly paused: boolean;
  /** Rows that go before the built-in ones; absent: none. */
  readonly strategies?: readonly StrategyConfig[];
  /** A second provider is asked beside a silent one; absent: never. */
  readonly hedge?: HedgeConfig;
}

/** When a second provider is asked beside a silent one. */
export interface HedgeConfig {
  /** Milliseconds without a byte of a stream. */
  readonly afterMs: number;
  /** Share of all streams that may be asked twice, in [0.01, 1]. */
  readonly mostShare: number;
}

/** A config after checking: presets filled in, defaults applied, nothing optional that has a default. */
export interface Config {
  readonly listen: ListenConfig;
  readonly clients: readonly ClientConfig[];
  readonly providers: readonly Provider[];
  readonly models: { readonly rules: readonly ModelRuleConfig[] };
  readonly routing: RoutingConfig;
  readonly storage: { readonly retentionDays: number };
}
