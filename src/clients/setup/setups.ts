import { claudeCodeSetup } from './claude-code-setup.ts';
import { codexSetup } from './codex-setup.ts';
import { geminiCliSetup } from './gemini-cli-setup.ts';
import type { ClientSetup } from './setup.ts';

/**
 * All set-ups, in the order in which they are shown. `url` is the gateway's address without a trailing slash. It brings
 * the parsers with it: import it when somebody asks for it, not at start.
 */
export function clientSetups(url: string): readonly ClientSetup[] {
  return [codexSetup(url), geminiCliSetup(), claudeCodeSetup()];
}
