import type { Fields } from '../json-value.ts';
import type { RequestField } from '../request-field.ts';

/** What a person should know of each field, by its path below some place. */
export type Notes = Readonly<Record<string, string>>;

/** The smallest request, with more members. */
export function request(more: Fields): Fields {
  return { model: 'm', input: 'Hi', ...more };
}

/** Fields that one example has, which stands where `wrap` puts it. */
export function rows(
  place: string,
  wrap: (value: Fields) => Fields,
  value: Fields,
  notes: Notes,
): RequestField[] {
  return Object.entries(notes).map(([path, note]) => ({
    path: place === '' ? path : `${place}.${path}`,
    example: wrap(value),
    note,
  }));
}

/** A setting of the request. */
export function setting(value: Fields, notes: Notes): RequestField[] {
  return rows('', request, value, notes);
}

/** An item after the user’s first words. */
export function ofInput(item: Fields): Fields {
  return request({ input: [{ type: 'message', role: 'user', content: 'Hi' }, item] });
}

export function ofContent(part: Fields): Fields {
  return ofInput({ type: 'message', role: 'user', content: [part] });
}

export function ofAnswer(part: Fields): Fields {
  return ofInput({ type: 'message', role: 'assistant', content: [part] });
}

export function ofTool(tool: Fields): Fields {
  return request({ tools: [tool] });
}
