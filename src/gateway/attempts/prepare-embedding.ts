import { EmbeddingTranslator, embeddingCodecOf } from '../dialects/embeddings/embedding-translator.ts';
import { Losses } from '../dialects/losses.ts';
import { wireOf } from '../dialects/wires.ts';
import type { Ask } from './ask.ts';
import { askedBody } from './asked-body.ts';
import type { Unreadable } from './pivot-ask.ts';
import type { CallTarget, PreparedCall } from './prepared-call.ts';
import { rewrittenRequest } from './upstream-request.ts';

/** How a provider of another dialect is asked for vectors. */
export function prepareEmbedding(ask: Ask, target: CallTarget): PreparedCall | Unreadable {
  const { candidate, provider, endpoint, key } = target;
  const client = embeddingCodecOf(ask.dialect);
  const upstream = embeddingCodecOf(candidate.dialect);
  const body = askedBody(ask);
  if (client === undefined || upstream === undefined || body === undefined) {
    return { ok: false, at: '', detail: 'it is not a JSON object' };
  }
  const losses = new Losses();
  const decoded = client.decodeRequest(body, losses);
  if (!decoded.ok) return decoded;
  const written = Buffer.from(JSON.stringify(upstream.encodeRequest(decoded.ask, candidate.model)));
  const operation = candidate.dialect === 'gemini-generate' ? 'batch-embed' : 'embed';
  const translator = new EmbeddingTranslator(upstream, client, decoded.ask, candidate.model);
  return {
    request: rewrittenRequest(ask, candidate, provider, endpoint, key, {
      body: written,
      streams: false,
      operation,
    }),
    wire: wireOf(candidate.dialect),
    streams: false,
    asksEvents: false,
    translator,
    losses,
    lateTranslator: () => translator,
  };
}
