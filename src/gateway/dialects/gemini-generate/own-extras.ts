import type { Extra } from '../conversation.ts';
import { type Fields, isFields } from '../json-value.ts';
import type { Losses } from '../losses.ts';
import { camelName } from './members.ts';

interface Entry {
  readonly extra: Extra;
  readonly steps: readonly string[];
  used: boolean;
}

/** Places whose elements are written anew: what belongs to none of them any more is lost. */
const rewritten = new Set(['contents', 'systemInstruction', 'tools']);

/**
 * What the reader of this dialect had no word for, on its way back to where it stood. From another dialect there is
 * nothing to put back: all of it is lost.
 */
export class OwnExtras {
  readonly #byParent = new Map<string, Entry[]>();
  readonly #entries: readonly Entry[];

  constructor(extra: readonly Extra[], isOwn: boolean) {
    this.#entries = isOwn ? extra.map((one) => ({ extra: one, steps: stepsOf(one.at), used: false })) : [];
    for (const entry of this.#entries) {
      const parent = entry.steps.slice(0, -1).join('/');
      const beside = this.#byParent.get(parent);
      if (beside === undefined) this.#byParent.set(parent, [entry]);
      else beside.push(entry);
    }
  }

  /** Members that stood in the object at this place of the client's request. */
  at(pointer: string): Fields | undefined {
    if (this.#entries.length === 0) return undefined;
    const entries = this.#byParent.get(stepsOf(pointer).join('/'));
    if (entries === undefined) return undefined;
    for (const entry of entries) entry.used = true;
    return Object.fromEntries(entries.map(({ steps, extra }) => [steps.at(-1) ?? '', extra.value]));
  }

  /** Puts the rest into the body: top-level members and those of `generationConfig`, `toolConfig` and the like. */
  place(body: Record<string, unknown>, losses: Losses): void {
    for (const { extra, steps, used } of this.#entries) {
      if (used) continue;
      if (rewritten.has(steps[0] ?? '')) losses.add('part', extra.at, 'no content, part or tool');
      else put(body, steps, extra.value);
    }
  }
}

function put(body: Record<string, unknown>, steps: readonly string[], value: unknown): void {
  const [step, ...rest] = steps;
  if (step === undefined) return;
  if (rest.length === 0) {
    body[step] = value;
    return;
  }
  const inside = body[step];
  const copy: Record<string, unknown> = isFields(inside) ? { ...inside } : {};
  body[step] = copy;
  put(copy, rest, value);
}

/** Steps of a pointer in camelCase, as this dialect is written. */
function stepsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => camelName(step.replaceAll('~1', '/').replaceAll('~0', '~')));
}
