import type { Dialect } from '../../exchange/dialect.ts';
import type { DemoAnswer } from './demo-answer.ts';

/** Anthropic's names of what a status means. */
const anthropicTypes: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

/** Google's. */
const googleStatuses: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  499: 'CANCELLED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

/** OpenAI's type and code. */
const openaiTypes: Readonly<Record<number, readonly [type: string, code: string]>> = {
  400: ['invalid_request_error', 'invalid_value'],
  401: ['invalid_request_error', 'invalid_api_key'],
  402: ['insufficient_quota', 'insufficient_quota'],
  403: ['invalid_request_error', 'forbidden'],
  404: ['invalid_request_error', 'model_not_found'],
  413: ['invalid_request_error', 'request_too_large'],
  429: ['rate_limit_error', 'rate_limit_exceeded'],
  503: ['server_error', 'server_is_overloaded'],
};

/** The status with which each API says that it has too much to do. */
export function overloadStatus(dialect: Dialect): number {
  return dialect === 'anthropic-messages' ? 529 : 503;
}

/** The body of an error in the shape of the dialect's own API. */
export function errorFields(dialect: Dialect, status: number, message: string, id: string): unknown {
  switch (dialect) {
    case 'anthropic-messages': {
      const type = anthropicTypes[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error');
      return { type: 'error', error: { type, message }, request_id: `req_demo_${id}` };
    }
    case 'gemini-generate': {
      const name = googleStatuses[status] ?? (status < 500 ? 'INVALID_ARGUMENT' : 'INTERNAL');
      return { error: { code: status, message, status: name } };
    }
    default: {
      const [type, code] = openaiTypes[status] ?? [
        status < 500 ? 'invalid_request_error' : 'server_error',
        null,
      ];
      return { error: { message, type, param: null, code } };
    }
  }
}

/** An error answer. `retryAfterSeconds` becomes `retry-after`. */
export function errorAnswer(
  dialect: Dialect,
  status: number,
  message: string,
  id: string,
  retryAfterSeconds?: number,
): DemoAnswer {
  return {
    status,
    headers: {
      'content-type': 'application/json',
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
    },
    parts: [JSON.stringify(errorFields(dialect, status, message, id))],
    ending: 'end',
  };
}
