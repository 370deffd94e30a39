/** What a character is to the rules that cut text into pieces. */
export const upper = 1;
export const lower = 2;
/** Without case. */
export const letter = 3;
/** Accents and the like: part of words and of runs of symbols. */
export const mark = 4;
export const digit = 5;
export const lineEnd = 6;
export const space = 7;
/** Punctuation, symbols, control characters. */
export const other = 8;

/** Classes of the Basic Multilingual Plane, filled as they are asked for; 0: not yet. */
const known = new Uint8Array(0x10000);

export function classOf(codePoint: number): number {
  if (codePoint > 0xffff) return find(codePoint);
  const found = known[codePoint] ?? 0;
  if (found !== 0) return found;
  const fresh = find(codePoint);
  known[codePoint] = fresh;
  return fresh;
}

function find(codePoint: number): number {
  const text = String.fromCodePoint(codePoint);
  if (/[\r\n]/.test(text)) return lineEnd;
  if (/\s/.test(text)) return space;
  if (/[\p{Lu}\p{Lt}]/u.test(text)) return upper;
  if (/\p{Ll}/u.test(text)) return lower;
  if (/[\p{Lm}\p{Lo}]/u.test(text)) return letter;
  if (/\p{M}/u.test(text)) return mark;
  return /\p{N}/u.test(text) ? digit : other;
}
