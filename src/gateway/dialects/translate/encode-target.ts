import type { ModelFacts } from '../../exchange/model-facts.ts';
import type { Quirks } from '../../exchange/provider.ts';
import type { EncodeTarget } from '../codec.ts';

/** Whom a request is written for, by what is known of the provider and of the model. */
export function encodeTarget(
  model: string,
  stream: boolean,
  quirks: Quirks,
  { outputTokens, thinking }: ModelFacts,
): EncodeTarget {
  return {
    model,
    stream,
    quirks,
    ...(outputTokens !== undefined && { outputLimit: outputTokens }),
    ...(thinking !== undefined && { thinking }),
  };
}
