import type { Dialect } from '../exchange/dialect.ts';
import type { Usage } from '../exchange/usage.ts';
import type { Citation, ToolForm } from './conversation.ts';
import type { Fields } from './json-value.ts';
import type { Opaque } from './opaque.ts';

/**
 * The answer side of the pivot. An answer is a list of blocks, in order, whether it comes whole or in pieces: a
 * stream is `start`, then for each block `open`, deltas, `close`, then `finish`. A block opens when its first piece
 * comes and closes before the next opens, except parallel tool calls, whose pieces may interleave.
 */
export interface Reply {
  readonly id?: string;
  /** As the provider names it. */
  readonly model?: string;
  /** Seconds since the epoch. */
  readonly created?: number;
  readonly blocks: readonly Block[];
  readonly finish: Finish;
  readonly usage?: Usage;
  readonly serviceTier?: string;
}

export type Block = TextBlock | ReasoningBlock | CallBlock | MediaBlock | HostedBlock;

export interface TextBlock {
  readonly kind: 'text';
  readonly text: string;
  readonly refusal?: boolean;
  readonly phase?: string;
  readonly citations?: readonly Citation[];
  readonly opaque?: Opaque;
}

/** `text`: paragraphs, as in `ReasoningPart`. */
export interface ReasoningBlock {
  readonly kind: 'reasoning';
  readonly text: readonly string[];
  readonly raw?: boolean;
  readonly opaque?: Opaque;
  readonly id?: string;
}

/** `input`: JSON text for functions ('' for none), free text for custom tools. */
export interface CallBlock {
  readonly kind: 'call';
  readonly id: string;
  readonly name: string;
  readonly namespace?: string;
  readonly form: ToolForm;
  readonly input: string;
  readonly opaque?: Opaque;
}

/** A picture or sound in the answer; base64. */
export interface MediaBlock {
  readonly kind: 'media';
  readonly mimeType: string;
  readonly data: string;
  readonly opaque?: Opaque;
}

/** Something that the provider's own tools did; `text` as in `HostedPart`. */
export interface HostedBlock {
  readonly kind: 'hosted';
  readonly tool: 'web-search' | 'web-fetch' | 'code' | 'file-search' | 'image' | 'computer' | 'mcp' | 'other';
  readonly text: string;
  readonly dialect: Dialect;
  readonly value: Fields;
}

/** Why the answer ended. `native` is the provider's own word. */
export interface Finish {
  readonly reason:
    | 'stop'
    | 'stop-sequence'
    | 'length'
    | 'tool-calls'
    | 'content-filter'
    | 'refusal'
    /** The provider's tools need another request to go on (Messages: `pause_turn`). */
    | 'pause'
    | 'context-full'
    /** The model wrote a call that could not be read (Gemini: `MALFORMED_FUNCTION_CALL`). */
    | 'malformed-call'
    | 'other';
  readonly native?: string;
  readonly stopSequence?: string;
  /** What the provider said about it, for people. */
  readonly detail?: string;
}

/** Pieces of an answer. `block` numbers a block within one answer, from 0 in the order of opening. */
export type ReplyEvent =
  | {
      readonly kind: 'start';
      readonly id?: string;
      readonly model?: string;
      readonly created?: number;
      readonly serviceTier?: string;
    }
  | { readonly kind: 'open'; readonly block: number; readonly head: BlockHead }
  /** Text of a text block, input of a call, text of a reasoning block. Never empty. */
  | { readonly kind: 'delta'; readonly block: number; readonly text: string }
  /** A new paragraph of a reasoning block begins; not sent before the first. */
  | { readonly kind: 'paragraph'; readonly block: number }
  | { readonly kind: 'cite'; readonly block: number; readonly citation: Citation }
  /** Nothing more comes for the block. `opaque` is whole: it is never cut into pieces. */
  | { readonly kind: 'close'; readonly block: number; readonly opaque?: Opaque }
  /** The last event of an answer that is whole; a stream that breaks off or reports a failure has none. */
  | { readonly kind: 'finish'; readonly finish: Finish; readonly usage?: Usage };

export type BlockHead =
  | { readonly kind: 'text'; readonly refusal?: boolean; readonly phase?: string }
  | { readonly kind: 'reasoning'; readonly raw?: boolean; readonly id?: string }
  | {
      readonly kind: 'call';
      readonly id: string;
      readonly name: string;
      readonly namespace?: string;
      readonly form: ToolForm;
    }
  /** Whole in its head: nothing but `close` follows. */
  | { readonly kind: 'media'; readonly mimeType: string; readonly data: string }
  | HostedBlock;
