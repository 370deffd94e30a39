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
  /** Number of the latest change; 0 before the first. */
  readonly latest: number;
}

/** Keeps the latest changes; the oldest makes room. `size`: at least 1. */
export function createChangeRing(size: number): ChangeRing {
  const slots: Change[] = [];
  const byId = new Map<string, RequestRecord>();
  let latest = 0;

  function add(change: Change): void {
    latest = change.seq;
    const slot = (change.seq - 1) % size;
    const old = slots[slot];
    if (old?.kind === 'request' && byId.get(old.record.id) === old.record) byId.delete(old.record.id);
    slots[slot] = change;
    if (change.kind === 'request') byId.set(change.record.id, change.record);
  }

  return {
    addRequest(record) {
      add({ seq: latest + 1, kind: 'request', record });
    },
    addEvent(event) {
      add({ seq: latest + 1, kind: 'event', event });
    },
    find: (id) => byId.get(id),
    after(seq, most) {
      const oldest = Math.max(1, latest - size + 1);
      const from = Math.max(Math.max(0, seq) + 1, oldest);
      const changes: Change[] = [];
      for (let at = from; at <= latest && changes.length < most; at += 1) {
        const change = slots[(at - 1) % size];
        if (change !== undefined) changes.push(change);
      }
      return { changes, missed: from - (Math.max(0, seq) + 1) };
    },
    get latest() {
      return latest;
    },
  };
}
