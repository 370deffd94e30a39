/**
 * Tool messages have no flag for a failed call. The words say it to the model, and are found again when they come back;
 * they are no common beginning of a tool's own output.
 */
const errorMark = '[The tool call failed]';

export function markError(text: string): string {
  return text === '' ? errorMark : `${errorMark}\n${text}`;
}

/** The text without the mark; undefined when it has none. */
export function unmarkError(text: string): string | undefined {
  if (!text.startsWith(errorMark)) return undefined;
  if (text === errorMark) return '';
  return text[errorMark.length] === '\n' ? text.slice(errorMark.length + 1) : undefined;
}
