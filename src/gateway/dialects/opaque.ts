/** Whose state it is: only this provider, account and model can read it. */
export interface Origin {
  readonly provider: string;
  readonly account: string;
  readonly model: string;
}

/** What kind of state, that is, in which field of which vendor it belongs. */
export type OpaqueKind =
  /** `signature` of a thinking block. */
  | 'anthropic-signature'
  /** `data` of a redacted thinking block. */
  | 'anthropic-redacted'
  /** `encrypted_content` of a reasoning item. */
  | 'openai-encrypted'
  /** `encrypted_content` of a compaction item. */
  | 'openai-compaction'
  /** `thoughtSignature` of a part. */
  | 'gemini-signature'
  /** JSON text of the `reasoning_details` of a chat message (OpenRouter). */
  | 'chat-details'
  /** None: the text came from another model, and the client's dialect wants a signature all the same. */
  | 'none';

/** State of a model that nobody but its origin understands, byte for byte as it came. */
export interface Opaque {
  readonly kind: OpaqueKind;
  readonly data: string;
  /** Known when the state passed through here wrapped; absent when it came as its vendor wrote it. */
  readonly origin?: Origin;
}

/** Long and found nowhere else, so that a native search of a body for it is quick and never wrong. */
export const opaqueMark = 'patchbay-opaque-1.';

/**
 * State with its origin in one string that fits where a foreign dialect keeps its own (`signature`,
 * `encrypted_content`, `thoughtSignature`): the client sends it back, and it comes out as it went in.
 */
export function wrapOpaque(opaque: Opaque): string {
  const { kind, data, origin } = opaque;
  const tag = JSON.stringify([kind, origin?.provider ?? '', origin?.account ?? '', origin?.model ?? '']);
  return `${opaqueMark}${Buffer.from(tag).toString('base64url')}.${data === '' ? '' : Buffer.from(data).toString('base64url')}`;
}

/** The state in a string of `wrapOpaque`; undefined for any other string. */
export function unwrapOpaque(text: string): Opaque | undefined {
  if (!text.startsWith(opaqueMark)) return undefined;
  const [tag, data] = text.slice(opaqueMark.length).split('.', 2);
  if (tag === undefined || data === undefined) return undefined;
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(tag, 'base64url').toString());
  } catch {
    return undefined;
  }
  if (!Array.isArray(read)) return undefined;
  const [kind, provider, account, model] = read as readonly unknown[];
  if (!isKind(kind)) return undefined;
  const text64 = Buffer.from(data, 'base64url').toString();
  if (typeof provider !== 'string' || typeof account !== 'string' || typeof model !== 'string')
    return undefined;
  if (provider === '') return { kind, data: text64 };
  return { kind, data: text64, origin: { provider, account, model } };
}

const kinds: readonly string[] = [
  'anthropic-signature',
  'anthropic-redacted',
  'openai-encrypted',
  'openai-compaction',
  'gemini-signature',
  'chat-details',
  'none',
] satisfies readonly OpaqueKind[];

function isKind(value: unknown): value is OpaqueKind {
  return typeof value === 'string' && kinds.includes(value);
}
