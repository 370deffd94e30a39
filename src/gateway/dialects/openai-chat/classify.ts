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

const quote = 34;

/** What may stand in a delta before its text. */
const beforeText =
  /(?:"role": ?"assistant", ?)?(?:"content": ?(?:null|""), ?)?"(?:content|reasoning_content|reasoning)": ?"(?!")/y;

/**
 * A chunk whose third brace opens a delta with a text (or one tool call with its arguments), and that has no brace behind
 * the text: nothing else in it is an object, so there are neither figures nor an error. Nine of ten events are such, and
 * this takes half of the probes' time.
 */
function isUsualDelta(event: string, data: number): boolean {
  if (data !== 5) return false;
  const choice = event.indexOf('{', event.indexOf('{', data) + 1);
  const delta = event.indexOf('{', choice + 1);
  if (choice < 0 || delta < 0) return false;
  if (!event.startsWith('"delta":', delta - 8) && !event.startsWith('"delta": ', delta - 9)) return false;
  const text = textOfDelta(event, delta + 1);
  const end = text < 0 ? -1 : stringEnd(event, text);
  return end >= 0 && !event.includes('{', end) && !hasValue(event, 'finish_reason"', choice);
}

/** Index of the first character of the text in a delta whose members begin at `at`; -1 when there is no such text. */
function textOfDelta(event: string, at: number): number {
  if (event.startsWith('"content":"', at) && event.charCodeAt(at + 11) !== quote) return at + 11;
  if (event.startsWith('"tool_calls":[{', at)) {
    const value = valueAt(event, 'arguments"', at);
    return value >= 0 && event.charCodeAt(value) === quote ? value + 1 : -1;
  }
  beforeText.lastIndex = at;
  return beforeText.test(event) ? beforeText.lastIndex : -1;
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
