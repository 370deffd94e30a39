import { isRecord, listAt, textAt, valueAt } from '../json-value.ts';
import { checkArguments } from './call-arguments.ts';
import { chatCall, chatHead, chatReasoning, checkChatUsage, finishWord, logprobs } from './chat-shapes.ts';
import type { Report } from './report.ts';
import { anything, count, list, oneOf, orNull, record, text } from './shape.ts';

const answer = record({
  ...chatHead,
  object: oneOf('chat.completion'),
  choices: list(
    record({
      index: count,
      finish_reason: finishWord,
      // The SDK's type demands it, but OpenAI itself leaves it out of late.
      'logprobs?': logprobs,
      message: record({
        ...chatReasoning,
        role: oneOf('assistant'),
        content: orNull(text),
        refusal: orNull(text),
        'tool_calls?': list(chatCall, 1),
        'annotations?': list(anything),
      }),
    }),
    1,
  ),
});

/** Judges the body of a chat completion that came whole (openai 7.57, `ChatCompletion`). */
export function chatAnswer(body: unknown, report: Report): void {
  if (isRecord(body) && isRecord(body.error) && !Object.hasOwn(body, 'choices'))
    return report.add('error-event', 'the answer is an error');
  answer(body, '', report);
  if (isRecord(body) && body.usage !== undefined) checkChatUsage(body.usage, report);
  const ids = new Set<string>();
  for (const [position, choice] of listAt(body, 'choices').entries()) {
    if (valueAt(choice, 'index') !== position)
      report.add('choice-index', `choice ${position} has another index`);
    checkChoice(choice, ids, report);
  }
}

function checkChoice(choice: unknown, ids: Set<string>, report: Report): void {
  const calls = listAt(choice, 'message', 'tool_calls');
  const finish = textAt(choice, 'finish_reason') ?? '';
  checkFinish(finish, calls.length, report);
  const { content, refusal, audio } = message(choice);
  if (content === null && calls.length === 0 && typeof refusal !== 'string' && !isRecord(audio))
    report.add('content-null', 'content is null though there is neither a call nor a refusal');
  for (const call of calls) {
    const id = textAt(call, 'id') ?? '';
    if (ids.has(id)) report.add('call-id-twice', `two calls have the id "${id}"`);
    ids.add(id);
    const args = textAt(call, 'function', 'arguments');
    if (args !== undefined)
      checkArguments(args, `call ${id}`, finish !== 'stop' && finish !== 'tool_calls', report);
  }
}

function message(choice: unknown): Readonly<Record<string, unknown>> {
  const found = valueAt(choice, 'message');
  return isRecord(found) ? found : {};
}

/** `tool_calls` says that there are calls, and nothing else does, unless the answer was cut off. */
export function checkFinish(finish: string, calls: number, report: Report): void {
  if (finish === 'tool_calls' && calls === 0)
    report.add('finish-without-calls', 'finish_reason is tool_calls, but there is no call');
  if (finish === 'stop' && calls > 0)
    report.add('finish-with-calls', 'finish_reason is stop though there are calls');
}
