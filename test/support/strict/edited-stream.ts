import { isRecord, parsedJson } from '../json-value.ts';
import { Report } from './report.ts';
import { sseFrames } from './sse-frames.ts';
import { type SseEvent, sseText } from './sse-text.ts';

/** A JSON object that a mutation may change. */
export type Editable = Record<string, unknown>;

/** The events of a stream, to be changed in place. `data` is an object, or text when it is no JSON object. */
export interface EditableEvent {
  event?: string;
  data: Editable | string;
}

/** The text after a change of its events; undefined when the change found nothing to do or changed nothing. */
export function editedStream(text: string, change: (events: EditableEvent[]) => boolean): string | undefined {
  const crlf = text.includes('\r\n');
  const events = sseFrames(text, new Report())
    .filter(({ data }) => data !== undefined)
    .map(({ event, data = '' }): EditableEvent => {
      const parsed = parsedJson(data);
      return { ...(event !== undefined && { event }), data: isRecord(parsed) ? { ...parsed } : data };
    });
  const write = (all: readonly SseEvent[]): string => sseText(all, crlf ? '\r\n' : '\n');
  const before = write(events);
  if (!change(events)) return undefined;
  const after = write(events);
  return after === before ? undefined : after;
}

/** The object at a path of an editable one, itself editable; undefined when there is none. */
export function editable(from: unknown, ...path: readonly (string | number)[]): Editable | undefined {
  let here: unknown = from;
  for (const step of path) {
    if (typeof step === 'number') here = Array.isArray(here) ? here.at(step) : undefined;
    else here = isRecord(here) ? here[step] : undefined;
  }
  return isEditable(here) ? here : undefined;
}

function isEditable(value: unknown): value is Editable {
  return isRecord(value);
}
