import type { ErrorAnswer } from '../exchange/errors.ts';

/**
 * The message with what finds its cause: clients show the text alone. Upstream and class are named where they are
 * to blame.
 */
export function messageOf(error: ErrorAnswer): string {
  const facts = [`request ${error.requestId}`];
  if (error.class !== undefined) facts.unshift(`class ${error.class}`);
  if (error.provider !== undefined) facts.unshift(`provider ${error.provider}`);
  return `${error.message} (${facts.join(', ')})`;
}

/** The same as fields, for shapes that have room for more. */
export function factsOf(error: ErrorAnswer): Readonly<Record<string, string>> {
  return {
    request_id: error.requestId,
    ...(error.provider !== undefined && { provider: error.provider }),
    ...(error.class !== undefined && { class: error.class }),
  };
}

/** The prompt did not fit: each client knows it by words of its own, and compacts or stops. */
export function isContextOverflow(error: ErrorAnswer): boolean {
  return error.code === 'context_overflow' || error.code === 'context_length_exceeded';
}

/** JSON of an event or a body. */
export function jsonBytes(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
