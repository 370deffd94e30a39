import type { ApiError, ApiErrorCode } from '../../control/error.ts';
import { StorageError } from '../storage/storage-error.ts';

const statuses: Readonly<Record<ApiErrorCode, number>> = {
  invalid_parameter: 400,
  not_allowed: 403,
  not_found: 404,
  method_not_allowed: 405,
  too_many_streams: 503,
  draining: 503,
  storage_unavailable: 503,
  internal: 500,
};

/** Thrown by a resource; becomes the answer. */
export class ApiFailure extends Error {
  readonly code: ApiErrorCode;

  constructor(code: ApiErrorCode, message: string) {
    super(message);
    this.name = 'ApiFailure';
    this.code = code;
  }
}

export interface ApiErrorAnswer {
  readonly status: number;
  readonly body: ApiError;
}

/** The answer for whatever a resource threw. What is not ours says nothing about its cause: the log has it. */
export function apiErrorAnswer(error: unknown): ApiErrorAnswer {
  if (error instanceof ApiFailure) return errorBody(error.code, error.message);
  if (error instanceof StorageError) {
    return errorBody('storage_unavailable', `The request history cannot be read now: ${error.message}`);
  }
  return errorBody('internal', 'Something went wrong inside Patchbay. The log says what.');
}

function errorBody(code: ApiErrorCode, message: string): ApiErrorAnswer {
  return { status: statuses[code], body: { error: { code, message } } };
}
