import type { ErrorAnswer } from '../../exchange/errors.ts';
import { factsOf, isContextOverflow, messageOf } from '../error-words.ts';

/**
 * Stands for the number of the event after those that the upstream sent, which is not counted: larger than any,
 * since clients use it for order only.
 */
const lastSequenceNumber = 999_999;

/**
 * How a broken Responses stream ends: `response.failed`, with a response object, as OpenAI ends one. OpenAI's own SDK
 * expects `response.created` first, so one is made when none has gone out.
 */
export function brokenResponse(error: ErrorAnswer, started: boolean): Buffer {
  const base = { id: `resp_${error.requestId}`, object: 'response', created_at: 0, output: [] };
  const failed = {
    ...base,
    status: 'failed',
    error: { code: responseCode(error), message: responseMessage(error) },
    incomplete_details: null,
    usage: null,
    metadata: factsOf(error),
  };
  const number = started ? lastSequenceNumber : 1;
  const last = event({ type: 'response.failed', sequence_number: number, response: failed });
  if (started) return Buffer.from(last);
  const response = { ...base, status: 'in_progress', error: null, incomplete_details: null, usage: null };
  return Buffer.from(event({ type: 'response.created', sequence_number: 0, response }) + last);
}

function event(data: { readonly type: string } & Readonly<Record<string, unknown>>): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
}

/**
 * The code by which Codex decides: it compacts on `context_length_exceeded`, waits for the time in the message on
 * `rate_limit_exceeded`, stops on `insufficient_quota` and `invalid_prompt`, and asks again on anything else.
 */
function responseCode(error: ErrorAnswer): string {
  if (isContextOverflow(error)) return 'context_length_exceeded';
  if (error.status === 402) return 'insufficient_quota';
  if (error.status === 429)
    return error.retryAfterSeconds === undefined ? 'insufficient_quota' : 'rate_limit_exceeded';
  const isFinal =
    error.noRetry === true || (error.status >= 400 && error.status < 500 && error.status !== 408);
  return isFinal ? 'invalid_prompt' : 'server_error';
}

/** Codex reads the seconds to wait out of this sentence. */
function responseMessage(error: ErrorAnswer): string {
  const message = messageOf(error);
  if (error.status !== 429 || error.retryAfterSeconds === undefined) return message;
  return `${message} Please try again in ${error.retryAfterSeconds}s.`;
}
