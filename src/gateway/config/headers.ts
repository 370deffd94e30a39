import { looksLikeKey } from './problem.ts';
import { isRecord } from './situation.ts';

/** Headers that belong to one connection (RFC 9110 §7.6.1) or to the body that is sent: the gateway's own. */
const reserved: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
  'content-length',
  'content-encoding',
  'content-type',
  'accept-encoding',
  'expect',
]);

/** Headers that hold a secret: its home is an account. */
const secret: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'x-api-key',
  'x-goog-api-key',
  'api-key',
  'cookie',
]);

/** A field value (RFC 9110 §5.5): printable, Latin-1 at most, no space at the ends. A tab is a control character here. */
const valuePattern =
  /^(?:[\u0021-\u007e\u00a0-\u00ff](?:[\u0020-\u007e\u00a0-\u00ff]*[\u0021-\u007e\u00a0-\u00ff])?)?$/;

/** Why this header may not be sent to a provider; undefined when it may. The schema sees to values that are no text. */
function headerProblem(name: string, value: unknown): string | undefined {
  const lower = name.toLowerCase();
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]{1,100}$/.test(lower)) {
    return 'is not a header name; allowed are letters, digits and hyphens';
  }
  if (secret.has(lower)) return 'would hold a secret; put the key into an account, the gateway sends it';
  if (reserved.has(lower))
    return 'belongs to the connection or the body and is set by the gateway; leave it out';
  if (lower.startsWith('x-patchbay-')) return 'is one of the gateway’s own headers; leave it out';
  if (typeof value !== 'string') return undefined;
  if (looksLikeKey(value)) return 'looks like a key; put it into an account, the gateway sends it';
  if (value.length > 4000) return 'is too long; at most 4000 characters are allowed';
  if (!valuePattern.test(value)) {
    return 'has control characters, letters outside Latin-1, or a space at an end; allowed are printable characters';
  }
  return undefined;
}

/** All that is wrong with a provider's headers, by name. */
export function headerProblems(headers: unknown): { readonly name: string; readonly message: string }[] {
  if (!isRecord(headers)) return [];
  const seen = new Set<string>();
  return Object.entries(headers).flatMap(([name, value]) => {
    const lower = name.toLowerCase();
    const twice = seen.has(lower) ? 'stands here twice, letter case aside; keep one' : undefined;
    seen.add(lower);
    const message = headerProblem(name, value) ?? twice;
    return message === undefined ? [] : [{ name, message }];
  });
}
