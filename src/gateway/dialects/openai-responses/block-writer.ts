import type { EncodeContext } from '../codec.ts';
import type { Citation } from '../conversation.ts';
import type { Fields } from '../json-value.ts';
import type { Opaque } from '../opaque.ts';
import type { JsonText } from '../text-sum.ts';
import type { Bond } from './carrier.ts';
import type { ItemIds } from './item-ids.ts';

/** Writes the events of one block of an answer. */
export interface BlockWriter {
  delta(text: string): void;
  /** False: the next piece is not written as it is. */
  deltaJson(json: JsonText): boolean;
  paragraph(): void;
  cite(citation: Citation): void;
  close(opaque?: Opaque): void;
}

/** Where the events of all blocks go. */
export interface EventSink {
  readonly context: EncodeContext;
  readonly ids: ItemIds;
  send(type: string, fields: string): void;
  sendFramed(frame: string, rest: string): void;
  add(item: Fields): number;
  done(index: number, item: Fields): void;
  whole(item: Fields): void;
  carry(opaque: Opaque, bond: Bond): void;
}

/** Beginning of a delta's event: the same for all of a block, up to the text. */
export function deltaFrame(type: string, place: string): string {
  return `event: ${type}\ndata: {"type":"${type}",${place},"delta":`;
}
