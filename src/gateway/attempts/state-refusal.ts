import type { Failure } from '../exchange/failure.ts';

/**
 * How vendors say that they cannot read the reasoning state in a request: Anthropic "Invalid `signature` in `thinking`
 * block", "Expected `thinking` or `redacted_thinking`", "`thinking` or `redacted_thinking` blocks in the latest assistant
 * message cannot be modified"; OpenAI "The encrypted content … could not be verified", "Item 'rs_…' of type 'reasoning'
 * was provided without its required following item", "Item with id 'rs_…' not found"; Google "missing a
 * thought_signature", "Thought signature is not valid".
 */
const words =
  /invalid.{0,30}signature|signature.{0,40}(invalid|thinking)|thought[_ ]?signature|encrypted.?content|expected.{0,20}thinking|thinking.{0,60}cannot be modified|item .{0,80}of type .?reasoning|required .?reasoning.? item|item with id .?rs_/i;

/** Whether a provider refused a request for its opaque state: then the same provider may take it without. */
export function isStateRefusal({ class: kind, status, message, code }: Failure): boolean {
  if (kind !== 'client' || (status !== 400 && status !== 404 && status !== 422)) return false;
  return words.test(message) || words.test(code);
}
