import type { Random } from '../gateway/exchange/ports.ts';
import { exitCode, type Result, reasonOf, stop } from './outcome.ts';
import { createPrivateFile, readPrivateFile } from './private-file.ts';
import { secretFile } from './secrets.ts';

/** The key of the client `local`, and where other programs of this user find it. */
export interface LocalKey {
  readonly key: string;
  /** Absent when the key came from the environment. */
  readonly file?: string;
}

/** 192 bits, as many as a provider's own keys have. */
const keyBytes = 24;

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

const hint = 'Choose another directory with --data-dir, or set PATCHBAY_KEY.';

function createPrivateFileIfMissing(file: string, random: Random): void {
  if (readPrivateFile(file).kind === 'missing') createPrivateFile(file, `pbk-${random.hex(keyBytes)}\n`);
}
