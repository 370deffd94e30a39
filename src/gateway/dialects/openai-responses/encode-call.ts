import type { ToolCallPart, ToolResultPart } from '../conversation.ts';
import { fieldsOf, parseJson } from '../json-value.ts';
import { isNativeOpaque } from './abilities.ts';
import { encodeParts, plainText } from './encode-part.ts';
import type { Out, Writing } from './writing.ts';

/** Writes a call of the model's turn. */
export function encodeCall(part: ToolCallPart, writing: Writing): Out {
  const { at, opaque } = part;
  if (opaque !== undefined && !isNativeOpaque(opaque))
    writing.losses.add('opaque', at, `${opaque.kind} of a call`);
  const out = callItem(part);
  if (part.namespace !== undefined) out.namespace = part.namespace;
  return writing.place(at, out);
}

function callItem({ form, id, name, input }: ToolCallPart): Out {
  switch (form) {
    case 'function':
      // Servers parse the text; a call without arguments has an empty object.
      return { type: 'function_call', call_id: id, name, arguments: input.trim() === '' ? '{}' : input };
    case 'custom':
      return { type: 'custom_tool_call', call_id: id, name, input };
    case 'local-shell':
      return { type: 'local_shell_call', call_id: id, action: jsonOf(input), status: 'completed' };
    case 'tool-search':
      return { type: 'tool_search_call', call_id: id, execution: 'client', arguments: jsonOf(input) };
  }
}

/** Input that the API holds as an object. */
export function jsonOf(input: string): unknown {
  return fieldsOf(parseJson(input)) ?? {};
}

/** Writes a result as an item of its own. */
export function encodeResult(part: ToolResultPart, writing: Writing): Out {
  const { at, cache } = part;
  if (cache !== undefined && !writing.own)
    writing.losses.add('cache', at, 'caching is automatic, without marks');
  const out = resultItem(part, writing);
  if (writing.own && part.name !== undefined) out.name = part.name;
  return writing.place(at, out);
}

function resultItem(part: ToolResultPart, writing: Writing): Out {
  const { form, id, value } = part;
  switch (form) {
    case 'function':
      return { type: 'function_call_output', ...idOf(id, writing), output: outputOf(part, writing) };
    case 'custom':
      return { type: 'custom_tool_call_output', ...idOf(id, writing), output: outputOf(part, writing) };
    case 'local-shell':
      return { type: 'local_shell_call_output', id, output: textOutput(part) };
    case 'tool-search':
      return {
        type: 'tool_search_output',
        ...idOf(id, writing),
        execution: 'client',
        status: 'completed',
        tools: value?.tools ?? [],
      };
  }
}

/** Outputs may come without an id in this dialect, but an empty one is refused. */
function idOf(id: string, writing: Writing): Out {
  return id === '' && writing.own ? {} : { call_id: id };
}

/**
 * A text when there is nothing but text, else a list of parts: not every server takes lists. There is no flag for a
 * failed tool (`status` is the item's), so the text says it, as models see it from most tools.
 */
function outputOf(part: ToolResultPart, writing: Writing): unknown {
  const { content, at } = part;
  const isList = writing.own && writing.note(at)?.plain !== true && content.length > 0;
  if (!isList) {
    const text = plainText(content);
    if (text !== undefined) return marked(text, part);
  }
  const parts = encodeParts(content, 'user', writing);
  return part.isError === true ? [{ type: 'input_text', text: 'Error:' }, ...parts] : parts;
}

function textOutput(part: ToolResultPart): string {
  return marked(plainText(part.content) ?? '', part);
}

function marked(text: string, { isError }: ToolResultPart): string {
  if (isError !== true || /^\W*error/i.test(text)) return text;
  return text === '' ? 'Error' : `Error: ${text}`;
}
