import { hash } from 'node:crypto';
import type { Random } from './ports.ts';

/** 192 bits, as many as a provider's own keys have. */
const keyBytes = 24;

/** How every key that Patchbay makes begins: people, secret scanners and the redactor know it by that. */
export const keyPrefix = 'pbk-';

/** A new key for a client: `pbk-` and 48 hex characters. */
export function newClientKey(random: Pick<Random, 'hex'>): string {
  return keyPrefix + random.hex(keyBytes);
}

/**
 * Under what a key is kept and looked up: its SHA-256 as base64. A fast hash without salt is right for what is random
 * and long: nobody can guess 192 bits, however fast the guesses, and a slow one would cost every request. Looked up by
 * its digest, the time that a comparison takes says nothing about the text of a key.
 */
export function keyDigest(key: string): string {
  return hash('sha256', key, 'base64');
}
