import { isRecord, valueAt } from '../json-value.ts';
import type { Report } from './report.ts';
import {
  anything,
  byMember,
  count,
  emptyText,
  figure,
  filled,
  flag,
  list,
  object,
  oneOf,
  orNull,
  record,
  type Shape,
  text,
} from './shape.ts';

const usage = record({
  input_tokens: count,
  input_tokens_details: record({ cached_tokens: count }),
  output_tokens: count,
  output_tokens_details: record({ reasoning_tokens: count }),
  total_tokens: count,
});

/** As in chat completions: cached and reasoning tokens are parts, the total is input and output. */
export function checkResponsesUsage(value: unknown, report: Report): void {
  usage(value, 'usage', report);
  if (!isRecord(value)) return;
  const at = (...path: string[]): number => Number(valueAt(value, ...path) ?? 0);
  if (at('total_tokens') !== at('input_tokens') + at('output_tokens'))
    report.add('usage-total', 'total_tokens is not input_tokens + output_tokens');
  if (at('input_tokens_details', 'cached_tokens') > at('input_tokens'))
    report.add('usage-cached', 'cached_tokens exceed input_tokens');
  if (at('output_tokens_details', 'reasoning_tokens') > at('output_tokens'))
    report.add('usage-reasoning', 'reasoning_tokens exceed output_tokens');
}

/** The members that the SDK's type demands, apart from `access_programs`, which no recording has. */
export const responseObject = record({
  id: filled,
  object: oneOf('response'),
  created_at: figure,
  status: oneOf('queued', 'in_progress', 'completed', 'incomplete', 'failed', 'cancelled'),
  error: orNull(record({ code: filled, message: text })),
  incomplete_details: orNull(record({ reason: oneOf('max_output_tokens', 'content_filter') })),
  instructions: anything,
  metadata: orNull(object),
  model: filled,
  output: list(object),
  parallel_tool_calls: flag,
  temperature: orNull(figure),
  tool_choice: anything,
  tools: list(object),
  top_p: orNull(figure),
  'usage?': orNull(object),
});

export const contentPart = byMember('type', {
  output_text: record({ text, annotations: list(object), 'logprobs?': list(object) }),
  refusal: record({ refusal: text }),
});

const itemStatus = oneOf('in_progress', 'completed', 'incomplete');

/** Fields of the items that conversion makes; other items need an id only. */
function itemShapes(begins: boolean): Record<string, Shape> {
  const input = begins ? emptyText : text;
  return {
    message: record({
      id: filled,
      role: oneOf('assistant'),
      status: itemStatus,
      content: begins ? list(contentPart, 0, 0) : list(contentPart),
      'phase?': orNull(oneOf('commentary', 'final_answer')),
    }),
    reasoning: record({
      id: filled,
      summary: list(record({ type: oneOf('summary_text'), text }), 0, begins ? 0 : Number.POSITIVE_INFINITY),
      'content?': orNull(list(record({ type: oneOf('reasoning_text'), text }))),
      'encrypted_content?': orNull(text),
    }),
    function_call: record({
      id: filled,
      call_id: filled,
      name: filled,
      arguments: input,
      'status?': itemStatus,
    }),
    custom_tool_call: record({ id: filled, call_id: filled, name: filled, input }),
  };
}

const hostedItems = [
  'web_search_call',
  'file_search_call',
  'code_interpreter_call',
  'image_generation_call',
  'mcp_list_tools',
  'mcp_call',
  'mcp_approval_request',
  'local_shell_call',
  'shell_call',
  'shell_call_output',
  'apply_patch_call',
  'tool_search_call',
  'tool_search_output',
  'computer_call',
  'compaction',
  'program',
  'program_output',
  'additional_tools',
];

const hosted = Object.fromEntries(hostedItems.map((name) => [name, record({ id: filled })]));

/** An item when it is added: what its deltas will fill is empty. */
export const addedItem = byMember('type', { ...hosted, ...itemShapes(true) });
export const doneItem = byMember('type', { ...hosted, ...itemShapes(false) });

const place = { item_id: filled, output_index: count };
const content = { ...place, content_index: count };
const summary = { ...place, summary_index: count };
const summaryPart = record({ type: oneOf('summary_text'), text });
const part = byMember('type', {
  output_text: record({ text, annotations: list(object) }),
  refusal: record({ refusal: text }),
  reasoning_text: record({ text }),
});

/** Every event that the SDK's stream helper knows; it throws at any other (openai 7.57, response-accumulator). */
export const eventShapes: Readonly<Record<string, Shape>> = {
  'response.created': record({ response: responseObject }),
  'response.queued': record({ response: responseObject }),
  'response.in_progress': record({ response: responseObject }),
  'response.completed': record({ response: responseObject }),
  'response.incomplete': record({ response: responseObject }),
  'response.failed': record({ response: responseObject }),
  'response.output_item.added': record({ output_index: count, item: addedItem }),
  'response.output_item.done': record({ output_index: count, item: doneItem }),
  'response.content_part.added': record({ ...content, part }),
  'response.content_part.done': record({ ...content, part }),
  'response.output_text.delta': record({ ...content, delta: text, logprobs: list(object) }),
  'response.output_text.done': record({ ...content, text, logprobs: list(object) }),
  'response.output_text.annotation.added': record({
    ...content,
    annotation_index: count,
    annotation: object,
  }),
  'response.refusal.delta': record({ ...content, delta: text }),
  'response.refusal.done': record({ ...content, refusal: text }),
  'response.reasoning_text.delta': record({ ...content, delta: text }),
  'response.reasoning_text.done': record({ ...content, text }),
  'response.reasoning_summary_part.added': record({ ...summary, part: summaryPart }),
  'response.reasoning_summary_part.done': record({ ...summary, part: summaryPart }),
  'response.reasoning_summary_text.delta': record({ ...summary, delta: text }),
  'response.reasoning_summary_text.done': record({ ...summary, text }),
  'response.function_call_arguments.delta': record({ ...place, delta: text }),
  'response.function_call_arguments.done': record({ ...place, arguments: text }),
  'response.custom_tool_call_input.delta': record({ ...place, delta: text }),
  'response.custom_tool_call_input.done': record({ ...place, input: text }),
  // The documentation shows these members at the top; recordings nest them.
  error: record({ 'error?': object }),
  keepalive: record({}),
  ...Object.fromEntries(
    [
      'code_interpreter_call_code.delta',
      'code_interpreter_call_code.done',
      'code_interpreter_call.in_progress',
      'code_interpreter_call.interpreting',
      'code_interpreter_call.completed',
      'file_search_call.in_progress',
      'file_search_call.searching',
      'file_search_call.completed',
      'web_search_call.in_progress',
      'web_search_call.searching',
      'web_search_call.completed',
      'image_generation_call.in_progress',
      'image_generation_call.generating',
      'image_generation_call.completed',
      'image_generation_call.partial_image',
      'mcp_call_arguments.delta',
      'mcp_call_arguments.done',
      'mcp_call.in_progress',
      'mcp_call.completed',
      'mcp_call.failed',
      'mcp_list_tools.in_progress',
      'mcp_list_tools.completed',
      'mcp_list_tools.failed',
      'compaction.compacting',
    ].map((name) => [`response.${name}`, record(place)]),
  ),
  ...Object.fromEntries(
    ['shell_call_command.added', 'shell_call_command.delta', 'shell_call_command.done'].map((name) => [
      `response.${name}`,
      record({ output_index: count }),
    ]),
  ),
  'response.shell_call_output_content.delta': record(place),
  'response.shell_call_output_content.done': record(place),
};
