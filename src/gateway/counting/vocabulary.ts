import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';

/** Which byte strings are tokens. Asked by hash, so that no string is made to ask. */
export interface Vocabulary {
  /** Whether a token has this hash (`hashStart`, then `hashStep` per byte). Wrong once in about 20,000 strangers. */
  has(hash: number): boolean;
}

/** FNV-1a, 32 bits. */
export const hashStart = 0x811c9dc5 | 0;
export function hashStep(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193);
}

/** Slots of the table: two to three times the tokens, so that a look-up ends after one or two of them. */
const slots = 1 << 19;

/**
 * Reads a vocabulary as `scripts/write-vocabulary.mjs` writes it: the number of tokens (4 bytes, little endian); for
 * each, in the order of their bytes, how many bytes it shares with the one before; for each, how many it adds; the
 * added bytes. Ranks are left out: they are two thirds of the size, and counts hardly need them.
 */
export function readVocabulary(data: Buffer): Vocabulary {
  const count = data.readUInt32LE(0);
  const table = new Int32Array(slots);
  /** Hash of each prefix of the token before. */
  const prefixes = new Int32Array(256);
  prefixes[0] = hashStart;
  let at = 4 + 2 * count;
  for (let token = 0; token < count; token += 1) {
    const shared = data[4 + token] ?? 0;
    const added = data[4 + count + token] ?? 0;
    let hash = prefixes[shared] ?? hashStart;
    for (let length = shared + 1; length <= shared + added; length += 1) {
      hash = hashStep(hash, data[at] ?? 0);
      prefixes[length] = hash;
      at += 1;
    }
    let slot = slotOf(hash);
    while (table[slot] !== 0) slot = (slot + 1) & (slots - 1);
    table[slot] = hash;
  }
  return {
    has(hash) {
      let slot = slotOf(hash);
      for (;;) {
        const found = table[slot];
        if (found === hash) return true;
        if (found === 0) return false;
        slot = (slot + 1) & (slots - 1);
      }
    },
  };
}

function slotOf(hash: number): number {
  return (hash ^ (hash >>> 13)) & (slots - 1);
}

/**
 * OpenAI's `o200k_base`, from the file beside this one (or beside the bundle). About 350 KB to read, 2 MB in memory.
 * Rejects when the file is missing or damaged.
 */
export async function loadVocabulary(): Promise<Vocabulary> {
  const packed = await readFile(new URL('./o200k-vocabulary.br', import.meta.url));
  return readVocabulary(await promisify(brotliDecompress)(packed));
}
