import type { Config } from '../gateway/config/config.ts';
import { localClients } from '../gateway/config/load.ts';
import { systemRandom } from '../gateway/exchange/system-clock.ts';
import { formerLocalKey, type LocalKey, localKey } from './local-key.ts';
import type { Result } from './outcome.ts';
import { type ResolvedSecrets, resolveSecrets, secretFile } from './secrets.ts';

/** The secrets of a config on this host. */
export interface HostSecrets extends ResolvedSecrets {
  /** Of the client `local`, when the config names no clients. */
  readonly local?: LocalKey;
  /** File with the key of an admin, for the other commands; null when it is in no file. */
  readonly keyFile: string | null;
}

/** Where secrets come from beside files. */
export interface SecretPlaces {
  /** Default: the process's. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The editor's secret storage by id. */
  readonly stored?: Readonly<Record<string, string>>;
}

/** Resolves everything that a config refers to; the local key is made when it is needed for the first time. */
export function hostSecrets(
  config: Config,
  dataDir: string,
  learn: (secret: string) => void,
  { env = process.env, stored }: SecretPlaces = {},
): Result<HostSecrets> {
  const input = { config, env, dataDir, learn, ...(stored !== undefined && { stored }) };
  if (config.clients !== localClients) {
    const resolved = resolveSecrets(input);
    return { ok: true, value: { ...resolved, keyFile: adminKeyFile(config, dataDir) } };
  }
  const local = localKey(dataDir, env, systemRandom);
  if (!local.ok) return local;
  const resolved = resolveSecrets({ ...input, localKey: local.value.key });
  const former = local.value.file === undefined ? undefined : formerLocalKey(dataDir, Date.now());
  if (former !== undefined) learn(former.key);
  const secrets = {
    ...resolved.secrets,
    ...(former !== undefined && { formerClients: new Map([['local', former]]) }),
  };
  return {
    ok: true,
    value: { ...resolved, secrets, local: local.value, keyFile: local.value.file ?? null },
  };
}

function adminKeyFile(config: Config, dataDir: string): string | null {
  for (const { role, key } of config.clients) {
    if (role !== 'admin') continue;
    if ('file' in key) return key.file;
    if ('secret' in key) return secretFile(dataDir, key.secret);
  }
  return null;
}
