import { type AnswerTurn, type Speaker, type SpokenAnswer, turnUsage } from './answer-turn.ts';
import { pieces, type SseEvent, sseText } from './sse-text.ts';

type Fields = Readonly<Record<string, unknown>>;

/** An answer in the Messages dialect; thoughts are signed. */
export function speakMessages(turn: AnswerTurn, speaker: Speaker): SpokenAnswer {
  const { reasoning, text, calls = [] } = turn;
  const content: Fields[] = [
    ...(reasoning === undefined
      ? []
      : [{ type: 'thinking', thinking: reasoning, signature: speaker.seal('signature', reasoning) }]),
    ...(text === undefined || text === '' ? [] : [{ type: 'text', text }]),
    ...calls.map(({ name, args }) => ({ type: 'tool_use', id: speaker.id('toolu_'), name, input: args })),
  ];
  const { input, cached, output, reasoning: thinking } = turnUsage(turn);
  const before = {
    input_tokens: input - cached,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: cached,
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
    service_tier: 'standard',
  };
  const usage = {
    ...before,
    output_tokens: output,
    output_tokens_details: { thinking_tokens: thinking },
  };
  const stop_reason = turn.cut ? 'max_tokens' : calls.length > 0 ? 'tool_use' : 'end_turn';
  const head = { id: speaker.id('msg_'), type: 'message', role: 'assistant', model: speaker.model };
  const started = { ...head, content: [], stop_reason: null, stop_sequence: null };
  const events: SseEvent[] = [
    event('message_start', { message: { ...started, usage: { ...before, output_tokens: 1 } } }),
    event('ping', {}),
    ...content.flatMap(blockEvents),
    event('message_delta', { delta: { stop_reason, stop_sequence: null }, usage }),
    event('message_stop', {}),
  ];
  return { body: { ...head, content, stop_reason, stop_sequence: null, usage }, stream: sseText(events) };
}

function event(type: string, fields: Fields): SseEvent {
  return { event: type, data: { type, ...fields } };
}

function blockEvents(block: Fields, index: number): SseEvent[] {
  const delta = (fields: Fields): SseEvent => event('content_block_delta', { index, delta: fields });
  const start = (content_block: Fields): SseEvent => event('content_block_start', { index, content_block });
  const stop = event('content_block_stop', { index });
  if (block.type === 'thinking')
    return [
      start({ type: 'thinking', thinking: '', signature: '' }),
      ...pieces(String(block.thinking)).map((thinking) => delta({ type: 'thinking_delta', thinking })),
      delta({ type: 'signature_delta', signature: block.signature }),
      stop,
    ];
  if (block.type === 'text')
    return [
      start({ type: 'text', text: '' }),
      ...pieces(String(block.text)).map((text) => delta({ type: 'text_delta', text })),
      stop,
    ];
  const json = Object.keys(Object(block.input)).length === 0 ? '' : JSON.stringify(block.input);
  return [
    start({ ...block, input: {} }),
    delta({ type: 'input_json_delta', partial_json: '' }),
    ...pieces(json).map((partial_json) => delta({ type: 'input_json_delta', partial_json })),
    stop,
  ];
}
