import { type AnswerTurn, type Speaker, type SpokenAnswer, turnUsage } from './answer-turn.ts';
import { pieces, type SseEvent, sseText } from './sse-text.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * An answer in chat completions. Thoughts come as `reasoning_content`, their state as `reasoning_details` (the form of
 * OpenRouter, which alone has any in this dialect).
 */
export function speakChat(turn: AnswerTurn, speaker: Speaker): SpokenAnswer {
  const { reasoning, text, calls: wanted = [] } = turn;
  const calls = wanted.map(({ name, args }) => ({
    id: speaker.id('call_'),
    type: 'function',
    function: { name, arguments: JSON.stringify(args) },
  }));
  const details =
    reasoning === undefined || turn.stateless === true
      ? []
      : [
          {
            type: 'reasoning.encrypted',
            data: speaker.seal('chat-details', reasoning),
            id: null,
            format: 'strict-v1',
            index: 0,
          },
        ];
  const finish = turn.cut ? 'length' : calls.length > 0 ? 'tool_calls' : 'stop';
  const head = { id: speaker.id('chatcmpl-'), created: 1_780_000_000, model: speaker.model };
  const usage = usageOf(turn);
  const message = {
    role: 'assistant',
    content: text ?? (calls.length > 0 ? null : ''),
    refusal: null,
    ...(reasoning !== undefined && { reasoning_content: reasoning }),
    ...(details.length > 0 && { reasoning_details: details }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
  const chunk = (delta: Fields, finish_reason: string | null = null): SseEvent => ({
    data: {
      ...head,
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta, logprobs: null, finish_reason }],
      usage: null,
    },
  });
  const events: SseEvent[] = [
    chunk({ role: 'assistant', content: '', refusal: null }),
    ...pieces(reasoning ?? '').map((piece) => chunk({ reasoning_content: piece })),
    ...details.map((detail) => chunk({ reasoning_details: [detail] })),
    ...pieces(text ?? '').map((piece) => chunk({ content: piece })),
    ...calls.flatMap((call, index) => callDeltas(call, index).map((delta) => chunk(delta))),
    chunk({}, finish),
    { data: { ...head, object: 'chat.completion.chunk', choices: [], usage } },
    { data: '[DONE]' },
  ];
  const choices = [{ index: 0, message, logprobs: null, finish_reason: finish }];
  return { body: { ...head, object: 'chat.completion', choices, usage }, stream: sseText(events) };
}

interface Call {
  readonly id: string;
  readonly type: string;
  readonly function: { readonly name: string; readonly arguments: string };
}

function callDeltas({ id, type, function: { name, arguments: args } }: Call, index: number): Fields[] {
  return [
    { tool_calls: [{ index, id, type, function: { name, arguments: '' } }] },
    ...pieces(args).map((piece) => ({ tool_calls: [{ index, function: { arguments: piece } }] })),
  ];
}

function usageOf(turn: AnswerTurn): Fields {
  const { input, cached, output, reasoning } = turnUsage(turn);
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached },
    completion_tokens_details: { reasoning_tokens: reasoning },
  };
}
