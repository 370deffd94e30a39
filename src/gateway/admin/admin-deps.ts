import type { FastifyRequest } from 'fastify';
import type { ListAge } from '../catalog/model-book.ts';
import type { CheckedProvider } from '../config/check-provider.ts';
import type { Config } from '../config/config.ts';
import type { PresetData } from '../config/preset.ts';
import type { FormerKeyUse } from '../exchange/former-key.ts';
import type { Clock, LocalKeyKeeper, Log, Transport } from '../exchange/ports.ts';
import type { Provider } from '../exchange/provider.ts';
import type { Redactor } from '../exchange/redact.ts';
import type { HealthRow } from '../routing/health-book.ts';
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
  /** Whether the request came with an admin's key; the door has checked that the key is valid. */
  isAdmin(request: FastifyRequest): boolean;
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
  /** The former keys that are accepted now, and who came with them. */
  formerKeys(): readonly FormerKeyUse[];
  /** Absent: the host cannot change the key of the client `local`. */
  readonly localKey?: LocalKeyKeeper;
}
