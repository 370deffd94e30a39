import type { ToolCall, UsageFigures } from './scripted-upstream-behaviour.ts';
import { createdAt, idOf, obfuscation, type Rendered, type Turn, totals } from './scripted-upstream-turn.ts';

type Item = Readonly<Record<string, unknown>>;

/** The Responses API as OpenAI streams it: `event:` lines, a sequence number in every event, no `[DONE]`. */
export function renderResponses(turn: Turn): Rendered {
  const events: string[] = [];
  const send = (type: string, fields: Readonly<Record<string, unknown>>): void => {
    const data = JSON.stringify({ type, ...fields, sequence_number: events.length });
    events.push(`event: ${type}\ndata: ${data}\n\n`);
  };
  const output: Item[] = [];
  const begun = responseBody(turn, 'in_progress', [], undefined);
  send('response.created', { response: begun });
  send('response.in_progress', { response: begun });
  if (turn.reasoning !== '') output.push(sendReasoning(send, turn, output.length));
  if (turn.text.length > 0 || turn.calls.length === 0) output.push(sendMessage(send, turn, output.length));
  for (const call of turn.calls) output.push(sendCall(send, turn, call, output.length));
  const status = turn.stop === 'length' ? 'incomplete' : 'completed';
  const done = responseBody(turn, status, output, turn.usage);
  send(`response.${status}`, { response: done });
  return { events, json: `${JSON.stringify(done, null, 2)}\n` };
}

/** The whole object that stands in the first two events, in the last and in the answer without a stream. */
export function responseBody(
  turn: Pick<Turn, 'serial' | 'model'>,
  status: 'in_progress' | 'completed' | 'incomplete',
  output: readonly Item[],
  usage: UsageFigures | undefined,
): Item {
  return {
    id: idOf('resp_', turn),
    object: 'response',
    created_at: createdAt,
    status,
    background: false,
    completed_at: status === 'completed' ? createdAt + 1 : null,
    error: null,
    incomplete_details: status === 'incomplete' ? { reason: 'max_output_tokens' } : null,
    instructions: null,
    max_output_tokens: null,
    model: turn.model,
    output,
    parallel_tool_calls: true,
    previous_response_id: null,
    prompt_cache_key: null,
    reasoning: { effort: null, summary: null },
    safety_identifier: null,
    service_tier: status === 'in_progress' ? 'auto' : 'default',
    store: false,
    temperature: 1,
    text: { format: { type: 'text' }, verbosity: 'medium' },
    tool_choice: 'auto',
    tools: [],
    top_logprobs: 0,
    top_p: 1,
    truncation: 'disabled',
    usage: usage === undefined ? null : responsesUsage(usage),
    user: null,
    metadata: {},
  };
}

type Send = (type: string, fields: Readonly<Record<string, unknown>>) => void;

function sendReasoning(send: Send, turn: Turn, outputIndex: number): Item {
  const id = idOf('rs_', turn, outputIndex);
  const place = { item_id: id, output_index: outputIndex, summary_index: 0 };
  const encrypted = `gAAAAAscripted${turn.serial}==`;
  const part = { type: 'summary_text', text: turn.reasoning };
  const done = { id, type: 'reasoning', encrypted_content: encrypted, summary: [part] };
  send('response.output_item.added', {
    item: { ...done, summary: [] },
    output_index: outputIndex,
  });
  send('response.reasoning_summary_part.added', { ...place, part: { ...part, text: '' } });
  send('response.reasoning_summary_text.delta', {
    ...place,
    delta: turn.reasoning,
    obfuscation: obfuscation(outputIndex),
  });
  send('response.reasoning_summary_text.done', { ...place, text: turn.reasoning });
  send('response.reasoning_summary_part.done', { ...place, part });
  send('response.output_item.done', { item: done, output_index: outputIndex });
  return done;
}

function sendMessage(send: Send, turn: Turn, outputIndex: number): Item {
  const id = idOf('msg_', turn, outputIndex);
  const place = { content_index: 0, item_id: id, output_index: outputIndex };
  const text = turn.text.join('');
  const part = { type: 'output_text', annotations: [], logprobs: [], text };
  const item = { id, type: 'message', status: 'completed', content: [part], role: 'assistant' };
  send('response.output_item.added', {
    item: { ...item, status: 'in_progress', content: [] },
    output_index: outputIndex,
  });
  send('response.content_part.added', { ...place, part: { ...part, text: '' } });
  turn.text.forEach((delta, at) => {
    send('response.output_text.delta', { ...place, delta, logprobs: [], obfuscation: obfuscation(at) });
  });
  send('response.output_text.done', { ...place, logprobs: [], text });
  send('response.content_part.done', { ...place, part });
  send('response.output_item.done', { item, output_index: outputIndex });
  return item;
}

function sendCall(send: Send, turn: Turn, call: ToolCall, outputIndex: number): Item {
  const custom = call.kind === 'custom';
  const id = idOf(custom ? 'ctc_' : 'fc_', turn, outputIndex);
  const field = custom ? 'input' : 'arguments';
  const family = custom ? 'response.custom_tool_call_input' : 'response.function_call_arguments';
  const place = { item_id: id, output_index: outputIndex };
  const done = {
    id,
    type: custom ? 'custom_tool_call' : 'function_call',
    status: 'completed',
    [field]: call.arguments,
    call_id: idOf('call_', turn, outputIndex),
    name: call.name,
    ...(call.namespace === undefined ? {} : { namespace: call.namespace }),
  };
  send('response.output_item.added', {
    item: { ...done, status: 'in_progress', [field]: '' },
    output_index: outputIndex,
  });
  const middle = Math.ceil(call.arguments.length / 2);
  for (const delta of [call.arguments.slice(0, middle), call.arguments.slice(middle)]) {
    send(`${family}.delta`, { ...place, delta, obfuscation: obfuscation(delta.length) });
  }
  send(`${family}.done`, { ...place, [field]: call.arguments });
  send('response.output_item.done', { item: done, output_index: outputIndex });
  return done;
}

function responsesUsage(usage: UsageFigures): Item {
  const { prompt, completion } = totals(usage);
  return {
    input_tokens: prompt,
    input_tokens_details: { cache_write_tokens: usage.cacheWrite, cached_tokens: usage.cacheRead },
    output_tokens: completion,
    output_tokens_details: { reasoning_tokens: usage.reasoning },
    total_tokens: prompt + completion,
  };
}
