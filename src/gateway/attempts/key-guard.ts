import type { Failure } from '../exchange/failure.ts';
import type { UpstreamHeaders } from '../exchange/ports.ts';
import { createRedactor, type Redactor } from '../exchange/redact.ts';

/**
 * Takes the key of one call out of what its provider says. Vendors echo the key that they refuse ("Incorrect API key
 * provided: …"), and the client that reads it may be somebody who must not know it. Works with a key that the client
 * brought itself, too, which nothing else learns.
 */
export interface KeyGuard {
  text(value: string): string;
  /** Same bytes when there is nothing to take out. */
  bytes(value: Buffer): Buffer;
  failure(value: Failure): Failure;
  /** The same object when no header holds the key. */
  headers(value: UpstreamHeaders): UpstreamHeaders;
}

/** Costs nothing until something goes wrong. Without a key only what looks like one is taken out. */
export function createKeyGuard(key: string | undefined): KeyGuard {
  let redactor: Redactor | undefined;
  const text = (value: string): string => {
    if (redactor === undefined) {
      redactor = createRedactor();
      if (key !== undefined) redactor.learn(key);
    }
    return redactor.text(value);
  };
  const holdsKey = (value: string): boolean => key !== undefined && key !== '' && value.includes(key);
  return {
    text,
    bytes(value) {
      // A byte each, so that what is no UTF-8 stays as it is; keys are ASCII.
      const before = value.toString('latin1');
      const after = text(before);
      return after === before ? value : Buffer.from(after, 'latin1');
    },
    failure: (value) => ({ ...value, code: text(value.code), message: text(value.message) }),
    headers(value) {
      const clean: Record<string, UpstreamHeaders[string]> = {};
      let changed = false;
      for (const name in value) {
        const header = value[name];
        const held = typeof header === 'string' ? holdsKey(header) : header?.some(holdsKey) === true;
        changed ||= held;
        if (!held) clean[name] = header;
        else clean[name] = typeof header === 'string' ? text(header) : header?.map(text);
      }
      return changed ? clean : value;
    },
  };
}
