import type { ErrorAnswer } from '../exchange/errors.ts';
import { factsOf, isContextOverflow, jsonBytes, messageOf } from './error-words.ts';

/** The error object of OpenAI's APIs, with fields of ours beside its own; clients ignore what they do not know. */
export function openAiError(error: ErrorAnswer): Readonly<Record<string, unknown>> {
  return {
    message: messageOf(error),
    type: typeOf(error),
    param: null,
    code: isContextOverflow(error) ? 'context_length_exceeded' : error.code,
    ...factsOf(error),
  };
}

/** `{"error": {message, type, param, code}}`, for all of OpenAI's dialects. */
export function openAiErrorBody(error: ErrorAnswer): Buffer {
  return jsonBytes({ error: openAiError(error) });
}

/** How a broken chat or completions stream ends: an error and no `[DONE]`, which would say that it is whole. */
export function openAiBrokenStream(error: ErrorAnswer): Buffer {
  return Buffer.from(`data: ${JSON.stringify({ error: openAiError(error) })}\n\n`);
}

function typeOf({ status }: ErrorAnswer): string {
  switch (status) {
    case 401:
      return 'authentication_error';
    case 402:
      return 'insufficient_quota';
    case 403:
      return 'permission_error';
    case 429:
      return 'rate_limit_error';
    default:
      return status >= 500 ? 'server_error' : 'invalid_request_error';
  }
}
