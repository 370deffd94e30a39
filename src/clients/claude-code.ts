import { exportLines, isDemoOnly, type Recipe, type RecipeInput } from './recipe.ts';

/**
 * Claude Code. The base address goes without `/v1`. `ANTHROPIC_AUTH_TOKEN` and not `ANTHROPIC_API_KEY`: for the
 * latter interactive sessions ask for approval first. With the demo alone every model it may ask for is named.
 */
export function claudeCodeRecipe({ url, key, models }: RecipeInput): Recipe {
  const env = {
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_AUTH_TOKEN: key,
    ...(isDemoOnly(models) && { ANTHROPIC_MODEL: 'demo', ANTHROPIC_DEFAULT_HAIKU_MODEL: 'demo' }),
  };
  return {
    name: 'claude-code',
    title: 'Claude Code',
    env,
    steps: [
      { text: 'Run Claude Code through Patchbay:', code: `${exportLines(env)}\nclaude`, language: 'sh' },
      {
        text: 'Or for good, in ~/.claude/settings.json:',
        code: JSON.stringify({ env }, null, 2),
        language: 'json',
      },
    ],
  };
}
