import { claudeCodeFamily } from './environment.ts';
import { exportLines, isDemoOnly, type Recipe, type RecipeInput } from './recipe.ts';

/** Claude Code, by its environment alone. With the demo alone every model it may ask for is named. */
export function claudeCodeRecipe({ url, key, models }: RecipeInput): Recipe {
  const env = {
    ...claudeCodeFamily.variables({ url, key }),
    ...(isDemoOnly(models) && { ANTHROPIC_MODEL: 'demo', ANTHROPIC_DEFAULT_HAIKU_MODEL: 'demo' }),
  };
  return {
    name: claudeCodeFamily.id,
    title: claudeCodeFamily.title,
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
