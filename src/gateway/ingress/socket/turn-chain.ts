/** What a turn was about: all items of its input and output. */
export interface Turn {
  readonly items: readonly unknown[];
  /** About what they weigh as JSON. */
  readonly bytes: number;
}

/** The last turns of a connection, so that the next one can go on from one of them. */
export interface TurnChain {
  /** Undefined when the response is not known (any more). */
  get(responseId: string): Turn | undefined;
  add(responseId: string, turn: Turn): void;
}

/** Codex goes on from the last response; a few more allow it to fork from an earlier one. */
const mostResponses = 8;

/** Holds the last responses of one connection. The items are shared between them, so a long chain costs one list. */
export function createTurnChain(): TurnChain {
  const known = new Map<string, Turn>();
  return {
    get: (responseId) => known.get(responseId),
    add(responseId, turn) {
      known.delete(responseId);
      known.set(responseId, turn);
      if (known.size <= mostResponses) return;
      const oldest = known.keys().next();
      if (oldest.done !== true) known.delete(oldest.value);
    },
  };
}
