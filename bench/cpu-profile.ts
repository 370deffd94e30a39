import { z } from 'zod';

const profileShape = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({
        functionName: z.string(),
        url: z.string(),
        lineNumber: z.number(),
        columnNumber: z.number(),
      }),
      children: z.array(z.number()).optional(),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});

type Frame = z.infer<typeof profileShape>['nodes'][number]['callFrame'];

/** Where a function of the profile is in the sources; `line` counts from 1. Undefined: what the profile says. */
export type Locate = (
  url: string,
  line: number,
  column: number,
) => { readonly source: string; readonly line: number } | undefined;

/** Where time went: one function, over all its callers. Shares are of the busy time, 0 to 1. */
export interface Cost {
  /** Function with source and line. */
  readonly where: string;
  /** In the function itself. */
  readonly self: number;
  /** With everything that it calls. */
  readonly total: number;
}

/**
 * Reads a `.cpuprofile` and sums time by function, dearest self time first. Time in which nothing ran (`(idle)`) is
 * left out. Throws zod's error for what is no profile.
 */
export function costsOf(text: string, locate: Locate = () => undefined): readonly Cost[] {
  const { nodes, samples, timeDeltas } = profileShape.parse(JSON.parse(text));
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame, locate)]));
  const parents = new Map(nodes.flatMap(({ id, children }) => (children ?? []).map((child) => [child, id])));
  const self = new Map<string, number>();
  const total = new Map<string, number>();
  let busy = 0;
  const time = new Map<number, number>();
  for (const [index, id] of samples.entries()) time.set(id, (time.get(id) ?? 0) + (timeDeltas[index] ?? 0));
  for (const [id, spent] of time) {
    const where = names.get(id);
    if (where === undefined || where === '(idle)') continue;
    busy += spent;
    self.set(where, (self.get(where) ?? 0) + spent);
    // A function that calls itself counts once per stack.
    const stack = new Set<string>();
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at))
      stack.add(names.get(at) ?? '');
    for (const caller of stack) total.set(caller, (total.get(caller) ?? 0) + spent);
  }
  return [...total]
    .map(([where, sum]) => ({ where, self: (self.get(where) ?? 0) / busy, total: sum / busy }))
    .toSorted((a, b) => b.self - a.self);
}

function nameOf(frame: Frame, locate: Locate): string {
  const name = frame.functionName === '' ? '(anonymous)' : frame.functionName;
  if (frame.url === '') return name;
  const found = locate(frame.url, frame.lineNumber + 1, frame.columnNumber + 1);
  return found === undefined
    ? `${name} ${frame.url}:${frame.lineNumber + 1}`
    : `${name} ${found.source}:${found.line}`;
}
