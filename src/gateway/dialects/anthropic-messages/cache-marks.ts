import type { CacheMark } from '../conversation.ts';
import type { Fields } from '../json-value.ts';
import type { Losses } from '../losses.ts';

/** A block, tool or message while it is being put together. */
export type Draft = Record<string, unknown>;

/** Anthropic's own limit; a request with more is refused. */
const usualLimit = 4;

type Room = 'tools' | 'system' | 'messages';

interface Mark {
  readonly draft: Draft;
  readonly control: Fields;
  readonly at: string;
  readonly room: Room;
  /** Nobody asked for it. */
  readonly derived?: boolean;
}

/** Collects wishes to cache and sets those that the provider takes. */
export class CacheMarks {
  readonly #marks: Mark[] = [];

  get count(): number {
    return this.#marks.length;
  }

  /** `rest`: members of the `cache_control` that the pivot has no place for. */
  add(room: Room, draft: Draft, mark: CacheMark | undefined, at: string, rest: Fields = {}): void {
    if (mark === undefined) return;
    const control = { type: 'ephemeral', ...(mark.ttl !== undefined && { ttl: mark.ttl }), ...rest };
    this.#marks.push({ draft, control, at, room });
  }

  /** A mark that the client did not set there; it is no loss where it does not fit. */
  derive(room: Room, draft: Draft, at: string, { ttl }: CacheMark = {}): void {
    if (this.#marks.some((mark) => mark.draft === draft)) return;
    const control = { type: 'ephemeral', ...(ttl !== undefined && { ttl }) };
    this.#marks.push({ draft, control, at, room, derived: true });
  }

  /**
   * Writes `cache_control` where it stays. `taken`: marks that are set elsewhere. `longFirst`: a mark of an hour that
   * comes after one of minutes is one of minutes, too, since the API refuses that order.
   */
  settle(
    {
      limit = usualLimit,
      taken,
      longFirst,
    }: { limit?: number | undefined; taken: number; longFirst: boolean },
    losses: Losses,
  ): void {
    const kept = new Set(byWorth(this.#marks).slice(0, Math.max(0, limit - taken)));
    let isShort = false;
    for (const mark of this.#marks.toSorted(
      (one, other) => rooms.indexOf(one.room) - rooms.indexOf(other.room),
    )) {
      const { ttl, ...short } = mark.control;
      if (!kept.has(mark)) {
        if (mark.derived !== true) losses.add('cache', mark.at, `The provider takes ${limit} cache marks.`);
      } else if (longFirst && isShort && ttl === '1h') {
        losses.add('cache', mark.at, 'Marks of an hour come before those of minutes.');
        mark.draft.cache_control = short;
      } else mark.draft.cache_control = mark.control;
      isShort ||= kept.has(mark) && ttl !== '1h';
    }
  }
}

/** In the order of the prompt. */
const rooms: readonly Room[] = ['tools', 'system', 'messages'];

/**
 * The most useful first. The last mark of all covers the whole request; the system prompt's covers the tools, too, and
 * is what other conversations share; the last but one in the messages is what the request before this one wrote.
 */
function byWorth(marks: readonly Mark[]): readonly Mark[] {
  const latest = (room: Room) => marks.filter((mark) => mark.room === room).toReversed();
  const messages = latest('messages');
  const system = latest('system');
  const tools = latest('tools');
  return [
    ...messages.slice(0, 1),
    ...system.slice(0, 1),
    ...messages.slice(1, 2),
    ...tools.slice(0, 1),
    ...messages.slice(2),
    ...system.slice(1),
    ...tools.slice(1),
  ];
}
