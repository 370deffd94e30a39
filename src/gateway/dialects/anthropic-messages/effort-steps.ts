import type { Effort } from '../conversation.ts';

/**
 * Tokens to think for a level. Claude Code's words for its budgets are the middle of it ("think" 4,000, "think hard"
 * 10,000, "ultrathink" 31,999); 1,024 is the least that the API takes, and above 32,000 Anthropic advises batches.
 */
const steps: readonly (readonly [Exclude<Effort, 'none'>, number])[] = [
  ['minimal', 1024],
  ['low', 4096],
  ['medium', 10_000],
  ['high', 20_000],
  ['xhigh', 32_000],
  ['max', 48_000],
];

/** The least budget that the API takes. */
export const leastBudget = 1024;

export function budgetOf(effort: Exclude<Effort, 'none'>): number {
  return steps.find(([name]) => name === effort)?.[1] ?? leastBudget;
}

/** The level of this API whose budget is nearest below, at least `low`. */
export function effortOf(budget: number): 'low' | 'medium' | 'high' | 'xhigh' | 'max' {
  const name = steps.findLast(([, tokens]) => tokens <= budget)?.[0];
  return name === undefined || name === 'minimal' ? 'low' : name;
}
