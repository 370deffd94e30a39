import { isResult, isThought, type WrittenMessage } from './encode-messages.ts';

/** "final assistant content cannot end with trailing whitespace": what remains is a beginning that the model goes on from. */
export function trimBeginning(messages: WrittenMessage[]): void {
  const last = messages.at(-1);
  const block = last?.content.at(-1);
  if (last?.role !== 'assistant' || block?.type !== 'text' || typeof block.text !== 'string') return;
  block.text = block.text.trimEnd();
  if (block.text !== '') return;
  last.content.pop();
  if (last.content.length === 0) messages.pop();
}

/** The request ends with a beginning of the answer. */
export function endsWithBeginning(messages: readonly WrittenMessage[]): boolean {
  return messages.at(-1)?.role === 'assistant';
}

/**
 * Calls are being answered, and the turn that made them does not begin with thoughts: with a budget for thinking the
 * API refuses that ("Expected `thinking` or `redacted_thinking`, but found `tool_use`"). Without interleaved thinking
 * Anthropic's models think once per loop, so a conversation of this dialect lacks thoughts only when the whole loop
 * has none; one of another dialect when its last turn has none.
 */
export function loopLacksThoughts(messages: readonly WrittenMessage[], own: boolean): boolean {
  const spoken = messages.filter(({ role }) => role !== 'system');
  const last = spoken.at(-1);
  if (last?.role !== 'user' || !last.content.some(isResult)) return false;
  const begin = own
    ? spoken.slice(0, -1).findLastIndex(({ role, content }) => role === 'user' && !content.every(isResult))
    : -1;
  const turns = spoken.slice(begin + 1).filter(({ role }) => role === 'assistant');
  const looked = own ? turns : turns.slice(-1);
  return !looked.some(({ content }) => content[0] !== undefined && isThought(content[0]));
}
