import type { Cursor, Page } from '../storage/storage.ts';

/** A place in a list as text: `{milliseconds}-{number}`. Clients give back what they got. */
export function cursorText({ at, seq }: Cursor): string {
  return `${at}-${seq}`;
}

/** Reads a cursor whose form has been checked. */
export function cursorOf(text: string): Cursor {
  const dash = text.indexOf('-');
  return { at: Number(text.slice(0, dash)), seq: Number(text.slice(dash + 1)) };
}

/** A page of the storage as the API shows it. */
export function pageView<T>(page: Page<T>): { items: T[]; next?: string } {
  return { items: [...page.items], ...(page.next !== undefined && { next: cursorText(page.next) }) };
}
