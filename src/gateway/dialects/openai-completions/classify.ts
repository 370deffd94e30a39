import { marksOfChunk } from '../chat-choice.ts';
import {
  dataAt,
  eventName,
  hasValue,
  isDone,
  isFilledString,
  payloadObject,
  valueAt,
} from '../event-text.ts';
import { mark } from '../wire.ts';

/** Marks of one event of a completions stream; like chat, with `text` in the choice. */
export function classifyCompletion(event: string): number {
  const data = dataAt(event);
  if (data >= 0 && isDone(event, data)) return mark.terminal;
  const isPlain =
    data === 5 &&
    !hasValue(event, 'finish_reason"', data) &&
    !hasValue(event, 'usage"', data) &&
    !hasValue(event, 'error"', data);
  if (isPlain && isFilledString(event, valueAt(event, 'text"', data))) return mark.output;
  const chunk = payloadObject(event);
  const bits = chunk === undefined ? 0 : marksOfChunk(chunk);
  return eventName(event) === 'error' ? bits | mark.failure : bits;
}
