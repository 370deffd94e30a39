import { type Fields, isFields } from '../json-value.ts';

/** A block of Anthropic's own tools as the JSON texts of its start and its deltas. */
export function hostedPieces(block: Fields): { readonly start: string; readonly deltas: readonly string[] } {
  if (block.type === 'server_tool_use' || block.type === 'mcp_tool_use') {
    const input = isFields(block.input) ? JSON.stringify(block.input) : '';
    const delta = { type: 'input_json_delta', partial_json: input === '{}' ? '' : input };
    return { start: JSON.stringify({ ...block, input: {} }), deltas: [JSON.stringify(delta)] };
  }
  if (block.type === 'compaction') {
    const { content, encrypted_content: encrypted, ...rest } = block;
    const delta = { type: 'compaction_delta', content, encrypted_content: encrypted };
    return { start: JSON.stringify({ ...rest, content: null }), deltas: [JSON.stringify(delta)] };
  }
  return { start: JSON.stringify(block), deltas: [] };
}
