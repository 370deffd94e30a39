import type { GatewayEvent } from '../exchange/event.ts';
import type { RequestRecord } from '../exchange/record.ts';

/** Something that a live view shows. `seq` rises by one from 1 at the start of the process. */
export type Change =
  | { readonly seq: number; readonly kind: 'request'; readonly record: RequestRecord }
  | { readonly seq: number; readonly kind: 'event'; readonly event: GatewayEvent };

export interface ChangeRing {
  addRequest(record: RequestRecord): void;
  addEvent(event: GatewayEvent): void;
  /** A request among the latest changes. */
  find(id: string): RequestRecord | undefined;
  /** The changes after `seq`, oldest first, at most `most`; `missed` of them are no longer here. */
  after(seq: number, most: number): { readonly changes: readonly Change[]; readonly missed: number };
  /** Forgets all but the latest `most`. */
  trim(most: number): void;
  /** Number of the latest change; 0 before the first. */
  readonly latest: number;
}

/** Keeps the latest changes; the oldest makes room. `size`: at least 1. */
export function createChangeRing(size: number): ChangeRing {
  const slots: (Change | undefined)[] = [];
  /** Number of the oldest change that is still here; one beyond `latest` when there is none. */
  let oldest = 1;
  let latest = 0;

  function add(change: Change): void {
    latest = change.seq;
    slots[(change.seq - 1) % size] = change;
    oldest = Math.max(oldest, latest - size + 1);
  }

  return {
    addRequest(record) {
      add({ seq: latest + 1, kind: 'request', record });
    },
    addEvent(event) {
      add({ seq: latest + 1, kind: 'event', event });
    },
    find(id) {
      // Looked for now and then, and mostly right after it came: an index would cost every request instead.
      for (let seq = latest; seq >= oldest; seq -= 1) {
        const change = slots[(seq - 1) % size];
        if (change?.kind === 'request' && change.record.id === id) return change.record;
      }
      return undefined;
    },
    after(seq, most) {
      const from = Math.max(Math.max(0, seq) + 1, oldest);
      const changes: Change[] = [];
      for (let at = from; at <= latest && changes.length < most; at += 1) {
        const change = slots[(at - 1) % size];
        if (change !== undefined) changes.push(change);
      }
      return { changes, missed: from - (Math.max(0, seq) + 1) };
    },
    trim(most) {
      for (; oldest <= latest - most; oldest += 1) slots[(oldest - 1) % size] = undefined;
    },
    get latest() {
      return latest;
    },
  };
}
