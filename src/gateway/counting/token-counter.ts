import type { Conversation } from '../dialects/conversation.ts';
import type { Usage } from '../exchange/usage.ts';
import { createBlockCounter } from './block-counter.ts';
import { createCorrection } from './correction.ts';
import { countConversation } from './count-conversation.ts';
import { familyOf } from './families.ts';
import { loadVocabulary, type Vocabulary } from './vocabulary.ts';

/** Whose tokens are counted: a provider's id, and its name of the model. */
export interface CountedModel {
  readonly provider: string;
  readonly model: string;
}

export interface TokenEstimate {
  /** What the provider would report as input. */
  readonly tokens: number;
  /** The count before what was learned; to be handed to `learn` when the provider reports. */
  readonly raw: number;
}

/** Counts tokens of requests here, for providers that cannot be asked. State with a life: one per gateway. */
export interface TokenCounter {
  /** 200 KB take about 6 ms at the first time, less than 1 ms when most of it was counted before. Never throws. */
  estimate(counted: CountedModel, conversation: Conversation): TokenEstimate;
  /**
   * A provider answered the request that was counted as `raw`, and reported `reported` tokens of input, cached ones
   * included (`inputOf`). Kept in memory only.
   */
  learn(counted: CountedModel, raw: number, reported: number): void;
}

export function createTokenCounter(vocabulary: Vocabulary): TokenCounter {
  const blocks = createBlockCounter(vocabulary);
  const correction = createCorrection();
  return {
    estimate(counted, conversation) {
      const family = familyOf(counted.model, counted.provider);
      const raw = countConversation(conversation, family, blocks.request());
      return { raw, tokens: Math.max(1, Math.round(raw * correction.factor(keyOf(counted)))) };
    },
    learn(counted, raw, reported) {
      correction.learn(keyOf(counted), raw, reported);
    },
  };
}

/** Reads the vocabulary (about 20 ms, once) and makes a counter. Rejects when its file is missing. */
export async function loadTokenCounter(): Promise<TokenCounter> {
  return createTokenCounter(await loadVocabulary());
}

/** All input of an answer, cached or not. */
export function inputOf(usage: Usage): number {
  return usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;
}

function keyOf({ provider, model }: CountedModel): string {
  return `${provider}/${model}`;
}
