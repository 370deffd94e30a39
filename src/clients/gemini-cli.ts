import { geminiCliFamily } from './environment.ts';
import { geminiAuthPath, geminiAuthType } from './gemini-auth.ts';
import { exportLines, isDemoOnly, type Recipe, type RecipeInput } from './recipe.ts';

/** Gemini CLI: a setting once (gemini-auth.ts says why), and its environment. */
export function geminiCliRecipe({ url, key, models }: RecipeInput): Recipe {
  const env = geminiCliFamily.variables({ url, key });
  const settings = geminiAuthPath.reduceRight<unknown>((inner, name) => ({ [name]: inner }), geminiAuthType);
  return {
    name: geminiCliFamily.id,
    title: geminiCliFamily.title,
    env,
    steps: [
      {
        text: 'Once, in ~/.gemini/settings.json (merge it with what is there):',
        code: JSON.stringify(settings),
        language: 'json',
      },
      {
        text: 'Run Gemini CLI through Patchbay:',
        code: `${exportLines(env)}\ngemini${isDemoOnly(models) ? ' -m demo' : ''}`,
        language: 'sh',
      },
    ],
  };
}
