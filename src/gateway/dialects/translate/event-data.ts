import { dataAt, eventName } from '../event-text.ts';
import { type Fields, fieldsOf, parseJson } from '../json-value.ts';
import type { Framing } from '../wire.ts';

/** What one event of a stream says. */
export interface EventData {
  /** Of the `event:` line; '' without one. */
  readonly name: string;
  readonly data: Fields;
}

const lineFeed = 10;
const carriageReturn = 13;

/** Reads one whole event, decoded as UTF-8. Undefined when it holds no JSON object (comments, `[DONE]`, a bracket). */
export function readEventData(event: string, framing: Framing): EventData | undefined {
  if (framing === 'json-array') {
    const from = event.indexOf('{');
    const to = event.lastIndexOf('}');
    const data = from < 0 || to < from ? undefined : fieldsOf(parseJson(event.slice(from, to + 1)));
    return data === undefined ? undefined : { name: '', data };
  }
  const at = dataAt(event);
  if (at < 0) return undefined;
  const data = fieldsOf(parseJson(dataText(event, at)));
  return data === undefined ? undefined : { name: eventName(event), data };
}

/** The data of one whole event as text, e.g. `[DONE]`; undefined when it has none (a comment). */
export function dataOf(event: string): string | undefined {
  const at = dataAt(event);
  if (at < 0) return undefined;
  const text = dataText(event, at);
  return text.startsWith(' ') ? text.slice(1) : text;
}

/** All data lines, joined by line feeds as the standard has it. Nearly always there is one. */
function dataText(event: string, at: number): string {
  let end = lineEnd(event, at);
  const first = event.slice(at, end);
  let text = first;
  while (end < event.length) {
    const next = event.indexOf('data:', end);
    if (next < 0) return text;
    const before = event.charCodeAt(next - 1);
    end = lineEnd(event, next + 5);
    if (before === lineFeed || before === carriageReturn) text += `\n${event.slice(next + 5, end)}`;
  }
  return text;
}

function lineEnd(event: string, from: number): number {
  let at = from;
  for (; at < event.length; at += 1) {
    const code = event.charCodeAt(at);
    if (code === lineFeed || code === carriageReturn) break;
  }
  return at;
}
