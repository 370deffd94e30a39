import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claudeCodeRecipe } from '../../src/clients/claude-code.ts';
import { codexRecipe } from '../../src/clients/codex.ts';
import { geminiCliRecipe } from '../../src/clients/gemini-cli.ts';
import { openaiSdkRecipe } from '../../src/clients/openai-sdk.ts';
import { exportLines, isDemoOnly, type RecipeInput, shellWord } from '../../src/clients/recipe.ts';
import { recipeNamed, recipeNames, recipes } from '../../src/clients/recipes.ts';
import { allDialects } from '../../src/gateway/exchange/dialect.ts';

const demo: RecipeInput = {
  url: 'http://127.0.0.1:4000',
  key: 'pbk-1',
  models: [{ name: 'demo', dialects: allDialects }],
};
const real: RecipeInput = {
  ...demo,
  models: [
    { name: 'claude-sonnet-4-5', dialects: ['anthropic-messages'] },
    { name: 'gpt-5.5', dialects: ['openai-responses', 'openai-chat'] },
  ],
};
const codes = (input: RecipeInput, name: string): string[] =>
  recipeNamed(name, input)?.steps.map((step) => step.code) ?? [];

describe('Codex', () => {
  test('gets a provider table of its own that is not named OpenAI', () => {
    expect(codexRecipe(demo).steps[0]?.code).toBe(
      [
        'export PATCHBAY_KEY=pbk-1',
        `codex -m demo -c model_provider=patchbay -c 'model_providers.patchbay.name="Patchbay"' -c 'model_providers.patchbay.base_url="http://127.0.0.1:4000/v1"' -c 'model_providers.patchbay.wire_api="responses"' -c 'model_providers.patchbay.env_key="PATCHBAY_KEY"'`,
      ].join('\n'),
    );
  });

  test('or the same as a file', () => {
    expect(codexRecipe(real).steps[1]?.code).toBe(
      [
        'model_provider = "patchbay"',
        '',
        '[model_providers.patchbay]',
        'name = "Patchbay"',
        'base_url = "http://127.0.0.1:4000/v1"',
        'wire_api = "responses"',
        'env_key = "PATCHBAY_KEY"',
      ].join('\n'),
    );
  });
});

describe('Claude Code', () => {
  test('gets the address without /v1 and the key as a token', () => {
    expect(claudeCodeRecipe(real).env).toEqual({
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:4000',
      ANTHROPIC_AUTH_TOKEN: 'pbk-1',
    });
  });

  test('asks for demo, in the background too, while there is nothing else', () => {
    expect(claudeCodeRecipe(demo).env).toMatchObject({
      ANTHROPIC_MODEL: 'demo',
      ANTHROPIC_DEFAULT_HAIKU_MODEL: 'demo',
    });
  });
});

test('Gemini CLI gets the setting without which it refuses to start', () => {
  const recipe = geminiCliRecipe(demo);
  expect(JSON.parse(recipe.steps[0]?.code ?? '')).toEqual({
    security: { auth: { selectedType: 'gemini-api-key' } },
  });
  expect(recipe.env).toEqual({ GOOGLE_GEMINI_BASE_URL: 'http://127.0.0.1:4000', GEMINI_API_KEY: 'pbk-1' });
  expect(recipe.steps[1]?.code).toContain('gemini -m demo');
  expect(geminiCliRecipe(real).steps[1]?.code.endsWith('\ngemini')).toBe(true);
});

describe('curl', () => {
  test('has a request for every dialect that the demo speaks, and the key only in its variable', () => {
    const [first, ...rest] = codes(demo, 'curl');
    expect(first).toBe('export PATCHBAY_KEY=pbk-1');
    expect(rest).toHaveLength(4);
    expect(rest.join('\n')).not.toContain('pbk-1');
    expect(rest[0]).toBe(
      `curl http://127.0.0.1:4000/v1/chat/completions -H "authorization: Bearer $PATCHBAY_KEY" -H 'content-type: application/json' -d '{"model":"demo","messages":[{"role":"user","content":"Say hello."}]}'`,
    );
    expect(rest[3]).toContain('/v1beta/models/demo:generateContent');
  });

  test('names for each dialect a model that speaks it, and leaves out what nobody speaks', () => {
    const rest = codes(real, 'curl').slice(1);
    expect(rest).toHaveLength(3);
    expect(rest[1]).toContain('"model":"gpt-5.5"');
    expect(rest[2]).toContain('"model":"claude-sonnet-4-5"');
  });
});

test('the OpenAI SDK gets an address with /v1 and a chat model', () => {
  const recipe = openaiSdkRecipe(real);
  expect(recipe.env).toEqual({ OPENAI_BASE_URL: 'http://127.0.0.1:4000/v1', OPENAI_API_KEY: 'pbk-1' });
  expect(recipe.steps[1]?.code).toContain('model: "gpt-5.5"');
});

test('the demo is all there is when only its models are listed, with or without the provider’s name', () => {
  const list = (...names: string[]) => names.map((name) => ({ name, dialects: allDialects }));
  expect(isDemoOnly(list('demo', 'demo/demo'))).toBe(true);
  expect(isDemoOnly(list('demo', 'gpt-5.5'))).toBe(false);
  expect(isDemoOnly([])).toBe(false);
});

test('recipes are found by name', () => {
  expect(recipeNames).toEqual(['curl', 'codex', 'claude-code', 'gemini-cli', 'openai-sdk']);
  expect(recipeNamed('other', demo)).toBeUndefined();
  expect(recipes(demo).every((recipe) => recipe.steps.length > 0)).toBe(true);
});

describe('a shell', () => {
  const printed = (script: string): string => execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' });

  test('reads every word as it was meant', () => {
    const texts = fc.array(
      fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\u0000', '').toWellFormed()),
      {
        minLength: 1,
        maxLength: 20,
      },
    );
    fc.assert(
      fc.property(texts, (words) => {
        const script = words.map((word) => `printf '%s\\1' ${shellWord(word)}`).join('\n');
        const expected = words.map((word) => `${word}\u0001`).join('');
        expect(printed(script)).toBe(expected);
      }),
      { numRuns: 15 },
    );
  });

  test('has the environment after the export lines, whatever is in the key', () => {
    const env = { PATCHBAY_KEY: `a'b"c$(id) \\ d` };
    expect(printed(`${exportLines(env)}\nprintf %s "$PATCHBAY_KEY"`)).toBe(env.PATCHBAY_KEY);
  });
});
