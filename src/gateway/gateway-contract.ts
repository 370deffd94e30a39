import type { Config } from './config/config.ts';
import type { FormerKey } from './exchange/former-key.ts';
import type { Clock, LocalKeyKeeper, Log, Random, Transport } from './exchange/ports.ts';
import type { Redactor } from './exchange/redact.ts';
import type { Storage } from './storage/storage.ts';

/** All secrets, resolved by the host and pushed in whole at every change. */
export interface Secrets {
  /** `provider/account` to key; a missing entry means "needs key". */
  readonly accounts: ReadonlyMap<string, string>;
  /** Client id to key. */
  readonly clients: ReadonlyMap<string, string>;
  /** Client id to the key that it had before, while a change of keys goes on. The redactor knows these, too. */
  readonly formerClients?: ReadonlyMap<string, FormerKey>;
}

/** What a host hands to the gateway. */
export interface GatewayDeps {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly random: Random;
  /** For every provider but `demo`. */
  readonly transport: Transport;
  readonly storage: Storage;
  readonly log: Log;
  /** Knows every secret that the host resolved. */
  readonly redactor: Redactor;
  readonly version: string;
  /** Directory for the model lists' cache; absent: kept in memory only. */
  readonly cacheDir?: string;
  /** Frees what died young; called after every 16 MiB of request bodies. Absent: the runtime decides alone. */
  readonly collectYoung?: () => void;
  /** Where the config stands, for people: a path, or the settings of an editor. */
  readonly configPlace?: string;
  /** Absent: the key cannot be changed while the gateway runs. */
  readonly localKey?: LocalKeyKeeper;
}

/** A running gateway; it knows neither VS Code nor the command line. */
export interface Gateway {
  /** Starts to listen. Rejects with the system's error (`EADDRINUSE`) when it cannot. */
  listen(): Promise<{ readonly url: string; readonly port: number }>;
  /** Takes a new config and secrets without dropping a connection or a stream. `listen` changes need a restart and are reported. */
  apply(config: Config, secrets: Secrets): { readonly restartNeeded: readonly string[] };
  /** Gives the port free at once, so that another window can take it; running answers go on. */
  stopListening(): void;
  /** Refuses new requests, waits for running ones up to `seconds`, then ends them with the dialect's error. */
  drain(seconds: number): Promise<void>;
  /** Closes listener, connections to providers; storage is the host's to close. */
  close(): Promise<void>;
}
