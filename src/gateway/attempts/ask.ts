import type { BodyEdit } from '../dialects/body-scan.ts';
import type { Dialect, Operation } from '../exchange/dialect.ts';

/** A client's request, read and checked: what every attempt starts from. */
export interface Ask {
  readonly id: string;
  /** Id of the client key. */
  readonly client: string;
  /** Id of the conversation, when the client names one. */
  readonly conversation?: string;
  readonly method: string;
  readonly dialect: Dialect;
  readonly operation: Operation;
  /** Gemini's action in the path; absent elsewhere. */
  readonly action?: string;
  /** A raw path that only the provider knows, as it came. */
  readonly rawPath?: string;
  /** Without the client's key. */
  readonly query: string;
  readonly stream: boolean;
  readonly rawHeaders: readonly string[];
  /** Every key that the client came with, its own ones for other places too: none of them goes upstream. */
  readonly clientKeys: readonly string[];
  /** Emptied by `releaseBody`: a stream may run for an hour after its request is of no more use. */
  body: Buffer;
  /** Size of the body, also after it was released. */
  readonly requestBytes: number;
  /** Model name as it stands in the body; undefined when it stands in the path. */
  readonly bodyModel?: { readonly name: string; readonly start: number; readonly end: number };
  /** For messages to people: as the client wrote it. */
  readonly modelAsked: string;
  /** What every candidate gets changed in the body, e.g. routing wishes taken out. */
  readonly edits: readonly BodyEdit[];
  /** Asks a chat stream for figures; applied where the provider takes it. */
  readonly askUsage?: BodyEdit;
  /** The client's own key for the one pinned provider; used for this request and kept nowhere. */
  readonly ownKey?: string;
  /** The request used RouterX's header names; its answer carries them, too. */
  readonly routerxNames: boolean;
  /** The client wants events that hold figures only. */
  readonly wantsUsage: boolean;
  /** For `x-patchbay-hop`: the gateways that the request has passed, this one included. */
  readonly hops: string;
  /** Gives the body's room back; called when no further attempt can need it. */
  releaseBody(): void;
}
