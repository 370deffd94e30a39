import type { Draft } from './cache-marks.ts';
import { isThought, type WrittenMessage } from './encode-messages.ts';
import type { WriteState } from './write-state.ts';

/**
 * Marks for a conversation of a dialect whose providers cache by themselves: Anthropic's cache what is marked. The end
 * of the tools and of the system prompt, which all turns share; the last message of the user, which the next request
 * finds again; and the one before, which the request before this one wrote. A key that other providers cache by has
 * no place here and needs none.
 */
export function deriveMarks(
  tools: readonly Draft[],
  system: readonly Draft[],
  messages: readonly WrittenMessage[],
  { marks, conversation }: WriteState,
): void {
  if (marks.count > 0 || conversation.cache.mark !== undefined) return;
  mark(tools.at(-1), 'tools', '/tools');
  mark(system.at(-1), 'system', '/system');
  const user = messages.filter(({ role }) => role === 'user').slice(-2);
  for (const { content } of user) {
    mark(
      content.findLast((block) => !isThought(block)),
      'messages',
      '/messages',
    );
  }

  function mark(draft: Draft | undefined, room: 'tools' | 'system' | 'messages', at: string): void {
    if (draft !== undefined) marks.derive(room, draft, at);
  }
}
