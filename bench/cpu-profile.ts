import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const profileShape = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() }),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});

/** Where time went: one function, over all its callers. */
export interface Cost {
  /** Function with file and line (counted from 1). */
  readonly where: string;
  /** Milliseconds in the function itself, without what it calls. */
  readonly selfMs: number;
  /** Part of the busy time, 0 to 1. */
  readonly share: number;
}

/**
 * Reads a `.cpuprofile` as `node --cpu-prof` writes it and sums self time by function, dearest first. Time in which
 * nothing ran (`(idle)`) is left out. Rejects what is no profile with zod's error.
 */
export function topCosts(text: string): readonly Cost[] {
  const { nodes, samples, timeDeltas } = profileShape.parse(JSON.parse(text));
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const self = new Map<string, number>();
  let busy = 0;
  for (const [index, id] of samples.entries()) {
    const where = names.get(id) ?? '(unknown)';
    if (where === '(idle)') continue;
    const ms = (timeDeltas[index] ?? 0) / 1000;
    busy += ms;
    self.set(where, (self.get(where) ?? 0) + ms);
  }
  return [...self]
    .map(([where, selfMs]) => ({ where, selfMs, share: selfMs / busy }))
    .toSorted((a, b) => b.selfMs - a.selfMs);
}

function nameOf(frame: {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
}): string {
  const name = frame.functionName === '' ? '(anonymous)' : frame.functionName;
  if (frame.url === '') return name;
  const file = frame.url.startsWith('file:') ? basename(fileURLToPath(frame.url)) : frame.url;
  return `${name} ${file}:${frame.lineNumber + 1}`;
}
