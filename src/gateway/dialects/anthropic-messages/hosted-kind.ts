import type { HostedPart } from '../conversation.ts';
import type { Fields } from '../json-value.ts';

type Kind = HostedPart['tool'];

const byCallName: ReadonlyMap<unknown, Kind> = new Map<unknown, Kind>([
  ['web_search', 'web-search'],
  ['web_fetch', 'web-fetch'],
  ['code_execution', 'code'],
  ['bash_code_execution', 'code'],
  ['text_editor_code_execution', 'code'],
]);

const byType: ReadonlyMap<unknown, Kind> = new Map<unknown, Kind>([
  ['web_search_tool_result', 'web-search'],
  ['web_fetch_tool_result', 'web-fetch'],
  ['code_execution_tool_result', 'code'],
  ['bash_code_execution_tool_result', 'code'],
  ['text_editor_code_execution_tool_result', 'code'],
  ['mcp_tool_use', 'mcp'],
  ['mcp_tool_result', 'mcp'],
  ['mcp_tool_listing', 'mcp'],
  ['tool_search_tool_result', 'other'],
  ['advisor_tool_result', 'other'],
  ['compaction', 'other'],
]);

/** Which hosted tool a block belongs to; undefined when it is no step of one. */
export function hostedKind(block: Fields): Kind | undefined {
  if (block.type === 'server_tool_use') return byCallName.get(block.name) ?? 'other';
  return byType.get(block.type);
}
