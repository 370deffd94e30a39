import type { Fields } from '../json-value.ts';
import type { RequestField } from '../request-field.ts';

/** A field below some place, the smallest object there that has it, and what a person should know. */
export type Row = readonly [path: string, value: Fields, note: string];

export const cache = { type: 'ephemeral' };

/** The smallest request, with more members. */
export function request(more: Fields): Fields {
  return { model: 'm', max_tokens: 16, messages: [{ role: 'user', content: 'Hi' }], ...more };
}

export function rows(place: string, wrap: (value: Fields) => Fields, list: readonly Row[]): RequestField[] {
  return list.map(([path, value, note]) => ({ path: `${place}${path}`, example: wrap(value), note }));
}

/** A block in the only message. */
export function ofUser(block: Fields): Fields {
  return request({ messages: [{ role: 'user', content: [block] }] });
}

/** A block of an answer, with what the user says next. */
export function ofAssistant(block: Fields): Fields {
  return request({
    messages: [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: [block] },
      { role: 'user', content: 'Go on' },
    ],
  });
}

/** A result after the call that it is for. */
export function ofResult(result: Fields): Fields {
  return request({
    tools: [plainTool],
    messages: [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'f', input: {} }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', ...result }] },
    ],
  });
}

export const plainTool: Fields = { name: 'f', input_schema: { type: 'object', properties: {} } };

export function ofTool(tool: Fields): Fields {
  return request({ tools: [tool] });
}
