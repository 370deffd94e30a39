import type { ThinkingLevel } from './model-facts.ts';

/** Settings that a model rule gives to every request that it leads somewhere, in words that belong to no dialect. */
export interface RequestSettings {
  /** How much to think, for models that are told by levels and by tokens alike. Never beside `thinkingBudget`. */
  readonly effort?: ThinkingLevel;
  /** Most tokens to think; 0: none. */
  readonly thinkingBudget?: number;
  /** Most tokens of the answer, thoughts included. */
  readonly maxTokens?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
}
