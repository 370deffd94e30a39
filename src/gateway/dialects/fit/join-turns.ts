import type { Turn } from '../conversation.ts';
import type { Losses } from '../losses.ts';
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

/**
 * A last turn of the user, where the dialect wants one. A text of the assistant's at the end is the beginning of the
 * answer, which the model should go on from (Messages calls that a prefill); elsewhere it can only be asked to.
 */
export function closeTurns(turns: readonly Turn[], losses: Losses): readonly Turn[] {
  const last = turns.at(-1);
  if (last?.role !== 'assistant') return turns;
  const isBegun = last.parts.at(-1)?.kind === 'text';
  if (isBegun) losses.add('part', '', 'the beginning of the answer became a turn of its own');
  const text = isBegun ? '(Go on exactly where the text above stops, without repeating it.)' : '(Go on.)';
  return [...turns, { role: 'user', parts: [{ kind: 'text', text, at: last.at }], at: last.at }];
}
