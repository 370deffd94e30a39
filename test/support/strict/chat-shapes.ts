import { isRecord, valueAt } from '../json-value.ts';
import type { Report } from './report.ts';
import { byMember, count, figure, filled, list, object, oneOf, orNull, record, text } from './shape.ts';

const details = {
  'cached_tokens?': count,
  'audio_tokens?': orNull(count),
  'text_tokens?': orNull(count),
  'image_tokens?': orNull(count),
  'reasoning_tokens?': count,
  'accepted_prediction_tokens?': orNull(count),
  'rejected_prediction_tokens?': orNull(count),
};

export const chatUsage = record({
  prompt_tokens: count,
  completion_tokens: count,
  total_tokens: count,
  'prompt_tokens_details?': record(details),
  'completion_tokens_details?': record(details),
});

/** Cached tokens are part of the prompt, reasoning is part of the completion, and nothing else is in the total. */
export function checkChatUsage(usage: unknown, report: Report): void {
  chatUsage(usage, 'usage', report);
  const at = (...path: string[]): number => {
    const found = valueAt(usage, ...path);
    return typeof found === 'number' ? found : 0;
  };
  if (!isRecord(usage)) return;
  if (at('total_tokens') !== at('prompt_tokens') + at('completion_tokens'))
    report.add('usage-total', 'total_tokens is not prompt_tokens + completion_tokens');
  if (at('prompt_tokens_details', 'cached_tokens') > at('prompt_tokens'))
    report.add('usage-cached', 'cached_tokens exceed prompt_tokens');
  if (at('completion_tokens_details', 'reasoning_tokens') > at('completion_tokens'))
    report.add('usage-reasoning', 'reasoning_tokens exceed completion_tokens');
}

export const finishWord = oneOf('stop', 'length', 'tool_calls', 'content_filter', 'function_call');

/** Members of a chunk and of a whole answer alike. */
export const chatHead = {
  id: filled,
  created: count,
  model: filled,
  'service_tier?': orNull(text),
  'system_fingerprint?': orNull(text),
};

/** How other providers and clients have agreed to show thoughts; OpenAI itself has no such member. */
export const chatReasoning = {
  'reasoning_content?': orNull(text),
  'reasoning?': orNull(text),
  'reasoning_details?': list(object),
};

export const chatCall = byMember('type', {
  function: record({ id: filled, function: record({ name: filled, arguments: text }) }),
  custom: record({ id: filled, custom: record({ name: filled, input: text }) }),
});

export const logprobs = orNull(
  record({ 'content?': orNull(list(record({ token: text, logprob: figure }))) }),
);
