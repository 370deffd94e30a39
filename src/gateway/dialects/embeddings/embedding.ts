import type { Fields } from '../json-value.ts';
import type { Losses } from '../losses.ts';

/** A request for vectors, in words of no vendor. */
export interface EmbeddingAsk {
  /** Each gets a vector. */
  readonly texts: readonly string[];
  /** Numbers of a vector, where the model can choose. */
  readonly dimensions?: number;
  /** The client wants one vector, not a list of them (Gemini's `embedContent`). */
  readonly single: boolean;
  /** Vectors as base64 of little-endian floats (OpenAI). */
  readonly base64: boolean;
}

export type EmbeddingDecoded =
  | { readonly ok: true; readonly ask: EmbeddingAsk }
  | { readonly ok: false; readonly at: string; readonly detail: string };

/** One dialect's way to ask for vectors and to give them. */
export interface EmbeddingCodec {
  decodeRequest(body: Fields, losses: Losses): EmbeddingDecoded;
  encodeRequest(ask: EmbeddingAsk, model: string): Fields;
  /** The vectors of a provider's answer, in the order of the texts; undefined when it has none. */
  decodeAnswer(body: Fields): readonly (readonly number[])[] | undefined;
  /** `tokens`: of the texts, as the provider said or as estimated. */
  encodeAnswer(
    vectors: readonly (readonly number[])[],
    ask: EmbeddingAsk,
    answer: { readonly model: string; readonly tokens: number },
  ): Fields;
}
