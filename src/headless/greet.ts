import { recipes } from '../clients/recipes.ts';
import type { HostSecrets } from '../machine/host-secrets.ts';
import type { Paths } from '../machine/paths.ts';
import { localUrl } from '../machine/probe.ts';
import type { LoadedConfig } from './config-file.ts';
import type { Console } from './console.ts';
import { version } from './version.ts';
import { modelsOf, recipeText } from './welcome.ts';

export interface Greeting {
  readonly paths: Paths;
  readonly loaded: LoadedConfig;
  readonly secrets: HostSecrets;
  readonly url: string;
  /** Print the clients' lines, too. */
  readonly welcome: boolean;
}

/** What a person who started it wants to know. The made key is shown here and nowhere else. */
export function greet(console: Console, { paths, loaded, secrets, url, welcome }: Greeting): void {
  const { local } = secrets;
  console.err(`Patchbay ${version()} listens at ${url}`);
  console.err(
    loaded.state.kind === 'gone'
      ? `Config: none at ${paths.configFile}; the built-in demo answers`
      : `Config: ${paths.configFile}`,
  );
  if (local?.file !== undefined) console.err(`Key: ${local.key} (kept in ${local.file})`);
  else if (local !== undefined) console.err('Key: the one in PATCHBAY_KEY');
  if (!welcome) return;
  const key = local?.key ?? secrets.secrets.clients.values().next().value;
  if (key === undefined) return;
  const input = { url: localUrl(url), key, models: modelsOf(loaded.config) };
  console.err(`\n${recipeText(recipes(input).filter(({ name }) => name !== 'openai-sdk'))}`);
}
