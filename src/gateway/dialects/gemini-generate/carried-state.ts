import type { ReasoningPart } from '../conversation.ts';
import { type Fields, isFields, listOf, parseJson, textOf } from '../json-value.ts';
import { type Opaque, opaqueMark, unwrapOpaque, wrapOpaque } from '../opaque.ts';

/*
 * State of any vendor inside `thoughtSignature`. The field is bytes: clients in Go and Python decode it as base64 and
 * refuse the whole answer when it is none, so what `wrapOpaque` makes is encoded once more.
 *
 * One rule says to whom a signature belongs. Alone, it is state of the part that bears it. With a description of a
 * reasoning block behind it, it is state of that block, which stood directly before the part; the text is inside,
 * since Gemini CLI (0.61) forgets parts with `thought: true`, and Anthropic takes a signature only with its text.
 */

/** The bytes before the description: `wrapOpaque` makes exactly two sections with dots. */
const separator = '.';

/** How every signature of ours begins: 18 bytes are 24 characters, without a rest. */
export const carriedMark: string = Buffer.from(opaqueMark).toString('base64');

/** The signature for a part's own state. */
export function carryOpaque(opaque: Opaque): string {
  return Buffer.from(wrapOpaque(opaque)).toString('base64');
}

/** The signature for the part behind a reasoning block. */
export function carryReasoning(
  opaque: Opaque,
  { text, raw, id }: { text: readonly string[]; raw?: boolean | undefined; id?: string | undefined },
): string {
  const told = { text, ...(raw !== undefined && { raw }), ...(id !== undefined && { id }) };
  return Buffer.from(`${wrapOpaque(opaque)}${separator}${JSON.stringify(told)}`).toString('base64');
}

/** What a client's `thoughtSignature` holds: state of the part itself, or a reasoning block that stood before it. */
export type CarriedState =
  | { readonly kind: 'own'; readonly opaque: Opaque }
  | { readonly kind: 'reasoning'; readonly block: Omit<ReasoningPart, 'at'> };

/** Any other string is Google's own signature, of unknown origin. */
export function readSignature(signature: string): CarriedState {
  const carried = readCarried(signature);
  return carried ?? { kind: 'own', opaque: { kind: 'gemini-signature', data: signature } };
}

function readCarried(signature: string): CarriedState | undefined {
  const text = wrappedText(signature);
  const opaque = text === undefined ? undefined : unwrapOpaque(text);
  if (text === undefined || opaque === undefined) return undefined;
  const second = text.indexOf(separator, text.indexOf(separator, opaqueMark.length) + 1);
  if (second < 0) return { kind: 'own', opaque };
  const told = parseJson(text.slice(second + 1));
  return isFields(told) ? { kind: 'reasoning', block: readBlock(told, opaque) } : { kind: 'own', opaque };
}

/** A client may have stored the bytes and written them in either alphabet of base64. */
function wrappedText(signature: string): string | undefined {
  if (signature.startsWith(opaqueMark)) return signature;
  return signature.startsWith(carriedMark) ? Buffer.from(signature, 'base64').toString() : undefined;
}

function readBlock(told: Fields, opaque: Opaque): Omit<ReasoningPart, 'at'> {
  const id = textOf(told.id);
  return {
    kind: 'reasoning',
    text: listOf(told.text).filter((one) => typeof one === 'string'),
    ...(typeof told.raw === 'boolean' && { raw: told.raw }),
    opaque,
    ...(id !== undefined && { id }),
  };
}
