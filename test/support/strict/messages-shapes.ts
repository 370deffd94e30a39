import { isRecord } from '../json-value.ts';
import type { Report } from './report.ts';
import {
  anything,
  byMember,
  count,
  emptyObject,
  emptyText,
  filled,
  flag,
  list,
  matching,
  object,
  oneOf,
  orNull,
  record,
  type Shape,
  text,
} from './shape.ts';

const tokens = {
  'input_tokens?': orNull(count),
  'cache_creation_input_tokens?': orNull(count),
  'cache_read_input_tokens?': orNull(count),
  'cache_creation?': orNull(record({ ephemeral_5m_input_tokens: count, ephemeral_1h_input_tokens: count })),
  'server_tool_use?': orNull(object),
  'service_tier?': orNull(text),
  'inference_geo?': orNull(text),
  'output_tokens_details?': orNull(record({ thinking_tokens: count })),
};

export const startUsage = record({ ...tokens, input_tokens: count, output_tokens: count });
export const deltaUsage = record({ ...tokens, output_tokens: count });

/** Written caches are told twice, as a sum and by their time to live; thoughts are part of the output. */
export function checkMessagesUsage(usage: unknown, report: Report): void {
  if (!isRecord(usage)) return;
  const of = (from: unknown, name: string): number => (isRecord(from) ? Number(from[name] ?? 0) : 0);
  if (isRecord(usage.cache_creation)) {
    const kinds =
      of(usage.cache_creation, 'ephemeral_5m_input_tokens') +
      of(usage.cache_creation, 'ephemeral_1h_input_tokens');
    if (kinds !== of(usage, 'cache_creation_input_tokens'))
      report.add('usage-cache', 'cache_creation does not sum up to cache_creation_input_tokens');
  }
  if (of(usage.output_tokens_details, 'thinking_tokens') > of(usage, 'output_tokens'))
    report.add('usage-thinking', 'thinking_tokens exceed output_tokens');
}

export const stopReason = oneOf(
  'end_turn',
  'max_tokens',
  'stop_sequence',
  'tool_use',
  'pause_turn',
  'compaction',
  'refusal',
  'model_context_window_exceeded',
);

const toolName = matching(/^[a-zA-Z0-9_-]{1,128}$/);
const toolId = matching(/^[a-zA-Z0-9_-]+$/);

const hostedResult = record({ tool_use_id: toolId, content: anything });

/** Blocks that come whole even in a stream. */
const wholeBlocks: Record<string, Shape> = {
  redacted_thinking: record({ data: filled }),
  web_search_tool_result: hostedResult,
  web_fetch_tool_result: hostedResult,
  code_execution_tool_result: hostedResult,
  bash_code_execution_tool_result: hostedResult,
  text_editor_code_execution_tool_result: hostedResult,
  tool_search_tool_result: hostedResult,
  advisor_tool_result: hostedResult,
  mcp_tool_result: record({ tool_use_id: toolId, is_error: flag, content: anything }),
  container_upload: record({ file_id: filled }),
  fallback: object,
  mcp_tool_listing: object,
};

/** The head of a block in a stream: what its deltas will fill is empty. */
export const startBlock = byMember('type', {
  ...wholeBlocks,
  text: record({ text: emptyText, 'citations?': orNull(list(object)) }),
  thinking: record({ thinking: emptyText, signature: emptyText }),
  tool_use: record({ id: toolId, name: toolName, input: emptyObject }),
  server_tool_use: record({ id: toolId, name: toolName, input: emptyObject }),
  mcp_tool_use: record({ id: toolId, name: filled, server_name: filled, input: emptyObject }),
  compaction: record({ 'content?': orNull(emptyText) }),
});

/** A block in an answer that came whole. */
export const wholeBlock = byMember('type', {
  ...wholeBlocks,
  text: record({ text: filled, 'citations?': orNull(list(object)) }),
  thinking: record({ thinking: text, signature: filled }),
  tool_use: record({ id: toolId, name: toolName, input: object }),
  server_tool_use: record({ id: toolId, name: toolName, input: object }),
  mcp_tool_use: record({ id: toolId, name: filled, server_name: filled, input: object }),
  compaction: record({ content: orNull(text) }),
});

export const blockDelta = byMember('type', {
  text_delta: record({ text }),
  citations_delta: record({ citation: object }),
  input_json_delta: record({ partial_json: text }),
  thinking_delta: record({ thinking: text }),
  signature_delta: record({ signature: filled }),
  compaction_delta: record({ content: orNull(text) }),
});

/** Which deltas each type of block takes; other blocks take none. */
export const deltasOf: Readonly<Record<string, readonly string[]>> = {
  text: ['text_delta', 'citations_delta'],
  thinking: ['thinking_delta', 'signature_delta'],
  tool_use: ['input_json_delta'],
  server_tool_use: ['input_json_delta'],
  mcp_tool_use: ['input_json_delta'],
  compaction: ['compaction_delta'],
};

export const messageHead = {
  id: filled,
  type: oneOf('message'),
  role: oneOf('assistant'),
  model: filled,
};
