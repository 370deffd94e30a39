/** Things that come and go by the thousand a second. */
export interface Slots<T> {
  /** Takes a thing; the number it is given is free for others after `remove`. */
  add(item: T): number;
  remove(slot: number): void;
  /** In no particular order. */
  items(): T[];
  readonly size: number;
}

/**
 * A bag with numbered places. Not a Set or Map: those rehash while members come and go, an old table that reached the
 * old generation keeps the next one alive, and with it everything that was ever in it; measured, it tripled what
 * survived a garbage collection.
 */
export function createSlots<T>(): Slots<T> {
  const places: (T | undefined)[] = [];
  const free: number[] = [];
  return {
    add(item) {
      const slot = free.pop() ?? places.length;
      places[slot] = item;
      return slot;
    },
    remove(slot) {
      if (places[slot] === undefined) return;
      places[slot] = undefined;
      free.push(slot);
    },
    items: () => places.filter((item) => item !== undefined),
    get size() {
      return places.length - free.length;
    },
  };
}
