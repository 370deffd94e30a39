import type { AnswerDialect } from './answer-judge.ts';
import { chatMutations } from './chat-mutations.ts';
import { geminiMutations } from './gemini-mutations.ts';
import { messagesMutations } from './messages-mutations.ts';
import { framingMutations, type Mutation } from './mutation.ts';
import { responsesMutations } from './responses-mutations.ts';

/** Mutations by dialect; those of the framing break every one. */
export const answerMutations: Readonly<Record<AnswerDialect, readonly Mutation[]>> = {
  'openai-chat': [...framingMutations, ...chatMutations],
  'openai-responses': [...framingMutations, ...responsesMutations],
  'anthropic-messages': [...framingMutations, ...messagesMutations],
  'gemini-generate': [...framingMutations, ...geminiMutations],
};
