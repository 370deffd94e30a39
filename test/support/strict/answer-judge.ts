import { chatAnswer } from './chat-answer.ts';
import { chatStream } from './chat-stream.ts';
import { geminiAnswer, geminiStream } from './gemini-answer.ts';
import { recordedLeniencies } from './leniencies.ts';
import { messagesAnswer } from './messages-answer.ts';
import { messagesStream } from './messages-stream.ts';
import { type Leniencies, Report } from './report.ts';
import { responsesAnswer } from './responses-answer.ts';
import { responsesStream } from './responses-stream.ts';

/** The dialects in which models answer. */
export type AnswerDialect = 'openai-chat' | 'openai-responses' | 'anthropic-messages' | 'gemini-generate';

export const answerDialects = [
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
  'gemini-generate',
] as const satisfies readonly AnswerDialect[];

export interface JudgeOptions {
  /**
   * `strict`: the form that the vendor documents and that its SDKs rely on. `recorded`: the same without the rules
   * that real providers break (`leniencies.ts`). `strict` when absent.
   */
  readonly level?: 'strict' | 'recorded';
  /** An answer that ends in a well-formed report of an error is fine, too. False when absent. */
  readonly mayFail?: boolean;
  /** More rules that are not applied, each with the reason. */
  readonly excused?: Leniencies;
}

export interface AnswerJudge {
  /** Every violation of a streamed answer, in words; empty when there is none. */
  checkStream(text: string, framing?: 'sse' | 'json-array', options?: JudgeOptions): string[];
  /** Every violation of a whole answer's parsed body. */
  checkAnswer(body: unknown, options?: JudgeOptions): string[];
}

const failed = { 'error-event': 'the caller expects that the answer may fail' };

/** The judge of answers in a dialect: what a reader demands who knows nothing but the vendor's documentation. */
export function answerJudge(dialect: AnswerDialect): AnswerJudge {
  const excused = (options: JudgeOptions): Leniencies => ({
    ...(options.level === 'recorded' && recordedLeniencies[dialect]),
    ...(options.mayFail === true && failed),
    ...options.excused,
  });
  return {
    checkStream(text, framing = 'sse', options = {}) {
      const report = new Report();
      streams[dialect](text, framing, report);
      return report.words(excused(options));
    },
    checkAnswer(body, options = {}) {
      const report = new Report();
      answers[dialect](body, report);
      return report.words(excused(options));
    },
  };
}

const sseOnly =
  (judge: (text: string, report: Report) => void) =>
  (text: string, framing: 'sse' | 'json-array', report: Report): void => {
    if (framing === 'json-array') report.add('framing:array', 'only Gemini streams come as a JSON array');
    else judge(text, report);
  };

const streams = {
  'openai-chat': sseOnly(chatStream),
  'openai-responses': sseOnly(responsesStream),
  'anthropic-messages': sseOnly(messagesStream),
  'gemini-generate': geminiStream,
} as const;

const answers = {
  'openai-chat': chatAnswer,
  'openai-responses': responsesAnswer,
  'anthropic-messages': messagesAnswer,
  'gemini-generate': geminiAnswer,
} as const;
