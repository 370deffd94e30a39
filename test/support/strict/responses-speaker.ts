import { type AnswerTurn, type Speaker, type SpokenAnswer, turnUsage } from './answer-turn.ts';
import { pieces, type SseEvent, sseText } from './sse-text.ts';

type Fields = Readonly<Record<string, unknown>>;

/** An answer in the Responses dialect; thoughts are shown as a summary, their state is encrypted. */
export function speakResponses(turn: AnswerTurn, speaker: Speaker): SpokenAnswer {
  const items = itemsOf(turn, speaker);
  const { input, cached, output, reasoning } = turnUsage(turn);
  const usage = {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cached },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: input + output,
  };
  const head = {
    id: speaker.id('resp_'),
    object: 'response',
    created_at: 1_780_000_000,
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
    model: speaker.model,
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
  };
  const open = { ...head, status: 'in_progress', output: [], usage: null };
  const status = turn.cut ? 'incomplete' : 'completed';
  const body = {
    ...head,
    status,
    incomplete_details: turn.cut ? { reason: 'max_output_tokens' } : null,
    output: items,
    usage,
  };
  const events = [
    { type: 'response.created', response: open },
    { type: 'response.in_progress', response: open },
    ...items.flatMap(itemEvents),
    { type: `response.${status}`, response: body },
  ];
  const numbered = events.map(
    (event, sequence_number): SseEvent => ({ event: event.type, data: { ...event, sequence_number } }),
  );
  return { body, stream: sseText(numbered) };
}

function itemsOf({ reasoning, text, calls = [], cut }: AnswerTurn, speaker: Speaker): Fields[] {
  const status = cut ? 'incomplete' : 'completed';
  const items: Fields[] = [];
  if (reasoning !== undefined) {
    const id = speaker.id('rs_');
    const summary = [{ type: 'summary_text', text: reasoning }];
    items.push({ id, type: 'reasoning', summary, encrypted_content: speaker.seal('encrypted', id) });
  }
  if (text !== undefined)
    items.push({
      id: speaker.id('msg_'),
      type: 'message',
      status,
      role: 'assistant',
      content: [{ type: 'output_text', text, annotations: [], logprobs: [] }],
    });
  for (const { name, args, freeText } of calls) {
    const call = { status, call_id: speaker.id('call_'), name };
    items.push(
      freeText === undefined
        ? { id: speaker.id('fc_'), type: 'function_call', ...call, arguments: JSON.stringify(args) }
        : { id: speaker.id('ctc_'), type: 'custom_tool_call', ...call, input: freeText },
    );
  }
  return items;
}

type Event = Fields & { readonly type: string };

function itemEvents(item: Fields, output_index: number): Event[] {
  const place = { item_id: item.id, output_index };
  const added = (head: Fields): Event => ({ type: 'response.output_item.added', output_index, item: head });
  const done = { type: 'response.output_item.done', output_index, item };
  if (item.type === 'reasoning')
    return [added({ ...item, summary: [] }), ...summaryEvents(place, item), done];
  if (item.type === 'message')
    return [added({ ...item, status: 'in_progress', content: [] }), ...textEvents(place, item), done];
  const [family, member] =
    item.type === 'function_call'
      ? ['response.function_call_arguments', 'arguments']
      : ['response.custom_tool_call_input', 'input'];
  return [
    added({ ...item, status: 'in_progress', [member]: '' }),
    ...pieces(String(item[member])).map((delta) => ({ type: `${family}.delta`, ...place, delta })),
    { type: `${family}.done`, ...place, [member]: item[member] },
    done,
  ];
}

function summaryEvents(item: Fields, { summary }: Fields): Event[] {
  return listOf(summary).flatMap((part, summary_index) => {
    const place = { ...item, summary_index };
    return [
      { type: 'response.reasoning_summary_part.added', ...place, part: { ...part, text: '' } },
      ...pieces(String(part.text)).map((delta) => ({
        type: 'response.reasoning_summary_text.delta',
        ...place,
        delta,
      })),
      { type: 'response.reasoning_summary_text.done', ...place, text: part.text },
      { type: 'response.reasoning_summary_part.done', ...place, part },
    ];
  });
}

function textEvents(item: Fields, { content }: Fields): Event[] {
  return listOf(content).flatMap((part, content_index) => {
    const place = { ...item, content_index };
    return [
      { type: 'response.content_part.added', ...place, part: { ...part, text: '' } },
      ...pieces(String(part.text)).map((delta) => ({
        type: 'response.output_text.delta',
        ...place,
        delta,
        logprobs: [],
      })),
      { type: 'response.output_text.done', ...place, text: part.text, logprobs: [] },
      { type: 'response.content_part.done', ...place, part },
    ];
  });
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value : [];
}
