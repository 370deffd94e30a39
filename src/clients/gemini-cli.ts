import { exportLines, isDemoOnly, type Recipe, type RecipeInput } from './recipe.ts';

/**
 * Gemini CLI. With a base address and no settings it picks an authentication of its own that it then refuses
 * ("Invalid auth method selected", exit 41), so the settings must name the key.
 */
export function geminiCliRecipe({ url, key, models }: RecipeInput): Recipe {
  const env = { GOOGLE_GEMINI_BASE_URL: url, GEMINI_API_KEY: key };
  return {
    name: 'gemini-cli',
    title: 'Gemini CLI',
    env,
    steps: [
      {
        text: 'Once, in ~/.gemini/settings.json (merge it with what is there):',
        code: '{"security":{"auth":{"selectedType":"gemini-api-key"}}}',
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
