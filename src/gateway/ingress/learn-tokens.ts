import type { RunResult } from '../attempts/run.ts';
import { inputOf, type TokenCounter } from '../counting/token-counter.ts';

/**
 * Corrects the local count by what a provider reported of a request that was read anyway. To parse the others for it
 * would cost more than it is worth.
 */
export function learnTokens(counter: TokenCounter, result: RunResult): void {
  const { conversation, usage, answeredBy, outcome } = result;
  if (outcome !== 'ok' || conversation === undefined || answeredBy === undefined) return;
  if (usage === undefined || usage.estimated) return;
  const { raw } = counter.estimate(answeredBy, conversation);
  counter.learn(answeredBy, raw, inputOf(usage));
}
