import { type Fields, fieldsOf, listOf, textOf } from '../json-value.ts';
import type { EmbeddingAsk, EmbeddingCodec } from './embedding.ts';

/** Google's `embedContent` and `batchEmbedContents`; providers are always asked for the batch. */
export const geminiEmbeddingCodec: EmbeddingCodec = {
  decodeRequest(body, losses) {
    const batch = body.requests !== undefined;
    const requests = batch ? listOf(body.requests).map(fieldsOf) : [body];
    const texts = requests.map((request) => textsOf(request?.content));
    if (texts.length === 0 || texts.some((text) => text === undefined)) {
      return {
        ok: false,
        at: batch ? 'requests' : 'content',
        detail: 'each must have parts of text for this provider',
      };
    }
    for (const name of ['taskType', 'title', 'task_type']) {
      if (requests.some((request) => request?.[name] !== undefined)) losses.add('field', `/${name}`, name);
    }
    const dimensions = requests[0]?.outputDimensionality ?? requests[0]?.output_dimensionality;
    const ask: EmbeddingAsk = { texts: texts.flatMap((text) => text ?? []), single: !batch, base64: false };
    return { ok: true, ask: typeof dimensions === 'number' ? { ...ask, dimensions } : ask };
  },
  encodeRequest: ({ texts, dimensions }, model) => ({
    requests: texts.map((text) => ({
      model: model.startsWith('models/') ? model : `models/${model}`,
      content: { parts: [{ text }] },
      ...(dimensions !== undefined && { outputDimensionality: dimensions }),
    })),
  }),
  decodeAnswer(body) {
    const rows = body.embeddings === undefined ? [body.embedding] : listOf(body.embeddings);
    const vectors = rows.map((row) => fieldsOf(row)?.values);
    return vectors.length > 0 && vectors.every((vector) => Array.isArray(vector))
      ? vectors.map((vector) => listOf(vector).map(Number))
      : undefined;
  },
  encodeAnswer(vectors, { single }): Fields {
    const rows = vectors.map((values) => ({ values }));
    return single ? { embedding: rows[0] ?? { values: [] } } : { embeddings: rows };
  },
};

/** The text parts of a content, joined. */
function textsOf(content: unknown): string | undefined {
  if (typeof content === 'string') return content;
  const parts = listOf(fieldsOf(content)?.parts).map((part) => textOf(fieldsOf(part)?.text));
  return parts.length > 0 && parts.every((text) => text !== undefined) ? parts.join('') : undefined;
}
