/**
 * Claude Code opens its system prompt with a block of its version and entry point that changes with the session. To
 * Anthropic it is accounting; to anybody else it is noise in front of everything that could be cached.
 */
export function isBillingLine(text: string): boolean {
  return /^x-anthropic-billing-header:[^\n]*\n?$/i.test(text.trimStart());
}
