import { isBillingLine } from '../anthropic-messages/billing-line.ts';
import type { Part, Turn } from '../conversation.ts';

/**
 * Leaves out what a client says to its own vendor alone. It means nothing to another, and as it changes with each session
 * it would keep everything behind it out of the prompt cache.
 */
export function dropVendorLines(turns: readonly Turn[]): readonly Turn[] {
  return turns.map((turn) =>
    turn.role === 'system' && turn.parts.some(isVendorLine)
      ? { ...turn, parts: turn.parts.filter((part) => !isVendorLine(part)) }
      : turn,
  );
}

function isVendorLine(part: Part): boolean {
  return part.kind === 'text' && isBillingLine(part.text);
}
