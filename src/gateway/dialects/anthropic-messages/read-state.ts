import type { Extra } from '../conversation.ts';

/** What is learned while a request is read, block after block. */
export interface ReadState {
  readonly extra: Extra[];
  /** Names of calls by their ids: results have the id only. */
  readonly callNames: Map<string, string>;
  /** Deferred tools that have been handed to the model (true) or withdrawn again (false), the last word counts. */
  readonly offered: Map<string, boolean>;
  /** Tools that are defined in the middle of the conversation (`tool_addition`). */
  readonly added: { readonly value: unknown; readonly at: string }[];
}

export function createReadState(): ReadState {
  return { extra: [], callNames: new Map(), offered: new Map(), added: [] };
}
