import type { Turn } from '../conversation.ts';
import { isSystem } from './system-turns.ts';

/**
 * Turns that alternate between user and assistant and begin with the user, as some dialects demand: neighbours of
 * one role are joined. System turns at the front stay as they are.
 */
export function joinTurns(turns: readonly Turn[]): readonly Turn[] {
  const result: Turn[] = [];
  for (const turn of turns) {
    const last = result.at(-1);
    if (turn.parts.length === 0 && !isSystem(turn)) continue;
    if (last === undefined || isSystem(turn) || last.role !== turn.role) result.push(turn);
    else result[result.length - 1] = { ...last, parts: [...last.parts, ...turn.parts] };
  }
  const first = result.findIndex((turn) => !isSystem(turn));
  if (first >= 0 && result[first]?.role === 'user') return result;
  const at = result[first]?.at ?? '';
  const opening: Turn = {
    role: 'user',
    parts: [
      { kind: 'text', text: first < 0 ? 'Begin.' : '(The conversation begins with the assistant.)', at },
    ],
    at,
  };
  return first < 0 ? [...result, opening] : [...result.slice(0, first), opening, ...result.slice(first)];
}
