import type { Finish } from '../reply.ts';

/** What providers say at the end of a choice: OpenAI's words, and what gateways leave of other vendors'. */
const reasons: ReadonlyMap<string, Finish['reason']> = new Map<string, Finish['reason']>([
  ['stop', 'stop'],
  ['length', 'length'],
  ['tool_calls', 'tool-calls'],
  ['function_call', 'tool-calls'],
  ['content_filter', 'content-filter'],
  ['eos', 'stop'], // Together
  ['model_length', 'length'], // Mistral
  ['sensitive', 'content-filter'], // Z.ai
  ['model_context_window_exceeded', 'context-full'], // Z.ai, Anthropic
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop-sequence'],
  ['max_tokens', 'length'],
  ['max_output_tokens', 'length'],
  ['tool_use', 'tool-calls'],
  ['pause_turn', 'pause'],
  ['refusal', 'refusal'],
  ['safety', 'content-filter'],
  ['recitation', 'content-filter'],
  ['malformed_function_call', 'malformed-call'],
]);

/** `word` in any case: Gemini's arrive in capitals through gateways. */
export function readFinishReason(word: string): Finish['reason'] {
  return reasons.get(word) ?? reasons.get(word.toLowerCase()) ?? 'other';
}

/** Whether a word is one of those above, and so no stop sequence. */
export function isFinishWord(word: string): boolean {
  return reasons.has(word.toLowerCase());
}

/**
 * The reason in OpenAI's closed list. Clients run tools only on `tool_calls`, so an answer with calls always says it; a
 * refusal that is told in its own words ends with `stop`, as OpenAI's do.
 */
export function writeFinishReason(
  { reason }: Finish,
  { calls, refusal }: { readonly calls: boolean; readonly refusal: boolean },
): string {
  switch (reason) {
    case 'length':
    case 'context-full':
      return 'length';
    case 'content-filter':
      return 'content_filter';
    case 'refusal':
      return refusal ? 'stop' : 'content_filter';
    default:
      return calls ? 'tool_calls' : 'stop';
  }
}

/** Reasons that the closed list cannot tell from another. */
export function isCoarse({ reason }: Finish): boolean {
  return reason === 'context-full' || reason === 'pause' || reason === 'malformed-call' || reason === 'other';
}
