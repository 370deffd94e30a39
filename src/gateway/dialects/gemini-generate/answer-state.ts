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

  /** A reasoning block is complete. */
  hold(opaque: Opaque, thoughts: Thoughts): void {
    this.#waiting = carryReasoning(opaque, thoughts);
  }

  /** The signature of a call: what waits, unless the call has state of its own. */
  ofCall(opaque: Opaque | undefined): string | undefined {
    return opaque === undefined ? this.take() : carryOpaque(opaque);
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
