import { crc32 } from 'node:zlib';
import { numbered } from './numbered-tokens.ts';

/**
 * Pieces of one call's answer: numbered tokens that name the call, and behind them a checksum over all of them. A
 * token that is missing, twice there or another call's shows, and so does an end that is not the true one.
 */
export function sealedTokens(call: string, count: number): string[] {
  const tokens = numbered(call, count);
  return [...tokens, `#${checksum(tokens.join(''))}`];
}

/** What a text of such pieces is. */
export interface Unsealed {
  /** Whose tokens these are. */
  readonly call: string;
  readonly count: number;
  /** The checksum has come, and is right. */
  readonly sealed: boolean;
}

/** Reads sealed tokens, or the first of them; undefined for anything that one call alone cannot have sent. */
export function unsealed(text: string): Unsealed | undefined {
  const end = text.indexOf('#');
  const before = end < 0 ? text : text.slice(0, end);
  const tokens = before.split(' ').slice(0, -1);
  const call = tokens[0]?.split(':')[0];
  if (call === undefined || numbered(call, tokens.length).join('') !== before) return undefined;
  if (end >= 0 && text.slice(end) !== `#${checksum(before)}`) return undefined;
  return { call, count: tokens.length, sealed: end >= 0 };
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}
