/** A proxy's sign-in, a provider's notice of maintenance: not what an API answers. */
export function isPage(body: Buffer): boolean {
  return /^(?:\xef\xbb\xbf)?\s*</.test(body.toString('latin1', 0, 200));
}

/** Some providers answer 200 with an error in the body (OpenRouter, when its own upstream failed). */
export function isErrorBody(body: Buffer): boolean {
  return /^\s*\{\s*"error"\s*:\s*[{"]/.test(body.toString('latin1', 0, 200));
}
