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
 * API refuses that ("Expected `thinking` or `redacted_thinking`, but found `tool_use`"). Its guide calls a whole loop
 * of calls one turn, its errors name the last message: thoughts must be in front of both.
 */
export function loopLacksThoughts(messages: readonly WrittenMessage[]): boolean {
  const spoken = messages.filter(({ role }) => role !== 'system');
  const last = spoken.at(-1);
  if (last?.role !== 'user' || !last.content.some(isResult)) return false;
  const before = spoken.slice(0, -1);
  const asked = before.findLastIndex(({ role, content }) => role === 'user' && !content.some(isResult));
  const turns = before.slice(asked + 1).filter(({ role }) => role === 'assistant');
  return [turns[0], turns.at(-1)].some((turn) => turn !== undefined && !beginsWithThought(turn));
}

function beginsWithThought({ content }: WrittenMessage): boolean {
  return content[0] !== undefined && isThought(content[0]);
}
