import {
  type DemoAnswer,
  type DemoContext,
  event,
  jsonAnswer,
  pieces,
  streamAnswer,
  tokens,
  words,
} from './demo-answer.ts';
import type { DemoReply } from './demo-reply.ts';

type Reply = Exclude<DemoReply, { kind: 'refusal' }>;

/** Writes a Responses answer. Codex reads `response.output_item.done` and nothing else of the items. */
export function writeResponses(reply: Reply, context: DemoContext): DemoAnswer {
  const fault = reply.kind === 'text' ? reply.fault : undefined;
  if (!context.stream) return jsonAnswer(finished(reply, context), fault);
  if (fault === 'overloaded') return streamAnswer(numbered(overloaded(context)));
  return streamAnswer(numbered(turns(reply, context)), fault);
}

interface Turn {
  readonly type: string;
  readonly [field: string]: unknown;
}

function numbered(events: readonly Turn[]): string[] {
  return events.map(({ type, ...rest }, at) => event({ type, sequence_number: at, ...rest }, type));
}

function turns(reply: Reply, context: DemoContext): Turn[] {
  const started = response(context, 'in_progress', [], null);
  return [
    { type: 'response.created', response: started },
    { type: 'response.in_progress', response: started },
    ...itemTurns(reply, context),
    { type: 'response.completed', response: finished(reply, context) },
  ];
}

function itemTurns(reply: Reply, context: DemoContext): Turn[] {
  const done = item(reply, context);
  const added = { type: 'response.output_item.added', output_index: 0, item: unfinished(reply, done) };
  return [
    added,
    ...contentTurns(reply, done.id),
    { type: 'response.output_item.done', output_index: 0, item: done },
  ];
}

function contentTurns(reply: Reply, itemId: string): Turn[] {
  const where = { item_id: itemId, output_index: 0 };
  if (reply.kind === 'compaction') return [];
  if (reply.kind === 'tool') {
    const name =
      reply.tool.kind === 'custom' ? 'response.custom_tool_call_input' : 'response.function_call_arguments';
    const whole = reply.tool.kind === 'custom' ? { input: reply.input } : { arguments: reply.input };
    return [
      ...pieces(reply.input).map((delta) => ({ type: `${name}.delta`, ...where, delta })),
      { type: `${name}.done`, ...where, ...whole, name: reply.tool.name },
    ];
  }
  const place = { ...where, content_index: 0 };
  return [
    { type: 'response.content_part.added', ...place, part: outputText('') },
    ...words(reply.text).map((delta) => ({
      type: 'response.output_text.delta',
      ...place,
      delta,
      logprobs: [],
    })),
    { type: 'response.output_text.done', ...place, text: reply.text, logprobs: [] },
    { type: 'response.content_part.done', ...place, part: outputText(reply.text) },
  ];
}

function overloaded(context: DemoContext): Turn[] {
  const error = {
    code: 'server_is_overloaded',
    message: 'The demo provider is overloaded. Please try again later.',
  };
  return [
    { type: 'response.created', response: response(context, 'in_progress', [], null) },
    { type: 'response.failed', response: { ...response(context, 'failed', [], null), error } },
  ];
}

function item(reply: Reply, context: DemoContext) {
  switch (reply.kind) {
    case 'text':
      return {
        id: `msg_demo_${context.id}`,
        type: 'message',
        status: 'completed',
        role: 'assistant',
        content: [outputText(reply.text)],
      };
    case 'compaction':
      return {
        id: `cmp_demo_${context.id}`,
        type: 'compaction',
        encrypted_content: Buffer.from(reply.text).toString('base64'),
      };
    case 'tool': {
      const group = reply.tool.namespace === undefined ? {} : { namespace: reply.tool.namespace };
      const call = {
        status: 'completed',
        call_id: `call_demo_${context.id}`,
        name: reply.tool.name,
        ...group,
      };
      return reply.tool.kind === 'custom'
        ? { id: `ctc_demo_${context.id}`, type: 'custom_tool_call', ...call, input: reply.input }
        : { id: `fc_demo_${context.id}`, type: 'function_call', ...call, arguments: reply.input };
    }
  }
}

/** The item as it is announced: nothing in it yet. */
function unfinished(reply: Reply, done: ReturnType<typeof item>): unknown {
  if (reply.kind === 'compaction') return done;
  if (reply.kind === 'text') return { ...done, status: 'in_progress', content: [] };
  return {
    ...done,
    status: 'in_progress',
    ...(reply.tool.kind === 'custom' ? { input: '' } : { arguments: '' }),
  };
}

function outputText(text: string) {
  return { type: 'output_text', annotations: [], logprobs: [], text };
}

function finished(reply: Reply, context: DemoContext) {
  const output = tokens(reply.kind === 'tool' ? reply.input : reply.text);
  return response(context, 'completed', [item(reply, context)], {
    input_tokens: context.inputTokens,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: context.inputTokens + output,
  });
}

/** All fields of a response object: SDKs in typed languages refuse one that lacks any. */
function response(context: DemoContext, status: string, output: readonly unknown[], usage: unknown) {
  return {
    id: `resp_demo_${context.id}`,
    object: 'response',
    created_at: context.created,
    status,
    background: false,
    completed_at: status === 'completed' ? context.created : null,
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: null,
    max_tool_calls: null,
    model: context.model,
    output,
    parallel_tool_calls: true,
    previous_response_id: null,
    prompt_cache_key: null,
    reasoning: { effort: null, summary: null },
    safety_identifier: null,
    service_tier: 'default',
    store: false,
    temperature: 1,
    text: { format: { type: 'text' }, verbosity: 'medium' },
    tool_choice: 'auto',
    tools: [],
    top_logprobs: 0,
    top_p: 1,
    truncation: 'disabled',
    usage,
    user: null,
    metadata: {},
  };
}
