import type { Dialect } from '../../exchange/dialect.ts';
import type { Usage } from '../../exchange/usage.ts';
import { fieldsOf, parseJson } from '../json-value.ts';
import type { Translator } from '../translate/translator.ts';
import type { EmbeddingAsk, EmbeddingCodec } from './embedding.ts';
import { geminiEmbeddingCodec } from './gemini-embeddings.ts';
import { openAiEmbeddingCodec } from './openai-embeddings.ts';

/** The way of a dialect to ask for vectors; undefined for those that have none. */
export function embeddingCodecOf(dialect: Dialect): EmbeddingCodec | undefined {
  if (dialect === 'openai-embeddings') return openAiEmbeddingCodec;
  return dialect === 'gemini-generate' ? geminiEmbeddingCodec : undefined;
}

/** Vectors of one vendor in the words of another. They never come as a stream. */
export class EmbeddingTranslator implements Translator {
  readonly #upstream: EmbeddingCodec;
  readonly #client: EmbeddingCodec;
  readonly #ask: EmbeddingAsk;
  readonly #model: string;
  #body: Buffer | undefined;

  constructor(upstream: EmbeddingCodec, client: EmbeddingCodec, ask: EmbeddingAsk, model: string) {
    this.#upstream = upstream;
    this.#client = client;
    this.#ask = ask;
    this.#model = model;
  }

  event(): void {
    // There are none.
  }

  end(): void {
    // The whole answer is all.
  }

  whole(body: Buffer, usage: Usage | undefined): boolean {
    const read = fieldsOf(parseJson(body.toString('utf8')));
    const vectors = read === undefined ? undefined : this.#upstream.decodeAnswer(read);
    if (vectors === undefined) return false;
    const tokens = usage?.input ?? 0;
    const answer = this.#client.encodeAnswer(vectors, this.#ask, { model: this.#model, tokens });
    this.#body = Buffer.from(JSON.stringify(answer));
    return true;
  }

  take(): undefined {
    return undefined;
  }

  body(): Buffer | undefined {
    return this.#body;
  }
}
