/** Rows that wait, oldest first, never more than the capacity. */
export interface RowQueue<T> {
  /** Adds a row; returns true when the oldest had to go for it. */
  push(row: T): boolean;
  /** Takes up to `most` rows, oldest first. */
  take(most: number): T[];
  readonly size: number;
}

/** A ring: pushing and taking cost the same however many rows wait (an array's `shift` does not). */
export function createRowQueue<T>(capacity: number): RowQueue<T> {
  const slots: (T | undefined)[] = [];
  let head = 0;
  let size = 0;

  function pop(): T | undefined {
    const row = slots[head];
    slots[head] = undefined;
    head = head + 1 === capacity ? 0 : head + 1;
    size -= 1;
    return row;
  }

  return {
    push(row) {
      const full = size === capacity;
      if (full) pop();
      const tail = head + size;
      slots[tail < capacity ? tail : tail - capacity] = row;
      size += 1;
      return full;
    },
    take(most) {
      const rows: T[] = [];
      for (let left = Math.min(most, size); left > 0; left -= 1) {
        const row = pop();
        if (row !== undefined) rows.push(row);
      }
      return rows;
    },
    get size() {
      return size;
    },
  };
}
