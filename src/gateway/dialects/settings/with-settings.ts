import type { Mutable } from '../../exchange/mutable.ts';
import type { RequestSettings } from '../../exchange/request-settings.ts';
import type { Conversation, ReasoningWish, Sampling } from '../conversation.ts';

/** A conversation with a rule's settings in place of its own. */
export function withSettings(conversation: Conversation, settings: RequestSettings): Conversation {
  const { effort, thinkingBudget, maxTokens, temperature, topP, topK } = settings;
  const sampling: Mutable<Sampling> = { ...conversation.sampling };
  if (temperature !== undefined) sampling.temperature = temperature;
  if (topP !== undefined) sampling.topP = topP;
  if (topK !== undefined) sampling.topK = topK;
  const thinks = effort !== undefined || thinkingBudget !== undefined;
  const { reasoning, sampling: own } = conversation;
  return {
    ...conversation,
    ruled: { settings, before: { reasoning, sampling: own } },
    sampling,
    ...(thinks && { reasoning: thinkingAs(reasoning, effort, thinkingBudget) }),
    ...(maxTokens !== undefined && { maxTokens }),
  };
}

/** Whether thoughts are shown stays the client's wish; how much is thought is the rule's. */
function thinkingAs(
  wish: ReasoningWish,
  effort: RequestSettings['effort'],
  budget: number | undefined,
): ReasoningWish {
  const { effort: _effort, budget: _budget, adaptive: _adaptive, ...rest } = wish;
  if (effort === 'none' || budget === 0) return { ...rest, effort: 'none' };
  // A level alone lets a model that decides itself (Claude) not think at all; the rule is there so that it does.
  return effort === undefined ? { ...rest, budget: budget ?? 0 } : { ...rest, effort, adaptive: true };
}
