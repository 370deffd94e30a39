import { openaiSdkFamily } from './environment.ts';
import { exportLines, modelFor, type Recipe, type RecipeInput } from './recipe.ts';

/** OpenAI's SDKs, by their environment, and a program to try it with. */
export function openaiSdkRecipe({ url, key, models }: RecipeInput): Recipe {
  const env = openaiSdkFamily.variables({ url, key });
  const model = modelFor(models, 'openai-chat') ?? models[0]?.name ?? 'MODEL';
  return {
    name: openaiSdkFamily.id,
    title: openaiSdkFamily.title,
    env,
    steps: [
      { text: 'The environment:', code: exportLines(env), language: 'sh' },
      {
        text: 'A program (npm install openai):',
        code: [
          "import OpenAI from 'openai';",
          'const answer = await new OpenAI().chat.completions.create({',
          `  model: ${JSON.stringify(model)},`,
          "  messages: [{ role: 'user', content: 'Say hello.' }],",
          '});',
          'console.log(answer.choices[0].message.content);',
        ].join('\n'),
        language: 'javascript',
      },
    ],
  };
}
