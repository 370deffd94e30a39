import { isRecord } from '../json-value.ts';

/** What to break in a valid request: members by path, set to a value or, with undefined, taken away. */
export type RequestFault = readonly [name: string, rule: string, changes: Readonly<Record<string, unknown>>];

/** A copy with the changes made, those of one path in the order given. */
export function changed(body: unknown, changes: RequestFault[2]): unknown {
  const copy: unknown = structuredClone(body);
  // Elements are taken away from the end, so that indexes stay.
  for (const [path, value] of Object.entries(changes).toReversed()) {
    const steps = path.split('.');
    const last = steps.pop() ?? '';
    let home: unknown = copy;
    for (const step of steps)
      home = Array.isArray(home) ? home[Number(step)] : isRecord(home) ? home[step] : undefined;
    if (Array.isArray(home)) home.splice(Number(last), 1, ...(value === undefined ? [] : [value]));
    else if (!isRecord(home)) throw new Error(`nothing at ${path}`);
    else if (value === undefined) Reflect.deleteProperty(home, last);
    else Reflect.set(home, last, value);
  }
  return copy;
}
