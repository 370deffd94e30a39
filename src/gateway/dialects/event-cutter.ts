import type { EventEnds } from './event-ends.ts';
import { EventTail } from './event-tail.ts';
import { createJsonArrayEnds } from './json-array.ts';
import { createSseEnds } from './sse.ts';
import type { Framing } from './wire.ts';

/** Bytes to hand on: whole events, except where `partial` or `continued` say otherwise. */
export interface Batch {
  readonly bytes: Buffer;
  /** `bytes` as latin1: an index into the text is an index into the bytes. */
  readonly text: string;
  /** Index after each event that is complete, ascending. */
  readonly ends: readonly number[];
  /** What follows the last of `ends` (or everything) is the piece of an event that is too large to wait for. */
  readonly partial: boolean;
  /** The text begins inside such an event; with the first of `ends` that event is complete. */
  readonly continued: boolean;
}

export interface EventCutter {
  /** Takes bytes of the stream; undefined when no event is complete with them. */
  push(chunk: Buffer): Batch | undefined;
  /** The unfinished tail, at the end of the stream; empty afterwards. */
  rest(): Buffer;
  /** Bytes that wait for the end of their event. */
  readonly pending: number;
  /** The last batch ended inside an event: nothing may be written between it and the next. */
  readonly midEvent: boolean;
}

/**
 * An event waits until it is whole up to this size, so that nothing of ours lands inside a line; usual events are
 * below 64 KiB. Images in base64 are megabytes: they stream through, and memory stays bounded per stream.
 */
export const mostPendingBytes = 1024 * 1024;

/**
 * Cuts a stream into whole events. Concatenated, the batches and the rest are the bytes that came in. An event waits up
 * to `most` bytes; what is larger comes in pieces.
 */
export function createEventCutter(framing: Framing, most = mostPendingBytes): EventCutter {
  return new Cutter(framing === 'sse' ? createSseEnds() : createJsonArrayEnds(), most);
}

class Cutter implements EventCutter {
  midEvent = false;
  readonly #ends: EventEnds;
  readonly #most: number;
  readonly #tail = new EventTail();

  constructor(ends: EventEnds, most: number) {
    this.#ends = ends;
    this.#most = most;
  }

  get pending(): number {
    return this.#tail.length;
  }

  push(chunk: Buffer): Batch | undefined {
    const { length } = chunk;
    if (length === 0) return undefined;
    const text = chunk.toString('latin1', 0, length);
    const ends = this.#ends.find(text);
    const last = ends?.at(-1);
    if (ends === undefined || last === undefined) return this.#wait(chunk);
    const continued = this.midEvent;
    this.midEvent = false;
    const before = this.#tail.length;
    if (before === 0) {
      if (last === length) return { bytes: chunk, text, ends, partial: false, continued };
      this.#tail.add(chunk.subarray(last));
      return { bytes: chunk.subarray(0, last), text: text.slice(0, last), ends, partial: false, continued };
    }
    const bytes = this.#tail.takeWith(chunk.subarray(0, last));
    this.#tail.add(chunk.subarray(last));
    for (let at = 0; at < ends.length; at += 1) ends[at] = (ends[at] ?? 0) + before;
    return { bytes, text: bytes.toString('latin1', 0, bytes.length), ends, partial: false, continued };
  }

  rest(): Buffer {
    return this.#tail.takeWith();
  }

  #wait(chunk: Buffer): Batch | undefined {
    this.#tail.add(chunk);
    const held = this.#ends.held;
    const free = this.#tail.length - held;
    if (free <= 0 || (!this.midEvent && this.#tail.length <= this.#most)) return undefined;
    const whole = this.#tail.takeWith();
    this.#tail.add(whole.subarray(free));
    const bytes = whole.subarray(0, free);
    const continued = this.midEvent;
    this.midEvent = true;
    return { bytes, text: bytes.toString('latin1', 0, free), ends: [], partial: true, continued };
  }
}
