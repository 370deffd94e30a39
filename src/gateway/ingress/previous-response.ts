import type { KeptResponse, ResponseBook } from '../conversations/response-book.ts';
import { hasKeyBytes, scanBody } from '../dialects/body-scan.ts';
import { fieldsOf, listOf, parseJson } from '../dialects/json-value.ts';

/** What a Responses request says of the response that it goes on from. */
export type Previous =
  | { readonly kind: 'none' }
  /** Nobody here has seen it: the provider may know it. */
  | { readonly kind: 'unknown'; readonly id: string }
  | { readonly kind: 'known'; readonly id: string; readonly kept: KeptResponse }
  /** It belongs to another client key. */
  | { readonly kind: 'foreign'; readonly id: string };

/** Reads `previous_response_id` of a body without parsing it. */
export function previousOf(body: Buffer, client: string, book: ResponseBook): Previous {
  if (!hasKeyBytes(body, 'previous_response_id')) return { kind: 'none' };
  const scan = scanBody(body, ['previous_response_id'], 'whole');
  const id = scan.ok ? scan.members.previous_response_id?.value : undefined;
  if (typeof id !== 'string' || id === '') return { kind: 'none' };
  const kept = book.get(id);
  if (kept === undefined) return { kind: 'unknown', id };
  return kept.client === client ? { kind: 'known', id, kept } : { kind: 'foreign', id };
}

/**
 * The body with the items of the response before it in its input, for a provider that does not know that response.
 * Undefined when the items were not kept.
 */
export function withItems(body: Buffer, kept: KeptResponse): Buffer | undefined {
  const fields = fieldsOf(parseJson(body.toString('utf8')));
  if (fields === undefined || kept.items === undefined) return undefined;
  const { previous_response_id: _, input, ...rest } = fields;
  return Buffer.from(JSON.stringify({ ...rest, input: [...kept.items(), ...inputItems(input)] }));
}

/** A text is one message of the user. */
export function inputItems(input: unknown): readonly unknown[] {
  return typeof input === 'string' ? [{ type: 'message', role: 'user', content: input }] : listOf(input);
}

/** Whether the client wants to come back to the response: OpenAI keeps one unless it is told not to. */
export function wantsStored(body: Buffer): boolean {
  const scan = scanBody(body, ['store'], 'early');
  return !scan.ok || scan.members.store?.value !== false;
}
