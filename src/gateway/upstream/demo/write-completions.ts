import {
  type DemoAnswer,
  type DemoContext,
  event,
  jsonAnswer,
  streamAnswer,
  tokens,
  words,
} from './demo-answer.ts';
import type { DemoReply } from './demo-reply.ts';
import { errorFields } from './write-error.ts';

type Reply = Extract<DemoReply, { kind: 'text' }>;

/** Writes a Completions answer (the older OpenAI API, which editors use to fill in code). */
export function writeCompletions(reply: Reply, context: DemoContext): DemoAnswer {
  const output = tokens(reply.text);
  const usage = {
    prompt_tokens: context.inputTokens,
    completion_tokens: output,
    total_tokens: context.inputTokens + output,
  };
  const common = {
    id: `cmpl-demo-${context.id}`,
    object: 'text_completion',
    created: context.created,
    model: context.model,
  };
  const choice = (text: string, finish: string | null) => [
    { text, index: 0, logprobs: null, finish_reason: finish },
  ];
  if (!context.stream)
    return jsonAnswer({ ...common, choices: choice(reply.text, 'stop'), usage }, reply.fault);
  if (reply.fault === 'overloaded') {
    const error = errorFields('openai-completions', 503, 'The demo provider is overloaded.', context.id);
    return streamAnswer([event(error)]);
  }
  const none = context.includeUsage ? { usage: null } : {};
  return streamAnswer(
    [
      ...words(reply.text).map((word) => event({ ...common, choices: choice(word, null), ...none })),
      event({ ...common, choices: choice('', 'stop'), ...none }),
      ...(context.includeUsage ? [event({ ...common, choices: [], usage })] : []),
      'data: [DONE]\n\n',
    ],
    reply.fault,
  );
}
