import type { ErrorAnswer } from '../../exchange/errors.ts';
import { factsOf, jsonBytes, messageOf } from '../error-words.ts';

/** google.rpc.Code by HTTP status, as its own gateway maps them. */
const statusNames: ReadonlyMap<number, string> = new Map([
  [401, 'UNAUTHENTICATED'],
  [402, 'RESOURCE_EXHAUSTED'],
  [403, 'PERMISSION_DENIED'],
  [404, 'NOT_FOUND'],
  [409, 'ABORTED'],
  [429, 'RESOURCE_EXHAUSTED'],
  [499, 'CANCELLED'],
  [501, 'UNIMPLEMENTED'],
  [502, 'UNAVAILABLE'],
  [503, 'UNAVAILABLE'],
  [504, 'DEADLINE_EXCEEDED'],
]);

/** `{"error": {code, message, status, details}}`; what finds the cause stands in an ErrorInfo, where Google puts such. */
export function geminiErrorBody(error: ErrorAnswer): Buffer {
  const { status } = error;
  const info = {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason: error.code.toUpperCase(),
    domain: 'patchbay',
    metadata: factsOf(error),
  };
  const retry =
    error.retryAfterSeconds === undefined
      ? []
      : [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${error.retryAfterSeconds}s` }];
  // Gemini CLI retries a 429 for more than a minute unless it reads this one as a quota that is used up.
  const final =
    status === 429 && error.noRetry === true
      ? [
          {
            '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
            reason: 'QUOTA_EXHAUSTED',
            domain: 'cloudcode-pa.googleapis.com',
          },
        ]
      : [];
  const name = statusNames.get(status) ?? (status >= 500 ? 'INTERNAL' : 'INVALID_ARGUMENT');
  return jsonBytes({
    error: { code: status, message: messageOf(error), status: name, details: [...final, info, ...retry] },
  });
}
