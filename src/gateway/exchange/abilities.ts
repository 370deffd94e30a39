import type { ModelFacts } from './model-facts.ts';

/** What a request may hold and a model may not be able to take, the gravest first. */
export const abilities = ['tools', 'images', 'documents', 'audio', 'schemas', 'reasoning'] as const;

export type Ability = (typeof abilities)[number];

/** Whether a model is known to lack an ability; what is not known is not held against it. */
export function lacks(facts: ModelFacts, ability: Ability): boolean {
  return ability === 'reasoning' ? facts.thinking === 'none' : facts[ability] === false;
}
