import { rmSync } from 'node:fs';
import { newClientKey } from '../gateway/exchange/client-key.ts';
import type { Random } from '../gateway/exchange/ports.ts';
import { exitCode, type Result, reasonOf, stop } from './outcome.ts';
import { createPrivateFile, readPrivateFile, writePrivateFile } from './private-file.ts';
import { secretFile } from './secrets.ts';

/** The key of the client `local`, and where other programs of this user find it. */
export interface LocalKey {
  readonly key: string;
  /** Absent when the key came from the environment. */
  readonly file?: string;
}

/**
 * `PATCHBAY_KEY` when it is set, else the key in the data directory, which is made at the first start. A key file
 * that others can read is refused like any other.
 */
export function localKey(
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
  random: Random,
): Result<LocalKey> {
  const given = env.PATCHBAY_KEY?.trim();
  if (given !== undefined && given !== '') {
    if (!/^[\u0021-\u007e]{8,200}$/.test(given)) {
      return stop(
        exitCode.usage,
        'PATCHBAY_KEY is not usable as a key: 8 to 200 printable characters without spaces are allowed.',
      );
    }
    return { ok: true, value: { key: given } };
  }
  const file = secretFile(dataDir, 'local-key');
  try {
    createPrivateFileIfMissing(file, random);
  } catch (error) {
    return stop(exitCode.failed, `The key could not be kept in ${file} (${reasonOf(error)}).`, hint);
  }
  const kept = readPrivateFile(file);
  if (kept.kind === 'refused')
    return stop(exitCode.failed, `The gateway’s own key is not used: ${kept.reason}`);
  const key = kept.kind === 'text' ? kept.text.trim() : '';
  if (!/^[\u0021-\u007e]{8,200}$/.test(key)) {
    return stop(exitCode.failed, `The file ${file} holds no key. Remove it; the next start makes a new one.`);
  }
  return { ok: true, value: { key, file } };
}

/** A key that was replaced, and until when it is still accepted (milliseconds since the epoch). */
export interface FormerLocalKey {
  readonly key: string;
  readonly until: number;
}

/** Programs that were started with the old key get a day to be started anew. */
const formerMs = 24 * 60 * 60 * 1000;

/**
 * Replaces the key in the data directory; the old one is kept beside it for a day. The old one is written down first,
 * so that no moment has neither. A key from the environment is its setter's to change.
 */
export function rotateLocalKey(
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
  random: Random,
  now: number,
): Result<LocalKey> {
  const present = localKey(dataDir, env, random);
  if (!present.ok) return present;
  const { key, file } = present.value;
  if (file === undefined) {
    return stop(
      exitCode.usage,
      'The key comes from the environment variable PATCHBAY_KEY. Change it there and start the gateway again.',
    );
  }
  const former: FormerLocalKey = { key, until: now + formerMs };
  const next = newClientKey(random);
  try {
    writePrivateFile(formerFile(dataDir), `${JSON.stringify(former)}\n`);
    writePrivateFile(file, `${next}\n`);
  } catch (error) {
    return stop(exitCode.failed, `The new key could not be kept in ${file} (${reasonOf(error)}).`);
  }
  return { ok: true, value: { key: next, file } };
}

/** The key that was replaced less than a day ago; undefined when there is none, or none that can be used. */
export function formerLocalKey(dataDir: string, now: number): FormerLocalKey | undefined {
  const file = readPrivateFile(formerFile(dataDir));
  if (file.kind !== 'text') return undefined;
  try {
    const found: unknown = JSON.parse(file.text);
    return isFormer(found) && found.until > now ? found : undefined;
  } catch {
    // Cut off by a full disk: the old key is then simply not accepted.
    return undefined;
  }
}

/** The old key is not accepted from the next reading on. Throws the system's error. */
export function forgetFormerLocalKey(dataDir: string): void {
  rmSync(formerFile(dataDir), { force: true });
}

function formerFile(dataDir: string): string {
  return secretFile(dataDir, 'local-key-former');
}

function isFormer(value: unknown): value is FormerLocalKey {
  return (
    typeof value === 'object' &&
    value !== null &&
    'key' in value &&
    typeof value.key === 'string' &&
    'until' in value &&
    typeof value.until === 'number'
  );
}

const hint = 'Choose another directory with --data-dir, or set PATCHBAY_KEY.';

function createPrivateFileIfMissing(file: string, random: Random): void {
  if (readPrivateFile(file).kind === 'missing') createPrivateFile(file, `${newClientKey(random)}\n`);
}
