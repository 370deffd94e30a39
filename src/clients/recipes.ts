import { claudeCodeRecipe } from './claude-code.ts';
import { codexRecipe } from './codex.ts';
import { curlRecipe } from './curl.ts';
import { geminiCliRecipe } from './gemini-cli.ts';
import { openaiSdkRecipe } from './openai-sdk.ts';
import type { Recipe, RecipeInput } from './recipe.ts';

/** All recipes, in the order in which they are shown. */
export function recipes(input: RecipeInput): readonly Recipe[] {
  return [
    curlRecipe(input),
    codexRecipe(input),
    claudeCodeRecipe(input),
    geminiCliRecipe(input),
    openaiSdkRecipe(input),
  ];
}

/** The recipe with this name (`codex`, `claude-code`, …); undefined when there is none. */
export function recipeNamed(name: string, input: RecipeInput): Recipe | undefined {
  return recipes(input).find((recipe) => recipe.name === name);
}

/** The names that `recipeNamed` knows. */
export const recipeNames: readonly string[] = recipes({ url: '', key: '', models: [] }).map(
  ({ name }) => name,
);
