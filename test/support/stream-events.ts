import { createEventCutter } from '../../src/gateway/dialects/event-cutter.ts';
import { eventName, payloadObject } from '../../src/gateway/dialects/event-text.ts';
import type { Fields } from '../../src/gateway/dialects/json-value.ts';
import { mark } from '../../src/gateway/dialects/wire.ts';
import { wireOf } from '../../src/gateway/dialects/wires.ts';
import type { Dialect } from '../../src/gateway/exchange/dialect.ts';

/** The data of an event of a stream and the name on its `event:` line. */
export interface StreamEvent {
  readonly data: Fields;
  readonly name: string;
}

/** A stream cut into events, as a decoder is handed them; comments and `[DONE]` are left out. */
export interface StreamEvents {
  readonly events: readonly StreamEvent[];
  /** It had a finish reason or its terminal event. */
  readonly whole: boolean;
}

/** Cuts the bytes of a stream, or its text. */
export function eventsOf(
  dialect: Dialect,
  stream: Buffer | string,
  contentType = 'text/event-stream',
): StreamEvents {
  const wire = wireOf(dialect);
  const cutter = createEventCutter(wire.framing(contentType) ?? 'sse');
  const events: StreamEvent[] = [];
  let whole = false;
  const take = (bytes: Buffer) => {
    const text = bytes.toString();
    const data = payloadObject(text);
    if (data !== undefined) events.push({ data, name: eventName(text) });
    whole ||= (wire.classify(bytes.toString('latin1')) & (mark.finish | mark.terminal)) !== 0;
  };
  const batch = cutter.push(Buffer.from(stream));
  let start = 0;
  for (const end of batch?.ends ?? []) {
    take(batch?.bytes.subarray(start, end) ?? Buffer.alloc(0));
    start = end;
  }
  take(cutter.rest());
  return { events, whole };
}
