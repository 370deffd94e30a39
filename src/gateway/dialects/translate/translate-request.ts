import type { ModelFacts } from '../../exchange/model-facts.ts';
import type { Quirks } from '../../exchange/provider.ts';
import type { Codec } from '../codec.ts';
import type { Conversation } from '../conversation.ts';
import { fitConversation } from '../fit/fit-conversation.ts';
import type { ToolBook } from '../fit/tool-book.ts';
import type { Fields } from '../json-value.ts';
import type { Losses } from '../losses.ts';
import type { Origin } from '../opaque.ts';
import { encodeTarget } from './encode-target.ts';

/** For whom a request is written, in whose words. */
export interface RequestTarget {
  readonly codec: Codec;
  readonly origin: Origin;
  readonly stream: boolean;
  readonly quirks: Quirks;
  /** What is known of the model; nothing is assumed of what is absent. */
  readonly limits: ModelFacts;
  readonly withoutState: boolean;
}

export interface TranslatedRequest {
  readonly body: Fields;
  readonly book: ToolBook;
}

/** A client's request as the body of a request in another dialect. */
export function translateRequest(
  conversation: Conversation,
  target: RequestTarget,
  losses: Losses,
): TranslatedRequest {
  const { codec, origin, stream, quirks, limits, withoutState } = target;
  const { conversation: fitted, book } = fitConversation(
    conversation,
    { dialect: codec.dialect, abilities: codec.abilities, origin, senses: limits, withoutState },
    losses,
  );
  const body = codec.encodeRequest(fitted, encodeTarget(origin.model, stream, quirks, limits), losses);
  return { body, book };
}
