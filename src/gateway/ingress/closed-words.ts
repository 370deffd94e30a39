import type { ErrorCode } from '../exchange/errors.ts';
import type { ClosedKey } from '../metering/client-book.ts';

/** What who comes with a key that is over is told: which error, and what is filled in. */
export function closedWords({ client, state, at }: ClosedKey): {
  readonly code: Extract<ErrorCode, 'key_expired' | 'key_closed'>;
  readonly values: Readonly<Record<string, string>>;
} {
  const moment = at === undefined ? '' : new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
  switch (state) {
    case 'expired':
      return { code: 'key_expired', values: { client, until: moment } };
    case 'revoked':
      return { code: 'key_closed', values: { client, detail: `it was revoked on ${moment}` } };
    case 'shadowed':
      return {
        code: 'key_closed',
        values: { client, detail: 'the config has a client of this id now, with a key of its own' },
      };
    case 'orphaned':
      return {
        code: 'key_closed',
        values: { client, detail: 'the manager who made it may not use the gateway any more' },
      };
  }
}
