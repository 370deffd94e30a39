import type { HostedPart } from '../conversation.ts';
import { type Fields, fieldsOf, listOf, textOf } from '../json-value.ts';

export type HostedTool = HostedPart['tool'];

interface Described {
  readonly tool: HostedTool;
  /** What a reader elsewhere should know of it. */
  readonly text: string;
}

/** Items that tools of the provider left, or tools of the client that only this dialect knows. */
export function describeHosted(item: Fields): Described | undefined {
  const type = textOf(item.type) ?? '';
  const read = readers.get(type);
  if (read === undefined) return undefined;
  return { tool: read.tool, text: read.text(item) };
}

interface Reader {
  readonly tool: HostedTool;
  text(item: Fields): string;
}

const silent = () => '';

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['web_search_call', { tool: 'web-search', text: searchText }],
  ['x_search_call', { tool: 'web-search', text: argumentsText }],
  ['file_search_call', { tool: 'file-search', text: fileSearchText }],
  ['code_interpreter_call', { tool: 'code', text: codeText }],
  ['image_generation_call', { tool: 'image', text: (item) => textOf(item.revised_prompt) ?? '' }],
  ['computer_call', { tool: 'computer', text: silent }],
  ['computer_call_output', { tool: 'computer', text: silent }],
  ['mcp_list_tools', { tool: 'mcp', text: silent }],
  ['mcp_call', { tool: 'mcp', text: mcpText }],
  ['mcp_approval_request', { tool: 'mcp', text: silent }],
  ['mcp_approval_response', { tool: 'mcp', text: silent }],
  ['shell_call', { tool: 'other', text: (item) => lines(listOf(fieldsOf(item.action)?.commands)) }],
  ['shell_call_output', { tool: 'other', text: shellOutputText }],
  ['apply_patch_call', { tool: 'other', text: patchText }],
  ['apply_patch_call_output', { tool: 'other', text: (item) => textOf(item.output) ?? '' }],
  ['tool_search_call', { tool: 'other', text: silent }],
  ['tool_search_output', { tool: 'other', text: silent }],
  ['program', { tool: 'code', text: silent }],
  ['program_output', { tool: 'code', text: (item) => textOf(item.result) ?? '' }],
]);

function searchText(item: Fields): string {
  const action = fieldsOf(item.action) ?? {};
  const queries = listOf(action.queries);
  const sources = listOf(action.sources).map((source) => fieldsOf(source)?.url);
  return lines([...(queries.length > 0 ? queries : [action.query]), action.pattern, action.url, ...sources]);
}

function argumentsText(item: Fields): string {
  return textOf(item.arguments) ?? '';
}

function fileSearchText(item: Fields): string {
  const results = listOf(item.results).flatMap((result) => {
    const { filename, text } = fieldsOf(result) ?? {};
    return [filename, text];
  });
  return lines([...listOf(item.queries), ...results]);
}

function codeText(item: Fields): string {
  return lines([item.code, ...listOf(item.outputs).map((output) => fieldsOf(output)?.logs)]);
}

function mcpText(item: Fields): string {
  const call = `${textOf(item.name) ?? ''} ${textOf(item.arguments) ?? ''}`.trim();
  return lines([call, item.output]);
}

function shellOutputText(item: Fields): string {
  return lines(
    listOf(item.output).flatMap((output) => {
      const { stdout, stderr } = fieldsOf(output) ?? {};
      return [stdout, stderr];
    }),
  );
}

function patchText(item: Fields): string {
  const operation = fieldsOf(item.operation) ?? {};
  return lines([operation.type, operation.path, operation.diff]);
}

function lines(values: readonly unknown[]): string {
  return values.filter((value) => textOf(value) !== undefined).join('\n');
}

/** `output_format` of an `image_generation_call` as a MIME type; PNG is what the API makes without being asked. */
export function imageTypeOf(item: Fields): string {
  const format = textOf(item.output_format) ?? 'png';
  if (format === 'jpg') return 'image/jpeg';
  return format === 'svg' ? 'image/svg+xml' : `image/${format}`;
}
