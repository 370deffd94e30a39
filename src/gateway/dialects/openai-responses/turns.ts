import type { Part, Role, ToolCallPart, Turn } from '../conversation.ts';
import type { Opaque } from '../opaque.ts';

interface Draft {
  readonly role: Role;
  readonly parts: Part[];
  readonly at: string;
  /** What comes next of the same speaker joins: items of the model, results of tools. */
  readonly isRun: boolean;
}

/** Puts flat items together to turns: a run of the model's items is one turn, and so is a run of results. */
export class Turns {
  readonly #drafts: Draft[] = [];
  readonly #callState = new Map<string, Opaque>();

  message(role: Role, parts: readonly Part[], at: string): void {
    this.#drafts.push({ role, parts: [...parts], at, isRun: false });
  }

  /** Adds to the model's turn or to the run of results, or begins one. */
  join(role: 'assistant' | 'user', parts: readonly Part[], at: string): void {
    const last = this.#drafts.at(-1);
    if (last?.isRun === true && last.role === role) last.parts.push(...parts);
    else this.#drafts.push({ role, parts: [...parts], at, isRun: true });
  }

  /** Gives state to the text that stands last in the model's turn; false when there is none without. */
  signText(opaque: Opaque): boolean {
    const last = this.#drafts.at(-1);
    const part = last?.role === 'assistant' ? last.parts.at(-1) : undefined;
    if (last === undefined || part?.kind !== 'text' || part.opaque !== undefined) return false;
    last.parts[last.parts.length - 1] = { ...part, opaque };
    return true;
  }

  /** State of a call, which may stand anywhere. */
  signCall(id: string, opaque: Opaque): void {
    this.#callState.set(id, opaque);
  }

  finish(): readonly Turn[] {
    return this.#drafts.map(({ role, parts, at }) => ({
      role,
      parts: this.#callState.size === 0 ? parts : parts.map((part) => this.#signed(part)),
      at,
    }));
  }

  #signed(part: Part): Part {
    if (part.kind !== 'tool-call') return part;
    const opaque = this.#callState.get(part.id);
    return opaque === undefined ? part : ({ ...part, opaque } satisfies ToolCallPart);
  }
}
