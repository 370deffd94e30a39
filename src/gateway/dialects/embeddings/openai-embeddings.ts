import { type Fields, fieldsOf, listOf } from '../json-value.ts';
import type { EmbeddingCodec } from './embedding.ts';

const understood: ReadonlySet<string> = new Set(['model', 'input', 'dimensions', 'encoding_format']);

/** OpenAI's `/v1/embeddings`. */
export const openAiEmbeddingCodec: EmbeddingCodec = {
  decodeRequest(body, losses) {
    const texts = typeof body.input === 'string' ? [body.input] : listOf(body.input);
    if (texts.length === 0 || !texts.every((text) => typeof text === 'string')) {
      // Token numbers are those of OpenAI's own models.
      return { ok: false, at: 'input', detail: 'it must be a text or a list of texts for this provider' };
    }
    for (const name of Object.keys(body)) {
      if (!understood.has(name)) losses.add('field', `/${name}`, name);
    }
    const { dimensions } = body;
    const base64 = body.encoding_format === 'base64';
    const ask = { texts, single: false, base64 };
    return { ok: true, ask: typeof dimensions === 'number' ? { ...ask, dimensions } : ask };
  },
  encodeRequest: ({ texts, dimensions }, model) => ({
    model,
    input: texts,
    encoding_format: 'float',
    ...(dimensions !== undefined && { dimensions }),
  }),
  decodeAnswer(body) {
    const rows = listOf(body.data).map(fieldsOf);
    const vectors = rows
      .toSorted((a, b) => Number(a?.index ?? 0) - Number(b?.index ?? 0))
      .map((row) => vectorOf(row?.embedding));
    return vectors.every((vector) => vector !== undefined) && vectors.length > 0 ? vectors : undefined;
  },
  encodeAnswer: (vectors, { base64 }, { model, tokens }): Fields => ({
    object: 'list',
    data: vectors.map((vector, index) => ({
      object: 'embedding',
      index,
      embedding: base64 ? Buffer.from(Float32Array.from(vector).buffer).toString('base64') : vector,
    })),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  }),
};

/** A list of numbers; some servers send base64 unasked. */
function vectorOf(value: unknown): readonly number[] | undefined {
  if (typeof value === 'string') {
    const bytes = Buffer.from(value, 'base64');
    return Array.from({ length: Math.floor(bytes.length / 4) }, (_, at) => bytes.readFloatLE(at * 4));
  }
  return Array.isArray(value) ? value.map(Number) : undefined;
}
