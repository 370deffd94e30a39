import type { Dialect } from '../../src/gateway/exchange/dialect.ts';
import { listAt } from './json-value.ts';
import { createdAt } from './scripted-upstream-turn.ts';

/** The list of models as OpenAI, Anthropic or Google give it, all on one page. */
export function modelList(dialect: Dialect, models: readonly string[]): string {
  switch (dialect) {
    case 'anthropic-messages':
      return JSON.stringify({
        data: models.map(anthropicModel),
        has_more: false,
        first_id: models[0] ?? null,
        last_id: models.at(-1) ?? null,
      });
    case 'gemini-generate':
      return `${JSON.stringify({ models: models.map(googleModel) }, null, 2)}\n`;
    default:
      return `${JSON.stringify({ object: 'list', data: models.map(openaiModel) }, null, 2)}\n`;
  }
}

/** One model of the list. */
export function modelCard(dialect: Dialect, model: string): string {
  if (dialect === 'anthropic-messages') return JSON.stringify(anthropicModel(model));
  const card = dialect === 'gemini-generate' ? googleModel(model) : openaiModel(model);
  return `${JSON.stringify(card, null, 2)}\n`;
}

function openaiModel(id: string) {
  return { id, object: 'model', created: createdAt, owned_by: 'scripted' };
}

function anthropicModel(id: string) {
  return { type: 'model', id, display_name: `Scripted ${id}`, created_at: '2025-11-21T00:00:00Z' };
}

function googleModel(id: string) {
  return {
    name: `models/${id}`,
    version: '001',
    displayName: `Scripted ${id}`,
    description: 'A model of the scripted upstream.',
    inputTokenLimit: 1_048_576,
    outputTokenLimit: 65_536,
    supportedGenerationMethods: ['generateContent', 'countTokens', 'embedContent'],
    temperature: 1,
    topP: 0.95,
    topK: 64,
    maxTemperature: 2,
  };
}

/** The answer to `count_tokens` and `:countTokens`. */
export function tokenCount(dialect: Dialect, tokens: number): string {
  if (dialect === 'anthropic-messages') return JSON.stringify({ input_tokens: tokens });
  const details = [{ modality: 'TEXT', tokenCount: tokens }];
  return `${JSON.stringify({ totalTokens: tokens, promptTokensDetails: details }, null, 2)}\n`;
}

const vector: readonly number[] = [0.25, -0.5, 0.125, 1];

/** OpenAI's embeddings, as numbers or, as its own SDK asks for them, base64 of little-endian 32-bit floats. */
export function openaiEmbeddings(json: unknown, model: string, base64: boolean): string {
  const inputs = Math.max(1, listAt(json, 'input').length);
  const floats = Buffer.alloc(vector.length * 4);
  vector.forEach((value, at) => {
    floats.writeFloatLE(value, at * 4);
  });
  const embedding = base64 ? floats.toString('base64') : vector;
  const data = Array.from({ length: inputs }, (_, index) => ({ object: 'embedding', index, embedding }));
  const usage = { prompt_tokens: 5 * inputs, total_tokens: 5 * inputs };
  return `${JSON.stringify({ object: 'list', data, model, usage }, null, 2)}\n`;
}

/** `:embedContent` and `:batchEmbedContents`. */
export function geminiEmbeddings(json: unknown, batch: boolean): string {
  const body = batch
    ? { embeddings: listAt(json, 'requests').map(() => ({ values: vector })) }
    : { embedding: { values: vector } };
  return `${JSON.stringify(body, null, 2)}\n`;
}
