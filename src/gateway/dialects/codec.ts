import type { Dialect } from '../exchange/dialect.ts';
import type { Quirks } from '../exchange/provider.ts';
import type { Conversation } from './conversation.ts';
import type { Fields } from './json-value.ts';
import type { Losses } from './losses.ts';
import type { Origin } from './opaque.ts';
import type { Reply, ReplyEvent } from './reply.ts';
import type { JsonText } from './text-sum.ts';

/**
 * One wire format for conversion: how its requests and answers are read into the pivot and written from it. All of it
 * is pure; ids and time come with the context. Readers take what real clients and providers send, however odd; they
 * throw for nothing. Writers produce what the strictest reader of the dialect accepts.
 */
export interface Codec {
  readonly dialect: Dialect;
  readonly abilities: Abilities;
  /** Reads a client's request. `stream` comes from the path for Gemini, else from the body. */
  decodeRequest(body: Fields, facts: RequestFacts): Decoded;
  /**
   * Writes the body of a request to a provider. The conversation has been fitted to `abilities` before
   * (`fitConversation`); what is left without a place is added to `losses`.
   */
  encodeRequest(conversation: Conversation, target: EncodeTarget, losses: Losses): Fields;
  /** Reads the stream of a provider. Figures are not read here: the relay's usage reader does it. */
  createStreamDecoder(context: DecodeContext, emit: (event: ReplyEvent) => void): StreamDecoder;
  /** Writes a stream for a client. `write` gets whole events, ready to be sent. */
  createStreamEncoder(context: EncodeContext, write: (text: string) => void): StreamEncoder;
  /** Reads a whole answer of a provider, without figures. */
  decodeReply(body: Fields, context: DecodeContext): Reply;
  /** Writes a whole answer for a client. */
  encodeReply(reply: Reply, context: EncodeContext): Fields;
}

/** The client's half of a dialect: all there is of one that no provider is asked in when dialects differ. */
export type ClientCodec = Pick<Codec, 'dialect' | 'decodeRequest' | 'createStreamEncoder' | 'encodeReply'>;

export type Decoded =
  | { readonly ok: true; readonly conversation: Conversation }
  /** The body cannot be a request of this dialect: where, and what is wrong, for the client. */
  | { readonly ok: false; readonly at: string; readonly detail: string };

export interface RequestFacts {
  /** As the client asked for it. */
  readonly stream: boolean;
}

/** Whom a request is written for. */
export interface EncodeTarget {
  /** The provider's name of the model. */
  readonly model: string;
  readonly stream: boolean;
  readonly quirks: Quirks;
  /** Most tokens an answer of this model may have, when it is known. */
  readonly outputLimit?: number;
  /** How this model is told how much to think: by a level, by a number of tokens, not at all; absent: not known. */
  readonly thinking?: 'effort' | 'budget' | 'none';
}

/** What a dialect can say, as data: `fitConversation` brings a conversation into this shape before it is written. */
export interface Abilities {
  /** Custom tools with free-text input. Otherwise they become functions with one string argument. */
  readonly customTools: boolean;
  /** Groups of tools. Otherwise the group's name goes in front of the tool's. */
  readonly namespaces: boolean;
  readonly toolName: { readonly pattern: RegExp; readonly longest: number };
  readonly callId: { readonly pattern: RegExp; readonly longest: number };
  /** System text may stand between other turns. Otherwise it goes into the next user turn, marked as such. */
  readonly systemInMiddle: boolean;
  /** Two neighbouring turns of one role are refused (or were, once): they are joined. */
  readonly alternates: boolean;
  /** The last turn may be the assistant's: the beginning of the answer. Otherwise the user asks to go on. */
  readonly continues: boolean;
  /** Media that a user's turn may hold, and a tool's result; the rest becomes a text note. */
  readonly media: MediaAbilities;
  readonly resultMedia: MediaAbilities;
  /** Kinds of opaque state that it has a field for. */
  readonly opaque: readonly string[];
  /** Text of earlier reasoning may be sent without its opaque state. */
  readonly reasoningText: boolean;
}

/** Per kind of media, the sources that are taken. A document's MIME types are in `documents` when limited. */
export interface MediaAbilities {
  readonly image: readonly ('base64' | 'url')[];
  readonly audio: readonly ('base64' | 'url')[];
  readonly video: readonly ('base64' | 'url')[];
  readonly document: readonly ('base64' | 'url' | 'text')[];
  /** MIME types of documents that are taken; absent: any. */
  readonly documents?: readonly string[];
}

/** What reading an answer needs to know. */
export interface DecodeContext {
  readonly quirks: Quirks;
  /** Tags opaque state; it is then sent back to nobody else. */
  readonly origin: Origin;
  /** A new id for a call that came without one: `prefix` and random characters of [A-Za-z0-9]. */
  id(prefix: string): string;
  readonly losses: Losses;
}

/** What writing an answer needs to know. */
export interface EncodeContext {
  /** What the client's request says of reasoning. */
  readonly reasoning: Conversation['reasoning'];
  /** As the client's body had it but for the turns, for dialects that repeat settings in the answer. */
  readonly body: Fields;
  /** Model named in the answer when the provider names none. */
  readonly model: string;
  /** Seconds since the epoch. */
  readonly now: number;
  id(prefix: string): string;
  /** Chat: the client asked for figures in a stream. */
  readonly wantsUsage: boolean;
  /** Gemini without `alt=sse`: the stream is one JSON array. */
  readonly jsonArray: boolean;
  readonly losses: Losses;
}

export interface StreamDecoder {
  /**
   * Takes the data of one event, parsed; `name` is its `event:` line or ''. Data that is no JSON object (`[DONE]`) is
   * not handed in. Failures that the provider reports inside the stream are the relay's business and are passed over.
   */
  take(data: Fields, name: string): void;
  /**
   * The stream has ended. `whole`: with its terminal event or a finish reason; then open blocks are closed and `finish`
   * is emitted, here and only here (figures and the last word on a block may come after a finish reason). Otherwise
   * nothing is emitted.
   */
  end(whole: boolean): void;
  /**
   * `data` was taken last, and one delta came of it. How further events of the same kind can be taken without being
   * parsed; undefined when another text in it might mean more than another delta of that block.
   */
  repeat?(data: Fields): Repeat | undefined;
}

/** The way to a value in an event's data: names of members and places in lists. */
export type Path = readonly (string | number)[];

/** An event that may come again with another text. Holds until the decoder takes something else. */
export interface Repeat {
  /** Where the delta's text stands. */
  readonly path: Path;
  /** Strings and whole numbers that may differ from event to event, since nobody reads them. */
  readonly loose: readonly Path[];
  /** Notes what such an event says, as `take` would; nothing is emitted. */
  add(json: JsonText): void;
}

export interface StreamEncoder {
  /** `finish` ends the stream in the dialect's way, with its terminal event. Nothing is taken after it. */
  take(event: ReplyEvent): void;
  /**
   * Takes a delta whose text is escaped already. False, and nothing is done: the next piece of that block is not
   * written as it is.
   */
  takeJson?(block: number, json: JsonText): boolean;
}
