import type { Recipe, RecipeModel } from '../clients/recipe.ts';
import type { Config } from '../gateway/config/config.ts';

/**
 * The models of a config, as recipes want them: those that its providers list, in the config's order, and then for
 * providers whose lists are still to be discovered a place to fill in.
 */
export function modelsOf(config: Config): RecipeModel[] {
  const enabled = config.providers.filter((provider) => provider.enabled);
  const listed = enabled.flatMap(({ models, endpoints }) =>
    (models ?? []).filter((name) => name !== '*').map((name) => ({ name, dialects: [...endpoints.keys()] })),
  );
  const open = enabled
    .filter(({ models }) => models === undefined || models.includes('*'))
    .map(({ id, endpoints }) => ({ name: `${id}/MODEL`, dialects: [...endpoints.keys()] }));
  return [...listed, ...open];
}

/** Recipes as text for a terminal: a heading for each program, every step with its lines to paste. */
export function recipeText(recipes: readonly Recipe[]): string {
  return recipes
    .map(({ title, steps }) => {
      const texts = steps.map(({ text, code }) => `${text}\n\n${indented(code)}\n`);
      return `── ${title} ──\n${texts.join('\n')}`;
    })
    .join('\n');
}

/** Two spaces, so that the lines stand out and still paste. */
function indented(code: string): string {
  return code
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
}
