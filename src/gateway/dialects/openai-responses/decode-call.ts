import type { Part, ToolCallPart, ToolForm, ToolResultPart } from '../conversation.ts';
import { type Fields, fieldsOf, isFields, listOf, textOf } from '../json-value.ts';
import { decodeContent } from './decode-part.ts';
import { type Leftovers, Members } from './leftovers.ts';

type CallType = 'function_call' | 'custom_tool_call' | 'local_shell_call' | 'tool_search_call';
type ResultType =
  | 'function_call_output'
  | 'custom_tool_call_output'
  | 'local_shell_call_output'
  | 'tool_search_output';

interface CallShape {
  readonly form: ToolForm;
  /** The member that holds the input. */
  readonly input: string;
  /** Name of a tool that has none in the item. */
  readonly name?: string;
}

/** How each kind of call is spelled, in requests and answers alike. */
export const callShapes: Readonly<Record<CallType, CallShape>> = {
  function_call: { form: 'function', input: 'arguments' },
  custom_tool_call: { form: 'custom', input: 'input' },
  local_shell_call: { form: 'local-shell', input: 'action', name: 'local_shell' },
  tool_search_call: { form: 'tool-search', input: 'arguments', name: 'tool_search' },
};

/** Reads a call that the client has to run, as the model's turn of a request holds it. */
export function decodeCall(item: Fields, type: CallType, at: string, left: Leftovers): ToolCallPart {
  const shape = callShapes[type];
  const members = new Members(item, at);
  members.take('type');
  const given = textOf(members.look('call_id'));
  if (given !== undefined) members.take('call_id');
  const namespace = textOf(members.look('namespace'));
  if (namespace !== undefined) members.take('namespace');
  const name = shape.name ?? textOf(members.take('name')) ?? '';
  const value = members.take(shape.input);
  // Arguments are a text; some write the object itself.
  if (typeof value !== 'string' && shape.name === undefined && value !== undefined)
    left.set(at, shape.input, value);
  members.leave(left, quiet);
  return {
    kind: 'tool-call',
    id: given ?? textOf(item.id) ?? '',
    name,
    ...(namespace !== undefined && { namespace }),
    form: shape.form,
    input: inputText(value),
    at,
  };
}

const quiet = new Set(['execution']);

/** Input of a call as text, whether it came as one or as JSON. */
export function inputText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

const resultForms: Readonly<Record<ResultType, ToolForm>> = {
  function_call_output: 'function',
  custom_tool_call_output: 'custom',
  local_shell_call_output: 'local-shell',
  tool_search_output: 'tool-search',
};

/** Reads the result of a call. Of a tool search the result is the list of tools found. */
export function decodeResult(item: Fields, type: ResultType, at: string, left: Leftovers): ToolResultPart {
  const members = new Members(item, at);
  members.take('type');
  const given = textOf(members.look('call_id'));
  if (given !== undefined) members.take('call_id');
  const name = textOf(members.look('name'));
  if (name !== undefined) members.take('name');
  const found = type === 'tool_search_output' ? foundTools(members) : outputOf(members, left);
  members.leave(left, quiet);
  return {
    kind: 'tool-result',
    // Of a shell call the documentation answers by `id`.
    id: given ?? (type === 'local_shell_call_output' ? textOf(item.id) : undefined) ?? '',
    ...(name !== undefined && { name }),
    form: resultForms[type],
    ...found,
    at,
  };
}

type Found = Pick<ToolResultPart, 'content' | 'value'>;

function outputOf(members: Members, left: Leftovers): Found {
  const output = members.take('output');
  const at = `${members.at}/output`;
  if (!isFields(output)) return { content: decodeContent(output, at, members.at, 'user', left) };
  left.set(members.at, 'output', output);
  return { content: [{ kind: 'text', text: JSON.stringify(output), at }], value: output };
}

function foundTools(members: Members): Found {
  const tools = listOf(members.take('tools'));
  const at = `${members.at}/tools`;
  const names = tools.flatMap((tool) => toolNames(fieldsOf(tool)));
  const content: readonly Part[] =
    names.length === 0 ? [] : [{ kind: 'text', text: `Tools found: ${names.join(', ')}`, at }];
  return { content, value: { tools } };
}

function toolNames(tool: Fields | undefined): readonly string[] {
  if (tool === undefined) return [];
  if (tool.type === 'namespace') return listOf(tool.tools).flatMap((inner) => toolNames(fieldsOf(inner)));
  const name = textOf(tool.name);
  return name === undefined ? [] : [name];
}
