import { type Opaque, opaqueMark, unwrapOpaque, wrapOpaque } from '../opaque.ts';

/**
 * State of other vendors on its way through a client that speaks Messages.
 *
 * Reasoning keeps its state in the `signature` of its thinking block. Gemini, however, also signs calls and texts, which
 * have no field for it here: that state follows its owner in a thinking block without text, whose signature names the
 * owner in a third piece behind the wrapping. It stands behind, not before: state is known only when a block is closed,
 * and calls are not held back for it. It names the owner, so that a client may sort, merge or split blocks.
 */
export type Owner =
  | { readonly kind: 'call'; readonly id: string }
  /** The nearest text before. */
  | { readonly kind: 'text' }
  /** A text that was empty, which this API refuses. */
  | { readonly kind: 'empty-text' };

export interface Signature {
  readonly opaque?: Opaque;
  readonly owner?: Owner;
}

/** A signature for a thinking block: clients and the SDK's types want one, whoever thought. */
export function writeSignature(opaque: Opaque | undefined, owner?: Owner): string {
  const wrapped = wrapOpaque(opaque ?? { kind: 'none', data: '' });
  if (owner === undefined) return wrapped;
  return owner.kind === 'call' ? `${wrapped}.call.${owner.id}` : `${wrapped}.${owner.kind}`;
}

/** The state in a signature; state of its vendor's own form is of unknown origin. */
export function readSignature(text: string, kind: 'anthropic-signature' | 'anthropic-redacted'): Signature {
  if (text === '') return {};
  const opaque = unwrapOpaque(text);
  if (opaque === undefined) return { opaque: { kind, data: text } };
  if (opaque.kind === 'none') return {};
  const [, , word, id] = text.slice(opaqueMark.length).split('.');
  if (word === 'call' && id !== undefined) return { opaque, owner: { kind: 'call', id } };
  if (word === 'text' || word === 'empty-text') return { opaque, owner: { kind: word } };
  return { opaque };
}
