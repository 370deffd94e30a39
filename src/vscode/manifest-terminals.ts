import type { SettingSection } from '../gateway/config/manifest-settings.ts';

/** The extension's own settings, as the manifest has them: which clients new terminals send to the gateway. */
export const terminalSection: SettingSection = {
  title: 'Terminals',
  order: 3,
  properties: {
    'patchbay.terminals.codex': family(
      'PATCHBAY_KEY for Codex CLI, whose config names it (“Patchbay: Set Up a Client”).',
      0,
    ),
    'patchbay.terminals.openaiSdk': family('OPENAI_BASE_URL and OPENAI_API_KEY for OpenAI’s SDKs.', 1),
    'patchbay.terminals.claudeCode': family(
      'ANTHROPIC_BASE_URL and ANTHROPIC_AUTH_TOKEN for Claude Code.',
      2,
    ),
    'patchbay.terminals.geminiCli': family('GOOGLE_GEMINI_BASE_URL and GEMINI_API_KEY for Gemini CLI.', 3),
  },
};

function family(what: string, order: number): Readonly<Record<string, unknown>> {
  return {
    type: 'boolean',
    default: false,
    description: `New terminals get ${what} Only while an enabled provider with a key can answer.`,
    scope: 'application',
    order,
  };
}
