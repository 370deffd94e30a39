import { marksOfChunk } from '../chat-choice.ts';
import {
  dataAt,
  eventName,
  hasValue,
  isDone,
  isFilledList,
  isFilledString,
  payloadObject,
  stringEnd,
  valueAt,
} from '../event-text.ts';
import { mark } from '../wire.ts';

/**
 * Marks of one chat event. A usual delta is told by its shape, another by probes; what has a finish reason, figures or an
 * error, and what the probes do not know, is parsed.
 */
export function classifyChat(event: string): number {
  const data = dataAt(event);
  if (data >= 0) {
    if (isUsualDelta(event, data)) return mark.output;
    if (isDone(event, data)) return mark.terminal;
    if (isPlain(event, data)) {
      const delta = valueAt(event, 'delta"', data);
      if (delta >= 0 && hasContent(event, delta)) return mark.output;
    }
  }
  const chunk = payloadObject(event);
  const bits = chunk === undefined ? 0 : marksOfChunk(chunk);
  return eventName(event) === 'error' ? bits | mark.failure : bits;
}

/** What may stand in a delta before its text. */
const beforeText =
  /(?:"role": ?"assistant", ?)?(?:"content": ?(?:null|""), ?)?"(?:content|reasoning_content|reasoning)": ?"(?!")/y;

/**
 * A chunk that is three braces deep with a text in the third, and has no brace behind the text: nothing in it is an
 * object, so neither figures nor an error. Nine of ten events are such, and this takes a quarter of the probes' time.
 */
function isUsualDelta(event: string, data: number): boolean {
  if (data !== 5) return false;
  const choice = event.indexOf('{', event.indexOf('{', data) + 1);
  const delta = event.indexOf('{', choice + 1);
  if (choice < 0 || delta < 0) return false;
  if (!event.startsWith('"delta":', delta - 8) && !event.startsWith('"delta": ', delta - 9)) return false;
  let text = delta + 12;
  if (!event.startsWith('"content":"', delta + 1) || event.charCodeAt(text) === 34) {
    beforeText.lastIndex = delta + 1;
    if (!beforeText.test(event)) return false;
    text = beforeText.lastIndex;
  }
  const end = stringEnd(event, text);
  return end >= 0 && !event.includes('{', end) && !hasValue(event, 'finish_reason"', choice);
}

/** Neither the last chunk of a choice, nor one with figures, nor a failure (Groq's has an `event:` line). */
function isPlain(event: string, data: number): boolean {
  return (
    !hasValue(event, 'finish_reason"', data) &&
    !hasValue(event, 'usage"', data) &&
    !hasValue(event, 'error"', data) &&
    (data === 5 || eventName(event) !== 'error')
  );
}

/** The usual places of content, most frequent first. */
function hasContent(event: string, delta: number): boolean {
  return (
    isFilledString(event, valueAt(event, 'content"', delta)) ||
    isFilledString(event, valueAt(event, 'reasoning_content"', delta)) ||
    isFilledString(event, valueAt(event, 'reasoning"', delta)) ||
    isFilledList(event, valueAt(event, 'tool_calls"', delta))
  );
}
