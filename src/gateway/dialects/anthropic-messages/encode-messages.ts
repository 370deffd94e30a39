import type { Turn } from '../conversation.ts';
import type { Draft } from './cache-marks.ts';
import { writeParts } from './encode-block.ts';
import type { WriteState } from './write-state.ts';

export interface WrittenMessage extends Draft {
  role: 'user' | 'assistant' | 'system';
  content: Draft[];
}

export interface WrittenTurns {
  readonly system: readonly Draft[];
  readonly messages: WrittenMessage[];
}

/** The turns as system prompt and messages. */
export function writeTurns(state: WriteState): WrittenTurns {
  const { turns } = state.conversation;
  const front = state.own ? turns.findIndex(({ at }) => !at.startsWith('/system')) : frontOf(turns);
  const cut = front < 0 ? turns.length : front;
  const system = turns.slice(0, cut).flatMap((turn) => writeSystem(turn, state));
  const messages: WrittenMessage[] = [];
  for (const turn of turns.slice(cut)) addMessage(turn, messages, state);
  if (!state.own) return beginWithUser({ system, messages });
  return { system, messages };
}

function frontOf(turns: readonly Turn[]): number {
  return turns.findIndex(({ role }) => role === 'user' || role === 'assistant');
}

function writeSystem(turn: Turn, state: WriteState): Draft[] {
  noteName(turn, state);
  return writeParts(turn.parts, 'system', state).filter((block) => {
    if (block.type === 'text' || state.own) return true;
    state.losses.add('part', turn.at, 'The system prompt is text only.');
    return false;
  });
}

function addMessage(turn: Turn, messages: WrittenMessage[], state: WriteState): void {
  noteName(turn, state);
  const role = roleOf(turn, state);
  const content = writeParts(turn.parts, turn.role, state);
  const rest = state.extras.under(turn.at);
  if (state.own) {
    const isGone = content.length === 0 && turn.parts.length > 0 && Object.keys(rest).length === 0;
    if (!isGone) messages.push({ role, content, ...rest });
    return;
  }
  if (content.length === 0) return;
  const last = messages.at(-1);
  if (last?.role === role) last.content = inOrder([...last.content, ...content], role);
  else messages.push({ role, content: inOrder(content, role) });
}

/** Only this dialect's own clients know that system text may stand between other turns. */
function roleOf({ role }: Turn, { own }: WriteState): WrittenMessage['role'] {
  if (role === 'assistant' || role === 'user') return role;
  return own ? 'system' : 'user';
}

/** Results come first after the calls they answer, thoughts before what they led to: the API refuses other orders. */
function inOrder(content: Draft[], role: WrittenMessage['role']): Draft[] {
  const isFirst = role === 'user' ? isResult : isThought;
  const begin = content.findIndex(isFirst);
  if (begin <= 0) return content;
  if (role === 'user') {
    return [...content.filter(isResult), ...content.filter((block) => !isResult(block))];
  }
  // Thoughts between later steps stay there: they are part of what was signed.
  const length = content.slice(begin).findIndex((block) => !isThought(block));
  const end = length < 0 ? content.length : begin + length;
  return [...content.slice(begin, end), ...content.slice(0, begin), ...content.slice(end)];
}

export function isThought({ type }: Draft): boolean {
  return type === 'thinking' || type === 'redacted_thinking';
}

export function isResult({ type }: Draft): boolean {
  return type === 'tool_result';
}

/** A request has at least one message, and the user's comes first; elsewhere neither is so. */
function beginWithUser({ system, messages }: WrittenTurns): WrittenTurns {
  if (messages.length === 0 && system.length > 0) {
    return { system: [], messages: [{ role: 'user', content: [...system] }] };
  }
  if (messages[0]?.role === 'assistant') {
    messages.unshift({ role: 'user', content: [{ type: 'text', text: '(The conversation begins.)' }] });
  }
  return { system, messages };
}

function noteName({ name, at }: Turn, { losses }: WriteState): void {
  if (name !== undefined) losses.add('field', at, 'A message has no name of its speaker.');
}
