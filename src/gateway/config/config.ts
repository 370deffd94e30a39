import type { Provider, SecretRef } from '../exchange/provider.ts';

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
}

export interface ModelRuleConfig {
  readonly match: string;
  readonly use: readonly string[];
  readonly set: Readonly<Record<string, unknown>>;
}

export interface RoutingConfig {
  readonly mode: 'preferred' | 'balanced' | 'latency' | 'price';
  readonly preferred?: string;
  readonly failureThreshold: number;
  readonly cooldownSeconds: number;
  readonly stabilizeSeconds: number;
  /** Every model request is refused. */
  readonly paused: boolean;
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
