import type { Dialect } from '../gateway/exchange/dialect.ts';
import { keyVariable } from './environment.ts';
import {
  exportLines,
  modelFor,
  type Recipe,
  type RecipeInput,
  type RecipeStep,
  shellWord,
} from './recipe.ts';

const greeting = 'Say hello.';

/** One request in a dialect: path, headers beside the key, and the body. */
interface Sample {
  readonly dialect: Dialect;
  readonly title: string;
  path(model: string): string;
  readonly headers: readonly string[];
  body(model: string): object;
}

const samples: readonly Sample[] = [
  {
    dialect: 'openai-chat',
    title: 'OpenAI Chat Completions',
    path: () => '/v1/chat/completions',
    headers: [],
    body: (model) => ({ model, messages: [{ role: 'user', content: greeting }] }),
  },
  {
    dialect: 'openai-responses',
    title: 'OpenAI Responses',
    path: () => '/v1/responses',
    headers: [],
    body: (model) => ({ model, input: greeting }),
  },
  {
    dialect: 'anthropic-messages',
    title: 'Anthropic Messages',
    path: () => '/v1/messages',
    headers: ['anthropic-version: 2023-06-01'],
    body: (model) => ({ model, max_tokens: 256, messages: [{ role: 'user', content: greeting }] }),
  },
  {
    dialect: 'gemini-generate',
    title: 'Gemini generateContent',
    path: (model) => `/v1beta/models/${model.split('/').map(encodeURIComponent).join('/')}:generateContent`,
    headers: [],
    body: () => ({ contents: [{ role: 'user', parts: [{ text: greeting }] }] }),
  },
];

/** curl, one command for each dialect that somebody answers; for all of them while no model is known. */
export function curlRecipe({ url, key, models }: RecipeInput): Recipe {
  const env = { [keyVariable]: key };
  const steps = samples.flatMap((sample): RecipeStep[] => {
    const model = models.length === 0 ? 'MODEL' : modelFor(models, sample.dialect);
    if (model === undefined) return [];
    const headers = ['content-type: application/json', ...sample.headers].map(
      (header) => `-H ${shellWord(header)}`,
    );
    const code = [
      `curl ${shellWord(url + sample.path(model))}`,
      // The shell fills the key in, so that these lines can be shown to others.
      `-H "authorization: Bearer $${keyVariable}"`,
      ...headers,
      `-d ${shellWord(JSON.stringify(sample.body(model)))}`,
    ].join(' ');
    return [{ text: `${sample.title}:`, code, language: 'sh' }];
  });
  return {
    name: 'curl',
    title: 'curl',
    env,
    steps: [{ text: 'The key, once per terminal:', code: exportLines(env), language: 'sh' }, ...steps],
  };
}
