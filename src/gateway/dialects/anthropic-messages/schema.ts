import type { RequestField } from '../request-field.ts';
import { blockFields } from './schema-blocks.ts';
import { cache, request, rows } from './schema-example.ts';
import { toolFields } from './schema-tools.ts';

const json = { type: 'json_schema', schema: { type: 'object', properties: {}, additionalProperties: false } };
const server = { type: 'url', name: 's', url: 'https://s.example/mcp' };
const clear = { type: 'clear_tool_uses_20250919' };

const edit = (members: object) => ({ context_management: { edits: [members] } });

/**
 * Every field of a request: `MessageCreateParams` of @anthropic-ai/sdk 1.14.0 with those of its beta, and what clients
 * send besides.
 */
export const requestFields: readonly RequestField[] = [
  ...rows('', request, [
    ['model', {}, 'Name of the model.'],
    ['messages', {}, 'The conversation.'],
    ['max_tokens', {}, 'Most tokens of the answer, thinking included; required.'],
    ['stream', { stream: true }, 'Answer piece by piece.'],
    ['system', { system: 'Be brief.' }, 'System prompt; a string is one block.'],
    ['system[].text', { system: [{ type: 'text', text: 'Be brief.' }] }, 'Text of a block.'],
    [
      'system[].cache_control',
      { system: [{ type: 'text', text: 'Be brief.', cache_control: cache }] },
      'Cache up to here.',
    ],
    ['temperature', { temperature: 0.5 }, '0 to 1; not beside thinking, and not for newer models.'],
    ['top_p', { top_p: 0.9 }, 'Not beside thinking below 0.95.'],
    ['top_k', { top_k: 5 }, 'Not beside thinking.'],
    ['stop_sequences', { stop_sequences: ['END'] }, 'Each has something but white space.'],
    ['metadata.user_id', { metadata: { user_id: 'u' } }, 'Claude Code: a JSON text with its session.'],
    ['service_tier', { service_tier: 'standard_only' }, 'auto or standard_only.'],
    ['thinking', { thinking: { type: 'between_tools' } }, 'enabled, disabled, adaptive or between_tools.'],
    ['thinking.type', { thinking: { type: 'adaptive' } }, 'adaptive: the model decides.'],
    [
      'thinking.budget_tokens',
      { max_tokens: 2048, thinking: { type: 'enabled', budget_tokens: 1024 } },
      'At least 1024, less than max_tokens.',
    ],
    [
      'thinking.display',
      { thinking: { type: 'adaptive', display: 'omitted' } },
      'omitted, summarized or updates.',
    ],
    [
      'thinking.block_binding',
      { thinking: { type: 'adaptive', block_binding: { prefix_mismatch_behavior: 'drop_block' } } },
      'What happens to thoughts of another conversation.',
    ],
    ['output_config.effort', { output_config: { effort: 'low' } }, 'low, medium, high, xhigh or max.'],
    ['output_config.format', { output_config: { format: json } }, 'The answer is held to a JSON schema.'],
    [
      'output_config.task_budget',
      { output_config: { task_budget: { type: 'tokens', total: 50_000 } } },
      'Tokens for the whole task.',
    ],
    ['output_format', { output_format: json }, 'Former place of output_config.format.'],
    ['cache_control', { cache_control: cache }, 'A mark on the last block that can have one.'],
    ['container', { container: 'container_1' }, 'Container of code execution to go on with.'],
    [
      'container.skills',
      { container: { skills: [{ type: 'anthropic', skill_id: 'pdf' }] } },
      'Skills to load.',
    ],
    ['context_management.edits', edit(clear), 'What is left out of long conversations.'],
    [
      'context_management.edits[].trigger',
      edit({ ...clear, trigger: { type: 'input_tokens', value: 1000 } }),
      'When.',
    ],
    [
      'context_management.edits[].keep',
      edit({ type: 'clear_thinking_20251015', keep: 'all' }),
      'What stays.',
    ],
    [
      'context_management.edits[].clear_at_least',
      edit({ ...clear, clear_at_least: { type: 'input_tokens', value: 1000 } }),
      'How much goes.',
    ],
    [
      'context_management.edits[].clear_tool_inputs',
      edit({ ...clear, clear_tool_inputs: true }),
      'Arguments, too.',
    ],
    [
      'context_management.edits[].exclude_tools',
      edit({ ...clear, exclude_tools: ['f'] }),
      'Tools whose results stay.',
    ],
    [
      'context_management.edits[].instructions',
      edit({ type: 'compact_20260112', instructions: 'Briefly.' }),
      'How to sum up.',
    ],
    [
      'context_management.edits[].pause_after_compaction',
      edit({ type: 'compact_20260112', pause_after_compaction: true }),
      'Stop after it.',
    ],
    ['compaction', { compaction: { type: 'summarize' } }, 'The answer is a summary of the conversation.'],
    [
      'compaction.instructions',
      { compaction: { type: 'summarize', instructions: 'Briefly.' } },
      'How to sum up.',
    ],
    ['mcp_servers[].url', { mcp_servers: [server] }, 'MCP server that Anthropic calls.'],
    ['mcp_servers[].name', { mcp_servers: [server] }, 'Its name.'],
    [
      'mcp_servers[].authorization_token',
      { mcp_servers: [{ ...server, authorization_token: 't' }] },
      'A secret.',
    ],
    [
      'mcp_servers[].tool_configuration',
      { mcp_servers: [{ ...server, tool_configuration: { enabled: true } }] },
      'Which of its tools.',
    ],
    ['inference_geo', { inference_geo: 'us' }, 'Where the model runs.'],
    ['speed', { speed: 'fast' }, 'standard or fast.'],
    ['fallbacks', { fallbacks: 'default' }, 'Models to ask when this one declines.'],
    ['fallbacks[].model', { fallbacks: [{ model: 'n' }] }, 'One of them.'],
    ['fallback_credit_token', { fallback_credit_token: 't' }, 'From an answer that declined.'],
    ['billing_policy.bill_to', { billing_policy: { type: 'billing_policy', bill_to: 'self' } }, 'Who pays.'],
    [
      'diagnostics.previous_message_id',
      { diagnostics: { previous_message_id: 'msg_1' } },
      'Why a cache was missed.',
    ],
    ['thread', { thread: { type: 'create' } }, 'The server keeps the conversation.'],
    [
      'thread.previous_message_id',
      { thread: { type: 'continue', previous_message_id: 'msg_1' } },
      'Go on with it.',
    ],
    ['safeguards', { safeguards: [{ type: 'dangerous_tool_use' }] }, 'Claude Code in its automatic mode.'],
    ['betas', { betas: ['x'] }, 'A header; some clients have it in the body.'],
    ['anthropic_beta', { anthropic_beta: ['x'] }, 'The same on Bedrock and Vertex.'],
    ['anthropic_version', { anthropic_version: 'vertex-2023-10-16' }, 'The header on Bedrock and Vertex.'],
  ]),
  ...blockFields,
  ...toolFields,
];
