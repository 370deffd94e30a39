import type { ApiError, ApiErrorCode } from '../../control/error.ts';
import { StorageError } from '../storage/storage-error.ts';

const statuses: Readonly<Record<ApiErrorCode, number>> = {
  invalid_parameter: 400,
  invalid_body: 400,
  not_allowed: 403,
  not_found: 404,
  method_not_allowed: 405,
  not_available: 409,
  too_many_clients: 409,
  body_too_large: 413,
  too_many_streams: 503,
  too_many_tests: 503,
  draining: 503,
  storage_unavailable: 503,
  internal: 500,
};

/** Thrown by a resource; becomes the answer. */
export class ApiFailure extends Error {
  readonly code: ApiErrorCode;
  /** Everything that is wrong in a body. */
  readonly problems: ApiError['error']['problems'];

  constructor(code: ApiErrorCode, message: string, problems?: ApiError['error']['problems']) {
    super(message);
    this.name = 'ApiFailure';
    this.code = code;
    this.problems = problems;
  }
}

export interface ApiErrorAnswer {
  readonly status: number;
  readonly body: ApiError;
}

/** The answer for whatever a resource threw. What is not ours says nothing about its cause: the log has it. */
export function apiErrorAnswer(error: unknown): ApiErrorAnswer {
  if (error instanceof ApiFailure) return errorBody(error.code, error.message, error.problems);
  if (error instanceof StorageError) {
    return errorBody('storage_unavailable', `The request history cannot be read now: ${error.message}`);
  }
  const unread = unreadBody(error);
  if (unread !== undefined) return unread;
  return errorBody('internal', 'Something went wrong inside Patchbay. The log says what.');
}

/** Why fastify did not read a body: it is too large, or not what its head says. */
function unreadBody(error: unknown): ApiErrorAnswer | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return errorBody('body_too_large', 'The body is larger than 1 MiB.');
  }
  if (!error.code.startsWith('FST_ERR_CTP_')) return undefined;
  return errorBody('invalid_body', 'The body cannot be read. Send one JSON object, as application/json.');
}

function errorBody(
  code: ApiErrorCode,
  message: string,
  problems?: ApiError['error']['problems'],
): ApiErrorAnswer {
  return {
    status: statuses[code],
    body: { error: { code, message, ...(problems !== undefined && { problems }) } },
  };
}
