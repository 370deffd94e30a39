import type { Dialect } from '../../src/gateway/exchange/dialect.ts';
import { spaced } from './scripted-upstream-gemini.ts';

/** What each vendor says for a status when a test does not say it. */
const words: Readonly<Record<number, string>> = {
  400: 'The request is not valid.',
  401: 'Incorrect API key provided.',
  402: 'Your account has no credits left.',
  403: 'The key may not use this resource.',
  404: 'The model does not exist or you do not have access to it.',
  413: 'Request exceeds the maximum size.',
  429: 'Rate limit reached for requests.',
  500: 'The server had an error while processing your request.',
  503: 'The service is overloaded. Please try again later.',
  529: 'Overloaded',
};

const openaiErrors: Readonly<Record<number, readonly [type: string, code: string | null]>> = {
  401: ['invalid_request_error', 'invalid_api_key'],
  402: ['insufficient_quota', 'insufficient_quota'],
  403: ['invalid_request_error', 'unsupported_country_region_territory'],
  404: ['invalid_request_error', 'model_not_found'],
  429: ['requests', 'rate_limit_exceeded'],
  503: ['server_error', 'server_overloaded'],
};

const anthropicErrors: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'overloaded_error',
  529: 'overloaded_error',
};

const googleErrors: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  402: 'FAILED_PRECONDITION',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};

export function errorMessage(status: number): string {
  return words[status] ?? `The provider answered ${status}.`;
}

/** Body of an HTTP error in the vendor's own shape. */
export function errorBody(dialect: Dialect, status: number, message: string, requestId: string): string {
  if (dialect === 'anthropic-messages') {
    return JSON.stringify({ ...anthropicError(status, message), request_id: requestId });
  }
  if (dialect === 'gemini-generate') return `${JSON.stringify(googleError(status, message), null, 2)}\n`;
  return `${JSON.stringify({ error: openaiError(status, message) }, null, 4)}\n`;
}

/** Where in a stream a failure is reported. */
export interface ErrorPlace {
  readonly dialect: Dialect;
  readonly sse: boolean;
  /** Events that were sent before. */
  readonly sent: number;
  /** Responses: the object that `response.failed` repeats. */
  readonly response: Readonly<Record<string, unknown>>;
}

/** Events with which the vendor reports a failure inside a stream. */
export function errorEvents(place: ErrorPlace, status: number, message: string): string[] {
  switch (place.dialect) {
    case 'anthropic-messages':
      return [`event: error\ndata: ${JSON.stringify(anthropicError(status, message))}\n\n`];
    case 'gemini-generate': {
      const error = googleError(status, message);
      if (place.sse) return [`data: ${spaced(error)}\r\n\r\n`];
      return [`${place.sent === 0 ? '[' : ',\r\n'}${JSON.stringify(error, null, 2)}\n`, ']'];
    }
    case 'openai-responses': {
      const plain = openaiError(status, message);
      const code = plain.code ?? 'server_error';
      const error = { type: 'error', error: { ...plain, code }, sequence_number: place.sent };
      const failed = {
        type: 'response.failed',
        response: { ...place.response, status: 'failed', error: { code, message } },
        sequence_number: place.sent + 1,
      };
      return [error, failed].map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    }
    default:
      return [`data: ${JSON.stringify({ error: openaiError(status, message) })}\n\n`];
  }
}

function openaiError(
  status: number,
  message: string,
): { message: string; type: string; param: null; code: string | null } {
  const fallback: readonly [string, string | null] =
    status >= 500 ? ['server_error', null] : ['invalid_request_error', null];
  const [type, code] = openaiErrors[status] ?? fallback;
  return { message, type, param: null, code };
}

function anthropicError(status: number, message: string): Readonly<Record<string, unknown>> {
  return { type: 'error', error: { type: anthropicErrors[status] ?? 'api_error', message } };
}

function googleError(status: number, message: string): Readonly<Record<string, unknown>> {
  return { error: { code: status, message, status: googleErrors[status] ?? 'UNKNOWN' } };
}
