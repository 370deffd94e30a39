import type { Losses } from '../dialects/losses.ts';
import type { Translator } from '../dialects/translate/translator.ts';
import type { Wire } from '../dialects/wire.ts';
import type { UpstreamRequest } from '../exchange/ports.ts';
import type { Endpoint, Provider } from '../exchange/provider.ts';
import type { Candidate } from '../routing/view.ts';

/** Whom is asked, and where. */
export interface CallTarget {
  readonly candidate: Candidate;
  readonly provider: Provider;
  readonly endpoint: Endpoint;
  readonly key: string | undefined;
  /** The candidate refused the opaque state that it got: it is asked again without. */
  readonly withoutState: boolean;
}

/** Everything about one call to one candidate that is known before it is made. */
export interface PreparedCall {
  readonly request: UpstreamRequest;
  /** The provider's. */
  readonly wire: Wire;
  /** The provider is asked for a stream. */
  readonly streams: boolean;
  /** A stream was asked for as server-sent events, which Google has only on demand. */
  readonly asksEvents: boolean;
  /** Turns the answer into the client's dialect, or a stream into a whole answer; absent: the bytes pass. */
  readonly translator: Translator | undefined;
  /** What the request lost on its way, and later the answer. */
  readonly losses: Losses;
  /** For a whole answer to a request for a stream, which shows only when it comes. */
  lateTranslator(): Translator | undefined;
}
