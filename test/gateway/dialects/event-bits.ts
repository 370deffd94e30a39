import { mark } from '../../../src/gateway/dialects/wire.ts';
import { wireOf } from '../../../src/gateway/dialects/wires.ts';
import type { Dialect } from '../../../src/gateway/exchange/dialect.ts';

/** Names of the bits of an event given as bytes of UTF-8, in the order of the table. */
export function bitsOf(dialect: Dialect, event: string): string[] {
  const bits = wireOf(dialect).classify(Buffer.from(event).toString('latin1'));
  return Object.entries(mark)
    .filter(([, bit]) => (bits & bit) !== 0)
    .map(([name]) => name);
}

/** A data event around a value. */
export function dataEvent(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}
