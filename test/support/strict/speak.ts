import type { AnswerDialect } from './answer-judge.ts';
import type { AnswerTurn, Speaker, SpokenAnswer } from './answer-turn.ts';
import { speakChat } from './chat-speaker.ts';
import { speakGemini } from './gemini-speaker.ts';
import { speakMessages } from './messages-speaker.ts';
import { speakResponses } from './responses-speaker.ts';

/** The answer of a simulated model in a dialect. */
export function speak(dialect: AnswerDialect, turn: AnswerTurn, speaker: Speaker): SpokenAnswer {
  return speakers[dialect](turn, speaker);
}

const speakers = {
  'openai-chat': speakChat,
  'openai-responses': speakResponses,
  'anthropic-messages': speakMessages,
  'gemini-generate': speakGemini,
} as const;
