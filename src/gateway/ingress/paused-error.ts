import { type ErrorAnswer, errorAnswer } from '../exchange/errors.ts';

/** What a model request gets while routing is paused: asking again by itself would only be refused again. */
export function pausedError(id: string): ErrorAnswer {
  return errorAnswer('routing_paused', id, {}, { noRetry: true });
}
