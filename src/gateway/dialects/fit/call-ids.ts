import type { Turn } from '../conversation.ts';
import { shortHash } from './tool-book.ts';

/**
 * Ids of calls in the characters and length that the target takes, and no two calls with the same (Ollama and Gemini
 * number from the start in each answer). Results follow their call, which stands directly before them. The same
 * conversation always gets the same ids, so that a provider's prompt cache holds.
 */
export function fitCallIds(turns: readonly Turn[], pattern: RegExp, longest: number): readonly Turn[] {
  const taken = new Set<string>();
  let renamed = new Map<string, string>();
  return turns.map((turn) => {
    if (turn.role === 'assistant') renamed = new Map();
    let changed = false;
    const parts = turn.parts.map((part) => {
      if (part.kind === 'tool-call') {
        const id = freeId(part.id, taken, pattern, longest);
        taken.add(id);
        if (id === part.id) return part;
        renamed.set(part.id, id);
        changed = true;
        return { ...part, id };
      }
      const id = part.kind === 'tool-result' ? renamed.get(part.id) : undefined;
      if (part.kind !== 'tool-result' || id === undefined) return part;
      changed = true;
      return { ...part, id };
    });
    return changed ? { ...turn, parts } : turn;
  });
}

function freeId(id: string, taken: ReadonlySet<string>, pattern: RegExp, longest: number): string {
  const fits = id !== '' && id.length <= longest && pattern.test(id);
  const base = fits ? id : `call_${shortHash(id)}${shortHash(`${id}.`)}`;
  if (!taken.has(base)) return base;
  for (let nth = 2; ; nth += 1) {
    const tail = `_${nth}`;
    const other = base.slice(0, longest - tail.length) + tail;
    if (!taken.has(other)) return other;
  }
}
