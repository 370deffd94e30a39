import { exportLines, isDemoOnly, type Recipe, type RecipeInput, shellWord } from './recipe.ts';

/**
 * Codex CLI. It needs a provider table of its own: `OPENAI_BASE_URL` is ignored, and a provider with the name
 * "OpenAI" is spoken to like the vendor (zstd bodies, WebSocket first). Only `wire_api = "responses"` is left.
 */
export function codexRecipe({ url, key, models }: RecipeInput): Recipe {
  const table: readonly (readonly [string, string])[] = [
    ['name', 'Patchbay'],
    ['base_url', `${url}/v1`],
    ['wire_api', 'responses'],
    ['env_key', 'PATCHBAY_KEY'],
  ];
  const model = isDemoOnly(models) ? 'demo' : undefined;
  const flags = [
    ...(model === undefined ? [] : [`-m ${model}`]),
    '-c model_provider=patchbay',
    ...table.map(([name, value]) => `-c ${shellWord(`model_providers.patchbay.${name}=${tomlText(value)}`)}`),
  ];
  const env = { PATCHBAY_KEY: key };
  return {
    name: 'codex',
    title: 'Codex CLI',
    env,
    steps: [
      {
        text: 'Run Codex through Patchbay, once:',
        code: `${exportLines(env)}\ncodex ${flags.join(' ')}`,
        language: 'sh',
      },
      {
        text: 'Or for good, in ~/.codex/config.toml (with PATCHBAY_KEY in the environment):',
        code: [
          ...(model === undefined ? [] : [`model = ${tomlText(model)}`]),
          'model_provider = "patchbay"',
          '',
          '[model_providers.patchbay]',
          ...table.map(([name, value]) => `${name} = ${tomlText(value)}`),
        ].join('\n'),
        language: 'toml',
      },
    ],
  };
}

/** A basic string of TOML 1.0: JSON's escapes are among its own; DEL must be escaped as well. */
function tomlText(value: string): string {
  return JSON.stringify(value).replaceAll('\u007f', '\\u007F');
}
