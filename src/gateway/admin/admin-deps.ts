import type { FastifyRequest } from 'fastify';
import type { ListAge } from '../catalog/model-book.ts';
import type { CheckedProvider } from '../config/check-provider.ts';
import type { Config } from '../config/config.ts';
import type { PresetData } from '../config/preset.ts';
import type { Client } from '../exchange/client.ts';
import type { FormerKeyUse } from '../exchange/former-key.ts';
import type { Clock, LocalKeyKeeper, Log, Transport } from '../exchange/ports.ts';
import type { Provider } from '../exchange/provider.ts';
import type { Redactor } from '../exchange/redact.ts';
import type { ClientBook } from '../metering/client-book.ts';
import type { HealthRow } from '../routing/health-rows.ts';
import type { RoutingView } from '../routing/view.ts';
import type { Storage } from '../storage/storage.ts';
import type { Tracer } from '../tracing/tracer.ts';

/** What the gateway says of itself. */
export interface About {
  readonly version: string;
  readonly protocol: number;
  readonly instance: string;
  readonly url: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly draining: boolean;
}

/** Everything that the control API shows comes through here. All functions are cheap and do not throw. */
export interface AdminDeps {
  readonly clock: Clock;
  readonly log: Pick<Log, 'error'>;
  readonly redactor: Pick<Redactor, 'text' | 'fields' | 'learn' | 'forget'>;
  readonly tracer: Tracer;
  readonly storage: Storage;
  /** Who asks; the door has checked that the key is valid. */
  caller(request: FastifyRequest): Client | undefined;
  /** Who asks, looked up again: the key may have ended since. Undefined: it is refused now. */
  callerNow(request: FastifyRequest): Client | undefined;
  about(): About;
  /** The config in force. */
  config(): Config;
  /** The account's secret is there, or it needs none. */
  hasKey(provider: string, account: string): boolean;
  /** The account's secret; undefined: it is missing, or it needs none. */
  accountKey(provider: string, account: string): string | undefined;
  /** What calls this provider. */
  transport(provider: Provider): Transport;
  readonly presets: Readonly<Record<string, PresetData>>;
  /** Checks a provider as the config would, and completes it. */
  checkProvider(definition: unknown): CheckedProvider;
  modelLists(): readonly ListAge[];
  /** Known names of a provider; undefined: its list was never read. */
  modelNames(provider: string): ReadonlySet<string> | undefined;
  health(): readonly HealthRow[];
  /** Forgets what is known against a provider, or one of its accounts; returns how much that was. */
  heal(scope: { readonly provider: string; readonly account?: string }): number;
  /** What a routing decision looks at now. */
  view(): RoutingView;
  /** The former keys that are accepted now, and who came with them. */
  formerKeys(): readonly FormerKeyUse[];
  /** Clients that are made here. */
  readonly clients: ClientBook;
  /** When a client was last let in, in milliseconds since the epoch; undefined: never. */
  lastUsed(client: string): number | undefined;
  /** The key of a client of the config; undefined: its secret is missing. */
  clientKey(client: string): string | undefined;
  /** Where the config stands, for people. */
  readonly configPlace: string;
  /** Absent: the host cannot change the key of the client `local`. */
  readonly localKey?: LocalKeyKeeper;
}
