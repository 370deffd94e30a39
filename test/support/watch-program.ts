import { readFileSync } from 'node:fs';
import { parseJsonc } from '../../src/gateway/config/jsonc.ts';
import { listAt, textAt, valueAt } from './json-value.ts';
import { placeProvider, watchAccount, watchClient } from './secret-watch.ts';

/** Watches the secrets of a program that runs by itself: those that its config names, as far as they are there now. */
export function watchProgram(config: string, env: Readonly<Record<string, string>>): void {
  const parsed = parseJsonc(config);
  const value = parsed.ok ? parsed.value.value : undefined;
  if (env.PATCHBAY_KEY !== undefined) watchClient(env.PATCHBAY_KEY, 'local');
  for (const client of listAt(value, 'clients')) {
    const key = secretAt(valueAt(client, 'key'), env);
    if (key !== undefined) watchClient(key, textAt(client, 'id') ?? '');
  }
  for (const provider of listAt(value, 'providers')) {
    const id = textAt(provider, 'id');
    if (id === undefined) continue;
    const dialects = valueAt(provider, 'dialects');
    const endpoints = typeof dialects === 'object' && dialects !== null ? Object.values(dialects) : [];
    for (const place of [provider, ...endpoints]) {
      const url = textAt(place, 'baseUrl');
      if (url !== undefined) placeProvider(id, url);
    }
    for (const account of listAt(provider, 'accounts')) {
      const key = secretAt(valueAt(account, 'key'), env);
      if (key !== undefined) watchAccount(key, id);
    }
  }
}

function secretAt(reference: unknown, env: Readonly<Record<string, string>>): string | undefined {
  const name = textAt(reference, 'env');
  if (name !== undefined) return env[name];
  const file = textAt(reference, 'file');
  try {
    return file === undefined ? undefined : readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}
