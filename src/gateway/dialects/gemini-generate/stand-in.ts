/**
 * Stands in for a signature that a call never had: Gemini 3 refuses (400) a call of the current turn without one.
 * Google names it for histories of other models (https://ai.google.dev/gemini-api/docs/thought-signatures, "transfer
 * history from a different model"), and Gemini CLI writes it for every model. Of the calls of one turn only the first
 * bears a signature.
 */
export const standInSignature = 'skip_thought_signature_validator';

/** The two that Google names, as they are and as clients write them that hold signatures as bytes. */
const standIns: ReadonlySet<string> = new Set(
  [standInSignature, 'context_engineering_is_the_way_to_go'].flatMap((text) => [
    text,
    Buffer.from(text).toString('base64'),
    Buffer.from(text).toString('base64url'),
  ]),
);

/** Whether a client's signature is nobody's state. */
export function isStandIn(signature: string): boolean {
  return standIns.has(signature);
}
