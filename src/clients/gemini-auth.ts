/**
 * The setting without which Gemini CLI does not start with a base address of its own: it picks an authentication that
 * it then refuses ("Invalid auth method selected", exit 41).
 */
export const geminiAuthPath: readonly string[] = ['security', 'auth', 'selectedType'];
export const geminiAuthType = 'gemini-api-key';
