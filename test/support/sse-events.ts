import { isRecord, type JsonRecord, parsedJson } from './json-value.ts';

/** One event of a stream whose data is a JSON object. */
export interface StreamEvent {
  /** Its `event:` line, or ''. */
  readonly name: string;
  readonly data: JsonRecord;
}

/** The events of a stream of server-sent events; comments and data that is no object (`[DONE]`) are passed over. */
export function streamEvents(text: string): readonly StreamEvent[] {
  return text.split(/\r?\n\r?\n/).flatMap((frame) => {
    const lines = frame.split(/\r?\n/);
    const data = parsedJson(fieldOf(lines, 'data').join('\n'));
    return isRecord(data) ? [{ name: fieldOf(lines, 'event').at(-1) ?? '', data }] : [];
  });
}

function fieldOf(lines: readonly string[], name: string): readonly string[] {
  return lines
    .filter((line) => line.startsWith(`${name}:`))
    .map((line) => line.slice(name.length + 1).replace(/^ /, ''));
}
