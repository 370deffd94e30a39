import type { AnswerDialect } from './answer-judge.ts';
import { chatRequest } from './chat-request.ts';
import { geminiRequest } from './gemini-request.ts';
import { messagesRequest } from './messages-request.ts';
import { type Leniencies, Report } from './report.ts';
import { responsesRequest } from './responses-request.ts';

/** What the judge of a request knows beside its body. */
export interface RequestFacts {
  /** The model, where the path names it (Gemini, Claude at other clouds); otherwise the body's. */
  readonly model?: string;
  /** Why opaque state of a kind is refused; undefined when it is fine. Absent: state is not looked into. */
  readonly stateFault?: (kind: string, state: string, bound?: string) => string | undefined;
  /** The id of the output item that followed a reasoning item, where it is known (Responses). */
  readonly followerOf?: (id: string) => string | undefined;
  /** The provider accepts reasoning fields in messages (chat completions; OpenAI itself does not). */
  readonly reasoningFields?: boolean;
  /** `system` messages are allowed in the middle (Messages, beta). */
  readonly systemInMiddle?: boolean;
  /** Rules that are not applied, each with the reason. */
  readonly excused?: Leniencies;
}

/**
 * Every reason for which the vendor's API would refuse a request, in words; empty when it would take it. The model
 * that is named decides where vendors distinguish (thinking of Gemini 3, token limits of OpenAI's reasoning models).
 */
export function checkRequest(dialect: AnswerDialect, body: unknown, facts: RequestFacts = {}): string[] {
  const report = new Report();
  judges[dialect](body, facts, report);
  return report.words(facts.excused);
}

const judges = {
  'openai-chat': chatRequest,
  'openai-responses': responsesRequest,
  'anthropic-messages': messagesRequest,
  'gemini-generate': geminiRequest,
} as const;
