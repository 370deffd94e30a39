import { exportLines, modelFor, type Recipe, type RecipeInput } from './recipe.ts';

/** OpenAI's SDKs (JavaScript, Python and what is built on them) read both variables. */
export function openaiSdkRecipe({ url, key, models }: RecipeInput): Recipe {
  const env = { OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: key };
  const model = modelFor(models, 'openai-chat') ?? models[0]?.name ?? 'MODEL';
  return {
    name: 'openai-sdk',
    title: 'OpenAI SDK',
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
