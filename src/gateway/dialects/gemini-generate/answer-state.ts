import type { Opaque } from '../opaque.ts';
import { carryOpaque, carryReasoning } from './carried-state.ts';

/** What of a reasoning block goes with its state: see `carried-state.ts`. */
export interface Thoughts {
  readonly text: readonly string[];
  readonly raw?: boolean | undefined;
  readonly id?: string | undefined;
}

/**
 * State of reasoning waits for what follows: a call bears it, as with Google; before anything else it stands on an
 * empty text. Gemini CLI keeps both, while it drops thoughts and a signature on text behind other text.
 */
export class AnswerState {
  #waiting: string | undefined;
  #hasCalls = false;

  /** A reasoning block is complete. */
  hold(opaque: Opaque, thoughts: Thoughts): void {
    this.#waiting = carryReasoning(opaque, thoughts);
  }

  /**
   * The signature of a call: what waits, unless the call has state of its own. The first call of an answer always has
   * one: Gemini 3 refuses a call that bears none, and by ours it is known when it comes back that none was removed.
   */
  ofCall(opaque: Opaque | undefined): string | undefined {
    const isFirst = !this.#hasCalls;
    this.#hasCalls = true;
    if (opaque !== undefined) return carryOpaque(opaque);
    return this.take() ?? (isFirst ? statelessCall : undefined);
  }

  /** What waits; undefined when nothing does. */
  take(): string | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting;
  }

  get isWaiting(): boolean {
    return this.#waiting !== undefined;
  }
}

/** The signature of a call that has no state and is nobody's. */
export const statelessCall = carryOpaque({ kind: 'none', data: '' });
