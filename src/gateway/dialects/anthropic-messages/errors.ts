import type { ErrorAnswer } from '../../exchange/errors.ts';
import { factsOf, isContextOverflow, jsonBytes, messageOf } from '../error-words.ts';

const types: ReadonlyMap<number, string> = new Map([
  [401, 'authentication_error'],
  [402, 'billing_error'],
  [403, 'permission_error'],
  [404, 'not_found_error'],
  [413, 'request_too_large'],
  [429, 'rate_limit_error'],
  [502, 'api_error'],
  [503, 'overloaded_error'],
  [504, 'timeout_error'],
  [529, 'overloaded_error'],
]);

/** `{"type": "error", "error": {type, message}, "request_id"}`. */
export function messageErrorBody(error: ErrorAnswer): Buffer {
  return jsonBytes(shape(error, typeOf(error)));
}

/**
 * How a broken Messages stream ends. Claude Code asks again after an `overloaded_error`, so what another try may mend is
 * called that; the client's own mistakes and limits keep their names.
 */
export function brokenMessage(error: ErrorAnswer): Buffer {
  const type = error.status >= 501 && error.noRetry !== true ? 'overloaded_error' : typeOf(error);
  return Buffer.from(`event: error\ndata: ${JSON.stringify(shape(error, type))}\n\n`);
}

function shape(error: ErrorAnswer, type: string): Readonly<Record<string, unknown>> {
  const message = messageOf(error);
  // Claude Code compacts on these words.
  const text =
    isContextOverflow(error) && !/prompt is too long/i.test(message)
      ? `prompt is too long: ${message}`
      : message;
  const { request_id, ...facts } = factsOf(error);
  return { type: 'error', error: { type, message: text, code: error.code, ...facts }, request_id };
}

function typeOf({ status }: ErrorAnswer): string {
  return types.get(status) ?? (status >= 500 ? 'api_error' : 'invalid_request_error');
}
