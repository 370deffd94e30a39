import { type ModelFacts, overlayFacts } from '../exchange/model-facts.ts';
import { limitsOf } from './limits.ts';

/** What the facts of a provider's models are taken from, beside its own list. */
export interface ModelSource {
  /** What the config says of models. */
  readonly facts?: ReadonlyMap<string, ModelFacts>;
  /** The snapshot's name of the provider (`snapshotProviderOf`). */
  readonly known?: string;
}

/**
 * What is known of a provider's model: the snapshot, over it what the provider's own list says (`listed`), over it what
 * the config says.
 */
export function knownFacts(source: ModelSource, model: string, listed: ModelFacts | undefined): ModelFacts {
  const snapshot = limitsOf(model, source.known)?.facts;
  return overlayFacts(snapshot, listed && factsOnly(listed), source.facts?.get(model));
}

/** A row of a list is more than its facts. */
function factsOnly(row: ModelFacts): ModelFacts {
  const { contextTokens, outputTokens, images, documents, audio, tools, schemas, thinking, efforts } = row;
  return {
    ...(contextTokens !== undefined && { contextTokens }),
    ...(outputTokens !== undefined && { outputTokens }),
    ...(images !== undefined && { images }),
    ...(documents !== undefined && { documents }),
    ...(audio !== undefined && { audio }),
    ...(tools !== undefined && { tools }),
    ...(schemas !== undefined && { schemas }),
    ...(thinking !== undefined && { thinking }),
    ...(efforts !== undefined && { efforts }),
  };
}
