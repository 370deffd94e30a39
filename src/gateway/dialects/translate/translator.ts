import type { Usage } from '../../exchange/usage.ts';

/** Turns the answer of a provider into another form, piece by piece or whole. */
export interface Translator {
  /** Takes one whole event of the provider's stream. */
  event(bytes: Buffer): void;
  /** The provider's stream has ended well. */
  end(usage: Usage | undefined): void;
  /** Takes a whole answer of the provider. False: it cannot be read as one. */
  whole(body: Buffer, usage: Usage | undefined): boolean;
  /** What the client's stream got since the last time; undefined when that is nothing. */
  take(): Buffer | undefined;
  /** The whole answer for a client that asked for no stream; undefined before the end. */
  body(): Buffer | undefined;
}
