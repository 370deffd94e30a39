import { payloadObject, rawStringAt, valueAt } from './event-text.ts';
import { fieldsOf, textOf } from './json-value.ts';

/** Where the events of a dialect name the model that answers. */
export interface ModelPlace {
  readonly key: string;
  /** The member of the data that holds the key; absent: the data itself. */
  readonly within?: string;
}

/** The first string of that key in an event, at any depth, as it stands there: a quick look that may be wrong. */
export function modelNear(event: string, { key }: ModelPlace): string | undefined {
  const found = rawStringAt(event, valueAt(event, `${key}"`));
  return found === '' ? undefined : found;
}

/** The model that an event names at its exact place. The event is parsed. */
export function modelAt(event: string, { key, within }: ModelPlace): string | undefined {
  const data = payloadObject(event);
  const holder = within === undefined ? data : fieldsOf(data?.[within]);
  return textOf(holder?.[key]);
}
