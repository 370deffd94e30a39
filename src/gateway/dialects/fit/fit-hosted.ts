import type { Dialect } from '../../exchange/dialect.ts';
import type { Part, Turn } from '../conversation.ts';
import type { Losses } from '../losses.ts';

/**
 * Steps of another vendor's own tools, and parts that only another dialect knows. What a hosted tool found is told as
 * text, so that the next model knows what the last one had read; the rest is left out.
 */
export function fitForeignParts(turns: readonly Turn[], dialect: Dialect, losses: Losses): readonly Turn[] {
  return turns.map((turn) => {
    if (!turn.parts.some((part) => isForeign(part, dialect) || part.kind === 'tool-result')) return turn;
    return { ...turn, parts: turn.parts.flatMap((part) => fitPart(part, dialect, losses)) };
  });
}

function isForeign(part: Part, dialect: Dialect): boolean {
  return (part.kind === 'hosted' || part.kind === 'native') && part.dialect !== dialect;
}

function fitPart(part: Part, dialect: Dialect, losses: Losses): readonly Part[] {
  if (part.kind === 'tool-result') {
    if (!part.content.some((inner) => isForeign(inner, dialect))) return [part];
    return [{ ...part, content: part.content.flatMap((inner) => fitPart(inner, dialect, losses)) }];
  }
  if (part.kind === 'native' && part.dialect !== dialect) {
    losses.add('part', part.at, part.what);
    return [];
  }
  if (part.kind !== 'hosted' || part.dialect === dialect) return [part];
  losses.add('hosted', part.at, `${part.tool}: ${part.text === '' ? 'left out' : 'told as text'}`);
  if (part.text === '') return [];
  return [{ kind: 'text', text: `[${part.tool}] ${part.text}`, at: part.at }];
}
