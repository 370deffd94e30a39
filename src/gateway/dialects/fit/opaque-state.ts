import type { Part, Turn } from '../conversation.ts';
import type { Losses } from '../losses.ts';
import type { Opaque, Origin } from '../opaque.ts';

/** Who gets the request, as far as opaque state is concerned. */
export interface StateTarget {
  readonly origin: Origin;
  /** Kinds of state that its dialect has a field for. */
  readonly kinds: readonly string[];
  /** State that came without a tag is the target's own: the client speaks its dialect, and nobody else has answered. */
  readonly untagged: boolean;
  /** Nothing is kept: the target has refused what it got. */
  readonly none?: boolean;
}

/**
 * Leaves out the opaque state that the target cannot read: another vendor's, or another account's or model's of the
 * same one, which its provider refuses (an answer of 400 that no retry mends). Calls and their results stay. Text
 * of reasoning whose state is gone stays as text; writers decide whether their dialect takes it.
 */
export function keepOwnState(turns: readonly Turn[], target: StateTarget, losses: Losses): readonly Turn[] {
  return turns.map((turn) => {
    if (!turn.parts.some((part) => isConcerned(part, target))) return turn;
    return { ...turn, parts: turn.parts.flatMap((part) => keep(part, target, losses)) };
  });
}

function isConcerned(part: Part, { none }: StateTarget): boolean {
  if ('opaque' in part && part.opaque !== undefined) return true;
  return none === true && part.kind === 'tool-call' && part.unsigned === true;
}

function keep(part: Part, target: StateTarget, losses: Losses): readonly Part[] {
  if (target.none === true && part.kind === 'tool-call' && part.unsigned === true) {
    // The refusal may have been for what the client never had: then a writer's stand-in helps.
    const { unsigned: _, ...call } = part;
    return [call];
  }
  if (!('opaque' in part) || part.opaque === undefined || isOwn(part.opaque, target)) return [part];
  const { opaque, ...rest } = part;
  if (opaque.kind !== 'none') losses.add('opaque', part.at, lossText(opaque));
  // A redacted thought has nothing but its state.
  return rest.kind === 'reasoning' && rest.text.length === 0 ? [] : [rest];
}

function lossText({ origin }: Opaque): string {
  return origin === undefined
    ? 'reasoning state of another provider'
    : `reasoning state of ${origin.provider}/${origin.account}, model ${origin.model}`;
}

export function isOwn({ kind, origin }: Opaque, target: StateTarget): boolean {
  if (target.none === true || !target.kinds.includes(kind)) return false;
  if (origin === undefined) return target.untagged;
  const own = target.origin;
  return origin.provider === own.provider && origin.account === own.account && origin.model === own.model;
}
