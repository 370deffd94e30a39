import { isRecord } from '../json-value.ts';
import { type Editable, type EditableEvent, editable, editedStream } from './edited-stream.ts';

/** A way to break a valid stream, and the rule that must speak up. */
export interface Mutation {
  readonly name: string;
  readonly rule: string;
  /** The broken text; undefined when there is nothing in this stream to break. */
  change(text: string): string | undefined;
}

export type Found = (event: EditableEvent) => boolean;

export const onEvents = (
  name: string,
  rule: string,
  change: (events: EditableEvent[]) => boolean,
): Mutation => ({
  name,
  rule,
  change: (text) => editedStream(text, change),
});

export const onText = (name: string, rule: string, change: (text: string) => string): Mutation => ({
  name,
  rule,
  change: (text) => {
    const changed = change(text);
    return changed === text ? undefined : changed;
  },
});

export const typed =
  (...types: readonly string[]): Found =>
  ({ data }) =>
    isRecord(data) && types.includes(String(data.type));

/** Changes the data of the first event that is found. */
export const edit = (name: string, rule: string, found: Found, change: (data: Editable) => void): Mutation =>
  onEvents(name, rule, (events) => {
    const event = events.find(found);
    const data = editable(event?.data);
    if (data === undefined) return false;
    change(data);
    return true;
  });

export const remove = (name: string, rule: string, found: Found): Mutation =>
  onEvents(name, rule, (events) => {
    const at = events.findIndex(found);
    if (at >= 0) events.splice(at, 1);
    return at >= 0;
  });

export const repeat = (name: string, rule: string, found: Found): Mutation =>
  onEvents(name, rule, (events) => {
    const at = events.findIndex(found);
    const event = events[at];
    if (event === undefined) return false;
    events.splice(at, 0, structuredClone(event));
    return true;
  });

/** Moves the first event that is found, and whose neighbour fits, before or behind that neighbour. */
export const swap = (
  name: string,
  rule: string,
  found: Found,
  by: 1 | -1,
  neighbour: Found = () => true,
): Mutation =>
  onEvents(name, rule, (events) => {
    const at = events.findIndex((event, index) => {
      const beside = events[index + by];
      return found(event) && beside !== undefined && neighbour(beside);
    });
    const [event, other] = [events[at], events[at + by]];
    if (event === undefined || other === undefined) return false;
    events[at] = other;
    events[at + by] = event;
    return true;
  });

export const set = (
  name: string,
  rule: string,
  found: Found,
  path: readonly (string | number)[],
  value: unknown,
): Mutation =>
  onEvents(name, rule, (events) => {
    const last = path.at(-1);
    const home = events
      .filter(found)
      .map(({ data }) => editable(data, ...path.slice(0, -1)))
      .find((each) => each !== undefined && Object.hasOwn(each, String(last)));
    if (home === undefined) return false;
    if (value === undefined) delete home[String(last)];
    else home[String(last)] = value;
    return true;
  });

/** Every event that is a JSON object. */
export const any: Found = ({ data }) => isRecord(data);

/** What breaks an event stream of any dialect. */
export const framingMutations: readonly Mutation[] = [
  onText('a CR inside of a line', 'framing:lone-cr', (text) => text.replace('"', '"\r')),
  onText('the end of the last event missing', 'framing:unterminated', (text) =>
    text.replace(/[\r\n]+$/, '\n'),
  ),
  onText('data over two lines', 'framing:data-lines', (text) => text.replace(/data: \{/, 'data: {\ndata: ')),
  onText('no space after data:', 'framing:no-space', (text) => text.replace('data: ', 'data:')),
  onText('an id line', 'framing:field', (text) => text.replace('data: ', 'id: 1\ndata: ')),
  onText('torn JSON', 'data-json', (text) => text.replace(/\}(\r?\n\r?\n)/, '$1')),
];
