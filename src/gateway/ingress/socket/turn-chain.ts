/** What a turn of the connection was about: its whole input and its output, so that the next one can go on from it. */
export interface TurnChain {
  /** The items of a response and of all before it; undefined when it is not known (any more). */
  itemsOf(responseId: string): readonly unknown[] | undefined;
  add(responseId: string, items: readonly unknown[]): void;
}

/** Codex goes on from the last response; a few more allow it to fork from an earlier one. */
const mostResponses = 8;

/** Holds the last responses of one connection. The items are shared between them, so a long chain costs one list. */
export function createTurnChain(): TurnChain {
  const known = new Map<string, readonly unknown[]>();
  return {
    itemsOf: (responseId) => known.get(responseId),
    add(responseId, items) {
      known.delete(responseId);
      known.set(responseId, items);
      if (known.size <= mostResponses) return;
      const oldest = known.keys().next();
      if (oldest.done !== true) known.delete(oldest.value);
    },
  };
}
