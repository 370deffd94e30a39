import { codexProviderId, codexProviderTable } from './codex-provider.ts';
import { codexFamily } from './environment.ts';
import { exportLines, isDemoOnly, type Recipe, type RecipeInput, shellWord } from './recipe.ts';
import { tomlText } from './toml-text.ts';

/** Codex CLI: flags for one run, or lines for its config. It needs a provider table of its own (codex-provider.ts). */
export function codexRecipe({ url, key, models }: RecipeInput): Recipe {
  const table = codexProviderTable(url);
  const model = isDemoOnly(models) ? 'demo' : undefined;
  const flags = [
    ...(model === undefined ? [] : [`-m ${model}`]),
    `-c model_provider=${codexProviderId}`,
    ...table.map(
      ([name, value]) => `-c ${shellWord(`model_providers.${codexProviderId}.${name}=${tomlText(value)}`)}`,
    ),
  ];
  const env = codexFamily.variables({ url, key });
  return {
    name: codexFamily.id,
    title: codexFamily.title,
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
          `model_provider = ${tomlText(codexProviderId)}`,
          '',
          `[model_providers.${codexProviderId}]`,
          ...table.map(([name, value]) => `${name} = ${tomlText(value)}`),
        ].join('\n'),
        language: 'toml',
      },
    ],
  };
}
