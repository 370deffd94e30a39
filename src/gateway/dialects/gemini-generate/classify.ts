import { isError } from '../chat-choice.ts';
import { hasValue, isFilledString, payloadObject, valueAt } from '../event-text.ts';
import { type Fields, fieldsOf, listOf, textOf } from '../json-value.ts';
import { mark } from '../wire.ts';

/**
 * Marks of one event of a Gemini stream. Every chunk has the same shape and the figures so far; the last ones have a
 * finish reason, and nothing else tells the end.
 */
export function classifyGemini(event: string): number {
  if (isPlain(event) && isFilledString(event, valueAt(event, 'text"', valueAt(event, 'parts"')))) {
    return hasValue(event, 'usageMetadata"', 0) ? mark.output | mark.usage : mark.output;
  }
  const chunk = payloadObject(event);
  return chunk === undefined ? 0 : marksOfChunk(chunk);
}

/** A chunk with text and without anything that needs a closer look. */
function isPlain(event: string): boolean {
  return (
    event.includes('parts"') &&
    !hasValue(event, 'finishReason"', 0) &&
    !hasValue(event, 'promptFeedback"', 0) &&
    !hasValue(event, 'error"', 0)
  );
}

function marksOfChunk(chunk: Fields): number {
  let bits = isError(chunk) ? mark.failure : 0;
  if (fieldsOf(chunk.usageMetadata) !== undefined) bits |= mark.usage;
  if (isReason(fieldsOf(chunk.promptFeedback)?.blockReason)) bits |= mark.finish;
  for (const each of listOf(chunk.candidates)) {
    const candidate = fieldsOf(each) ?? {};
    if (isReason(candidate.finishReason)) bits |= mark.finish;
    if (listOf(fieldsOf(candidate.content)?.parts).some(isOutput)) bits |= mark.output;
  }
  return bits;
}

/** Names, or integers when the client asked for enums so; the first of each enumeration means "none". */
function isReason(value: unknown): boolean {
  if (typeof value === 'number') return value > 0;
  const text = textOf(value);
  return text !== undefined && !text.endsWith('_UNSPECIFIED');
}

/** A part is text, or an object: a call, a file, code. Empty text is none, nor is a signature, which is a string. */
function isOutput(value: unknown): boolean {
  const part = fieldsOf(value) ?? {};
  for (const name in part) {
    if (name === 'text' ? textOf(part[name]) !== undefined : fieldsOf(part[name]) !== undefined) return true;
  }
  return false;
}
