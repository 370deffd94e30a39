import type { Citation } from '../conversation.ts';
import type { Opaque } from '../opaque.ts';
import type { BlockHead } from '../reply.ts';

/** A block of the answer on its way to the client. */
export interface Pending {
  readonly head: BlockHead;
  /** Id as it is written; calls only. */
  readonly id: string;
  /** What came while another block was on the wire, or (custom calls) what must be written whole. */
  held: string;
  readonly citations: Citation[];
  /** A paragraph of thoughts is over; the next one begins with its first text. */
  broken: boolean;
  isClosed: boolean;
  opaque: Opaque | undefined;
  /** Number on the wire, once its start is written. */
  index: number;
  /** Beginning of a frame with a piece of it; the JSON text of the piece and `pieceEnd` follow. */
  prefix: string;
  /** Some piece is on the wire. */
  hasPiece: boolean;
}

export function pendingBlock(head: BlockHead, id: string): Pending {
  return {
    head,
    id,
    held: '',
    citations: [],
    broken: false,
    // Media and hosted blocks are whole in their heads.
    isClosed: head.kind === 'media' || head.kind === 'hosted',
    opaque: undefined,
    index: -1,
    prefix: '',
    hasPiece: false,
  };
}

/** Calls of functions begin on the wire before their input comes; free text is written whole, as JSON. */
export function isStreamedCall(head: BlockHead): boolean {
  return head.kind === 'call' && head.form !== 'custom';
}
