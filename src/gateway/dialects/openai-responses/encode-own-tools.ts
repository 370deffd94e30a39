import { encodeTool } from './encode-tool.ts';
import { splitPointer } from './leftovers.ts';
import type { Out, Writing } from './writing.ts';

interface Entry {
  readonly index: number;
  readonly value: Out;
}

/** Tools of a request of this dialect where they stood: in the request, in a group, in an item. */
export interface OwnTools {
  readonly tools: readonly Out[];
  /** `additional_tools` items by their place in `input`. */
  readonly items: ReadonlyMap<number, Out>;
}

const inItem = /^\/input\/(\d+)$/;

/** Puts the tools back into the groups and items that they were read from, which were noted by their places. */
export function encodeOwnTools(writing: Writing): OwnTools {
  const lists = new Map<string, Entry[]>();
  const items = new Map<number, Out>();
  const add = (at: string, value: Out) => {
    const { parent, key } = splitPointer(at);
    const entries = lists.get(parent);
    const entry = { index: Number(key), value };
    if (entries === undefined) lists.set(parent, [entry]);
    else entries.push(entry);
  };
  const groups: [string, Out][] = [];
  for (const [at, { set }] of writing.conversation.notes ?? []) {
    if (set?.type !== 'namespace' && set?.type !== 'additional_tools') continue;
    const group = writing.place(at, {});
    groups.push([`${at}/tools`, group]);
    const item = inItem.exec(at)?.[1];
    if (item === undefined) add(at, group);
    else items.set(Number(item), group);
  }
  for (const tool of writing.conversation.tools) {
    const out = encodeTool(tool, writing);
    if (out !== undefined) add(tool.at, out);
  }
  for (const [at, group] of groups) {
    group.tools = sorted(lists.get(at));
    lists.delete(at);
  }
  const tools = [...sorted(lists.get('/tools'))];
  lists.delete('/tools');
  // What a tool search found stands in its result; what stood nowhere was added on the way.
  for (const [at, entries] of lists) if (!at.startsWith('/input/')) tools.push(...sorted(entries));
  return { tools, items };
}

function sorted(entries: readonly Entry[] | undefined): readonly Out[] {
  return (entries ?? []).toSorted((one, other) => one.index - other.index).map(({ value }) => value);
}
