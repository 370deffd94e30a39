import type { Fields } from '../json-value.ts';
import type { RequestField } from '../request-field.ts';

const hello: Fields = { role: 'user', content: 'Hello' };

/** A field and the rest of a smallest body around it. */
export function setting(path: string, note: string, settings: Fields): RequestField {
  return { path, note, example: { model: 'm', messages: [hello], ...settings } };
}

/** A field of a message of the user's, or of one that may stand alone. */
export function inMessage(path: string, note: string, message: Fields): RequestField {
  return { path: `messages[].${path}`, note, example: { model: 'm', messages: [message] } };
}

/** A field of a part of the user's content. */
export function inPart(path: string, note: string, part: Fields): RequestField {
  return inMessage(`content[].${path}`, note, { role: 'user', content: [part] });
}

const call: Fields = { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } };
const tools: readonly Fields[] = [
  { type: 'function', function: { name: 'f', parameters: { type: 'object' } } },
];

/** A field of a message that calls a tool, whose result follows. */
export function inCalling(path: string, note: string, message: Fields): RequestField {
  const calling = { role: 'assistant', content: null, tool_calls: [call], ...message };
  const result = { role: 'tool', tool_call_id: 'call_1', content: 'done' };
  return {
    path: `messages[].${path}`,
    note,
    example: { model: 'm', messages: [hello, calling, result], tools },
  };
}

/** A field of the messages that follow two calls, the last one's result first. */
export function inResults(path: string, note: string): RequestField {
  const other: Fields = { ...call, id: 'call_2' };
  return {
    path: `messages[].${path}`,
    note,
    example: {
      model: 'm',
      messages: [
        hello,
        { role: 'assistant', content: null, tool_calls: [call, other] },
        { role: 'tool', tool_call_id: 'call_2', content: 'two' },
        { role: 'tool', tool_call_id: 'call_1', content: 'one' },
      ],
      tools,
    },
  };
}

/** A field of a call of a custom tool. */
export function inCustomCall(path: string, note: string): RequestField {
  const custom = { id: 'call_1', type: 'custom', custom: { name: 'sh', input: 'ls' } };
  return {
    path: `messages[].tool_calls[].${path}`,
    note,
    example: {
      model: 'm',
      messages: [
        hello,
        { role: 'assistant', content: null, tool_calls: [custom] },
        { role: 'tool', tool_call_id: 'call_1', content: 'done' },
      ],
      tools: [{ type: 'custom', custom: { name: 'sh' } }],
    },
  };
}

/** A field of a message in the old form of function calling, in which both messages are named after the function. */
export function inLegacy(path: string, note: string): RequestField {
  return {
    path: `messages[].${path}`,
    note,
    example: {
      model: 'm',
      messages: [
        hello,
        { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{"a":1}' } },
        { role: 'function', name: 'f', content: 'done' },
      ],
      functions: [{ name: 'f', parameters: { type: 'object' } }],
    },
  };
}

/** A field of a function's definition. */
export function inFunction(path: string, note: string, members: Fields): RequestField {
  return setting(`tools[].function.${path}`, note, {
    tools: [{ type: 'function', function: { name: 'f', ...members } }],
  });
}

/** A field of a choice among tools. */
export function inChoice(
  path: string,
  note: string,
  choice: Fields,
  list: readonly Fields[] = tools,
): RequestField {
  return setting(`tool_choice.${path}`, note, { tools: list, tool_choice: choice });
}

/** A setting that makes sense with tools only. */
export function withTools(path: string, note: string, settings: Fields): RequestField {
  return setting(path, note, { tools, ...settings });
}

/** A field of an earlier answer that came with the history. */
export function inAnswer(path: string, note: string, message: Fields): RequestField {
  const answer = { role: 'assistant', content: 'Hi', ...message };
  return {
    path: `messages[].${path}`,
    note,
    example: { model: 'm', messages: [hello, answer, hello] },
  };
}
