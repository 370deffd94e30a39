import { type Fields, isFields, textOf } from '../json-value.ts';
import type { BlockOut } from './block-out.ts';
import { CallReader } from './read-call.ts';
import { type ItemReader, WholeReader } from './read-item.ts';
import { MessageReader } from './read-message.ts';
import { ReasoningReader } from './read-reasoning.ts';

/** One item of an answer, however much of it has come. */
interface Slot {
  readonly type: string;
  readonly reader: ItemReader;
  index: number | undefined;
  ids: Set<string>;
  isDone: boolean;
}

/**
 * Finds the item that an event belongs to. By `output_index` where there is one: Copilot changes ids between events.
 * Others leave indices out, announce no item, or send everything only with the last event.
 */
export class AnswerItems {
  readonly #out: BlockOut;
  readonly #slots: Slot[] = [];
  readonly #byIndex = new Map<number, Slot>();

  constructor(out: BlockOut) {
    this.#out = out;
  }

  message(data: Fields): MessageReader | undefined {
    const reader = this.#readerOf('message', data);
    return reader instanceof MessageReader ? reader : undefined;
  }

  reasoning(data: Fields): ReasoningReader | undefined {
    const reader = this.#readerOf('reasoning', data);
    return reader instanceof ReasoningReader ? reader : undefined;
  }

  call(type: 'function_call' | 'custom_tool_call', data: Fields): CallReader | undefined {
    const reader = this.#readerOf(type, data);
    return reader instanceof CallReader ? reader : undefined;
  }

  /** An item was announced. */
  added(item: Fields, index: unknown): void {
    const type = typeOf(item);
    const known = typeof index === 'number' ? this.#byIndex.get(index) : undefined;
    // Its deltas may have come first.
    if (known !== undefined && known.type === type && !known.isDone && known.ids.size === 0)
      name(known, item);
    else this.#add(type, item, index);
  }

  done(item: Fields, index: unknown): void {
    const type = typeOf(item);
    const known = typeof index === 'number' ? this.#byIndex.get(index) : undefined;
    if (known !== undefined && known.type === type && known.isDone && isSame(known, item.id)) return;
    this.#finish(this.#waiting(type, item, index) ?? this.#add(type, item, index), item);
  }

  /** The whole answer with its last event: brings what the stream left out. */
  complete(output: readonly unknown[]): void {
    const items = output.filter(isFields);
    const matched = this.#match(items);
    items.forEach((item) => {
      const slot = matched.get(item);
      if (slot === undefined) this.#finish(this.#add(typeOf(item), item, undefined), item);
      else if (!slot.isDone) this.#finish(slot, item);
    });
  }

  /** Closes what nobody ended. */
  settle(): void {
    for (const slot of this.#slots) if (!slot.isDone) this.#finish(slot, {});
  }

  /** Items of the answer and those of the stream: by id, then by place, then by order among those of one type. */
  #match(items: readonly Fields[]): ReadonlyMap<Fields, Slot> {
    const matched = new Map<Fields, Slot>();
    const free = new Set(this.#slots);
    const pair = (find: (item: Fields, nth: number) => Slot | undefined) => {
      items.forEach((item, nth) => {
        const slot = matched.has(item) ? undefined : find(item, nth);
        if (slot === undefined || !free.has(slot) || slot.type !== typeOf(item)) return;
        matched.set(item, slot);
        free.delete(slot);
      });
    };
    const byId = new Map<string, Slot>();
    for (const slot of this.#slots) for (const id of slot.ids) byId.set(id, slot);
    pair((item) => byId.get(textOf(item.call_id) ?? '') ?? byId.get(textOf(item.id) ?? ''));
    pair((_item, nth) => this.#byIndex.get(nth));
    pair((item) => {
      const type = typeOf(item);
      for (const slot of free) if (slot.type === type) return slot;
      return undefined;
    });
    return matched;
  }

  #readerOf(type: string, data: Fields): ItemReader | undefined {
    const index = data.output_index;
    if (typeof index === 'number') {
      const slot = this.#byIndex.get(index);
      if (slot !== undefined && slot.type === type) {
        if (!slot.isDone) return slot.reader;
        if (isSame(slot, data.item_id)) return undefined;
      }
    }
    const slot = this.#waiting(type, { id: data.item_id }, index);
    return (slot ?? this.#add(type, undefined, index, data.item_id)).reader;
  }

  /** The item of this type that is not done yet and that these facts mean. */
  #waiting(type: string, item: Fields, index: unknown): Slot | undefined {
    const open = this.#slots.filter((slot) => slot.type === type && !slot.isDone);
    const id = textOf(item.id);
    const callId = textOf(item.call_id);
    if (typeof index === 'number') {
      const slot = this.#byIndex.get(index);
      if (slot !== undefined && open.includes(slot)) return slot;
    }
    const named = open.find(
      ({ ids }) => (callId !== undefined && ids.has(callId)) || (id !== undefined && ids.has(id)),
    );
    if (named !== undefined) return named;
    if (typeof index === 'number') return undefined;
    return open.findLast(({ ids }) => id === undefined || ids.size === 0);
  }

  #add(type: string, item: Fields | undefined, index: unknown, itemId?: unknown): Slot {
    const slot: Slot = {
      type,
      reader: this.#reader(type, item),
      index: typeof index === 'number' ? index : undefined,
      ids: new Set(),
      isDone: false,
    };
    if (item !== undefined) name(slot, item);
    const id = textOf(itemId);
    if (id !== undefined) slot.ids.add(id);
    this.#slots.push(slot);
    if (slot.index !== undefined) this.#byIndex.set(slot.index, slot);
    return slot;
  }

  #reader(type: string, item: Fields | undefined): ItemReader {
    switch (type) {
      case 'message':
        return new MessageReader(this.#out, item);
      case 'reasoning':
        return new ReasoningReader(this.#out, item);
      case 'function_call':
      case 'custom_tool_call':
        return new CallReader(this.#out, type, item);
      default:
        return new WholeReader(this.#out, item);
    }
  }

  #finish(slot: Slot, item: Fields): void {
    name(slot, item);
    slot.isDone = true;
    slot.reader.finish(item);
  }
}

function typeOf(item: Fields): string {
  return textOf(item.type) ?? (item.role === undefined ? '' : 'message');
}

/** Whether what comes after its end is of that item all the same: said again, or too late. */
function isSame(slot: Slot, id: unknown): boolean {
  return typeof id !== 'string' || slot.ids.has(id);
}

function name(slot: Slot, item: Fields): void {
  const id = textOf(item.id);
  const callId = textOf(item.call_id);
  if (id !== undefined) slot.ids.add(id);
  if (callId !== undefined) slot.ids.add(callId);
}
