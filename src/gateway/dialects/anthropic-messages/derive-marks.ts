import type { Draft } from './cache-marks.ts';
import { isThought, type WrittenMessage } from './encode-messages.ts';
import type { WriteState } from './write-state.ts';

/**
 * Marks for a conversation of a dialect whose providers cache by themselves: Anthropic's cache what is marked. The end
 * of the tools and of the system prompt, which all turns share; the last message of the user, which the next request
 * finds again; and the one before, which the request before this one wrote. A key that other providers cache by has
 * no place here and needs none.
 *
 * A mark on the whole request says no more than that it be cached, and for how long: beside marks on parts it is one on
 * the last block, as in this API. Its own place for it is not known to every server of this dialect.
 */
export function deriveMarks(
  tools: readonly Draft[],
  system: readonly Draft[],
  messages: readonly WrittenMessage[],
  { marks, conversation }: WriteState,
): void {
  const whole = conversation.cache.mark;
  const isMarked = marks.count > 0;
  if (isMarked && whole === undefined) return;
  const user = messages.filter(({ role }) => role === 'user').slice(isMarked ? -1 : -2);
  for (const { content } of user) {
    mark(
      content.findLast((block) => !isThought(block)),
      'messages',
      '/messages',
    );
  }
  if (isMarked) return;
  mark(tools.at(-1), 'tools', '/tools');
  mark(system.at(-1), 'system', '/system');

  function mark(draft: Draft | undefined, room: 'tools' | 'system' | 'messages', at: string): void {
    if (draft !== undefined) marks.derive(room, draft, at, whole);
  }
}
