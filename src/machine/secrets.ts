import { join } from 'node:path';
import type { Config } from '../gateway/config/config.ts';
import type { SecretRef } from '../gateway/exchange/provider.ts';
import type { Secrets } from '../gateway/gateway-contract.ts';
import { readPrivateFile } from './private-file.ts';

export interface SecretsInput {
  readonly config: Config;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly dataDir: string;
  /** The editor's secret storage by id, on a host that has one; absent: files in the data directory. */
  readonly stored?: Readonly<Record<string, string>>;
  /** Key of the client `local` of a config without clients. */
  readonly localKey?: string;
  /** Is told every secret before anything else sees it, so that no output can hold it. */
  readonly learn: (secret: string) => void;
}

/** A secret that is not there. Not a failure: the account stands in the list as "needs key". */
export interface MissingSecret {
  /** `provider openai, account main` or `client team`. */
  readonly owner: string;
  /** What is wrong and what helps; holds no secret. */
  readonly reason: string;
}

export interface ResolvedSecrets {
  readonly secrets: Secrets;
  readonly missing: readonly MissingSecret[];
}

/** Where the secrets of a data directory lie: one 0600 file each. */
export function secretFile(dataDir: string, id: string): string {
  return join(dataDir, 'secrets', id);
}

/** Fetches every secret that a config names. Never throws. */
export function resolveSecrets(input: SecretsInput): ResolvedSecrets {
  const missing: MissingSecret[] = [];
  const accounts = new Map<string, string>();
  const clients = new Map<string, string>();
  const fetch = (owner: string, ref: SecretRef, keep: (secret: string) => void): void => {
    const found = fetchSecret(ref, input);
    if ('reason' in found) missing.push({ owner, reason: found.reason });
    else {
      input.learn(found.secret);
      keep(found.secret);
    }
  };
  for (const provider of input.config.providers) {
    for (const account of provider.accounts) {
      if (account.key === undefined) continue;
      const owner = `provider ${provider.id}, account ${account.id}`;
      fetch(owner, account.key, (secret) => accounts.set(`${provider.id}/${account.id}`, secret));
    }
  }
  for (const client of input.config.clients) {
    if (input.localKey !== undefined && client.id === 'local') {
      input.learn(input.localKey);
      clients.set(client.id, input.localKey);
    } else fetch(`client ${client.id}`, client.key, (secret) => clients.set(client.id, secret));
  }
  for (const pair of sameKeys(clients)) {
    missing.push({
      owner: `client ${pair.second}`,
      reason: `it has the same key as client ${pair.first}; give it its own`,
    });
    clients.delete(pair.second);
  }
  return { secrets: { accounts, clients }, missing };
}

type Found = { readonly secret: string } | { readonly reason: string };

function fetchSecret(ref: SecretRef, { env, dataDir, stored }: SecretsInput): Found {
  if ('env' in ref) {
    const value = env[ref.env];
    if (value === undefined) return { reason: `the environment variable ${ref.env} is not set` };
    return checked(value, `the environment variable ${ref.env}`);
  }
  if ('secret' in ref && stored !== undefined) {
    const value = Object.hasOwn(stored, ref.secret) ? stored[ref.secret] : undefined;
    // Also after the system's keyring was reset: the editor then forgets what it cannot read any more.
    if (value === undefined) return { reason: `the secret storage has no ${ref.secret}; set the key again` };
    return checked(value, `the secret ${ref.secret}`);
  }
  const path = 'file' in ref ? ref.file : secretFile(dataDir, ref.secret);
  const file = readPrivateFile(path);
  if (file.kind === 'missing') return { reason: `there is no file ${path}` };
  if (file.kind === 'refused') return { reason: file.reason };
  return checked(file.text, `the file ${path}`);
}

/** A key goes into a header: one line of printable characters. The line break at a file's end is not part of it. */
function checked(value: string, where: string): Found {
  const secret = value.trim();
  if (secret === '') return { reason: `${where} is empty` };
  if (!/^[\u0021-\u007e]+$/.test(secret)) {
    return { reason: `${where} holds spaces, several lines or letters that no key has` };
  }
  return { secret };
}

function sameKeys(clients: ReadonlyMap<string, string>): { first: string; second: string }[] {
  const owners = new Map<string, string>();
  const pairs: { first: string; second: string }[] = [];
  for (const [id, key] of clients) {
    const first = owners.get(key);
    if (first === undefined) owners.set(key, id);
    else pairs.push({ first, second: id });
  }
  return pairs;
}
