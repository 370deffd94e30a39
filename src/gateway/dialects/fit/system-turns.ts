import type { Part, TextPart, Turn } from '../conversation.ts';

/**
 * System text in the middle (Claude Code's reminders, Codex's developer messages) for dialects that have it only at
 * the front: it stays where it is, as a user's text that says what it is. In front it would change the beginning of
 * every request, and with it what the provider has cached.
 */
export function moveSystemTurns(turns: readonly Turn[]): readonly Turn[] {
  const first = turns.findIndex((turn) => !isSystem(turn));
  if (first < 0) return turns;
  if (!turns.some((turn, at) => at > first && isSystem(turn))) return turns;
  return turns.flatMap((turn, at) => {
    if (at < first || !isSystem(turn)) return [turn];
    const parts = turn.parts.map(reminder).filter((part) => part.kind !== 'text' || part.text !== '');
    return parts.length === 0 ? [] : [{ ...turn, role: 'user' as const, parts }];
  });
}

export function isSystem({ role }: Turn): boolean {
  return role === 'system' || role === 'developer';
}

function reminder(part: Part): Part {
  if (part.kind !== 'text' || part.text === '') return part;
  const marked = /^\s*<system-reminder>/.test(part.text)
    ? part.text
    : `<system-reminder>\n${part.text}\n</system-reminder>`;
  const text: TextPart = { ...part, text: marked };
  return text;
}
