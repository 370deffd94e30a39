import type { Failure } from '../exchange/failure.ts';

/**
 * How vendors say that they cannot read the reasoning state in a request: Anthropic "Invalid `signature` in `thinking`
 * block", "Expected `thinking` or `redacted_thinking`"; OpenAI "The encrypted content … could not be verified", "Item of
 * type reasoning was provided without its required following item"; Google "missing a thought_signature".
 */
const words =
  /invalid.{0,30}signature|signature.{0,40}(invalid|thinking)|thought_?signature|encrypted.?content|expected.{0,20}thinking|thinking.{0,40}cannot be modified|item of type .?reasoning/i;

/** Whether a provider refused a request for its opaque state: then the same provider may take it without. */
export function isStateRefusal({ class: kind, status, message, code }: Failure): boolean {
  if (kind !== 'client' || (status !== 400 && status !== 404 && status !== 422)) return false;
  return words.test(message) || words.test(code);
}
