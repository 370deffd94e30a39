import type { Dialect, Operation } from '../exchange/dialect.ts';
import { percentDecode } from './percent-decode.ts';

/** What a client asks for, as far as method and path tell. */
export interface Target {
  readonly dialect: Dialect;
  readonly operation: Operation;
  /** Gemini only: model and action stand in the path. */
  readonly model?: string;
  readonly action?: string;
}

/** POST routes with a fixed path; Gemini's are read by `geminiTarget`. */
export const fixedTargets: ReadonlyMap<string, Target> = new Map([
  ['/v1/chat/completions', { dialect: 'openai-chat', operation: 'generate' }],
  ['/v1/responses', { dialect: 'openai-responses', operation: 'generate' }],
  ['/v1/responses/compact', { dialect: 'openai-responses', operation: 'compact' }],
  ['/v1/responses/input_tokens', { dialect: 'openai-responses', operation: 'count-tokens' }],
  ['/v1/messages', { dialect: 'anthropic-messages', operation: 'generate' }],
  ['/v1/messages/count_tokens', { dialect: 'anthropic-messages', operation: 'count-tokens' }],
  ['/v1/completions', { dialect: 'openai-completions', operation: 'generate' }],
  ['/v1/embeddings', { dialect: 'openai-embeddings', operation: 'embed' }],
]);

const actions: ReadonlyMap<string, Operation> = new Map([
  ['generateContent', 'generate'],
  ['streamGenerateContent', 'generate'],
  ['countTokens', 'count-tokens'],
  ['embedContent', 'embed'],
  ['batchEmbedContents', 'batch-embed'],
]);

/**
 * Reads `/v1beta/models/{model}:{action}`; `/v1/models/…` as well, which genai 3.1 calls. The model may hold
 * slashes (`anthropic/claude`). Undefined when it is no such path.
 */
export function geminiTarget(path: string): Target | undefined {
  const start = path.startsWith('/v1beta/models/') ? 15 : path.startsWith('/v1/models/') ? 11 : 0;
  const colon = path.lastIndexOf(':');
  if (start === 0 || colon <= start) return undefined;
  const action = path.slice(colon + 1);
  const operation = actions.get(action);
  if (operation === undefined) return undefined;
  const model = percentDecode(path.slice(start, colon));
  if (model === undefined) return undefined;
  return { dialect: 'gemini-generate', operation, model, action };
}

/**
 * In whose shape an error leaves when no route matched: by path, else by the headers that only one vendor's
 * clients send.
 */
export function errorDialect(
  path: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Dialect {
  const fixed = fixedTargets.get(path);
  if (fixed !== undefined) return fixed.dialect;
  if (path.startsWith('/v1/messages') || headers['anthropic-version'] !== undefined)
    return 'anthropic-messages';
  if (path.startsWith('/v1beta') || headers['x-goog-api-key'] !== undefined) return 'gemini-generate';
  if (path.startsWith('/v1/responses')) return 'openai-responses';
  return 'openai-chat';
}
