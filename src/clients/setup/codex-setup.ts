import { codexProviderId, codexProviderTable } from '../codex-provider.ts';
import { codexFamily } from '../environment.ts';
import { joinPath } from './config-path.ts';
import type { ClientSetup } from './setup.ts';
import { tomlChange } from './toml/toml-change.ts';

/**
 * Codex CLI: a provider table and the choice of it, since Codex ignores `OPENAI_BASE_URL`. The key is not written: the
 * table names the variable that Patchbay's terminals have.
 */
export function codexSetup(url: string): ClientSetup {
  const table = ['model_providers', codexProviderId];
  return {
    id: codexFamily.id,
    title: codexFamily.title,
    summary:
      'Codex takes no address from the environment, so its config must name Patchbay as a provider. The key stays in the environment.',
    changes: [
      tomlChange({
        id: 'provider',
        title: 'Use Patchbay as the provider',
        why: 'Codex then sends its requests to Patchbay, in every terminal that has PATCHBAY_KEY; a different provider chosen before comes back when you undo this.',
        isOnByDefault: true,
        values: [
          { path: ['model_provider'], value: codexProviderId },
          ...codexProviderTable(url).map(([name, value]) => ({ path: [...table, name], value })),
        ],
        // Codex refuses its whole config for a provider without a name, and for a profile that names a missing one.
        wholeTable: {
          path: table,
          isNeeded: ({ entries }) =>
            entries.some(
              ({ path, scalar }) =>
                path.length > 1 && path.at(-1) === 'model_provider' && scalar === codexProviderId,
            ),
        },
      }),
      tomlChange({
        id: 'own-process',
        title: 'Let each terminal run its own Codex',
        why: 'Otherwise one background process speaks for the Codex of all terminals, with the environment of the first one, so Patchbay cannot tell them apart and a new key does not reach it.',
        isOnByDefault: true,
        values: [{ path: ['features', 'daemon_auto_start'], value: false }],
      }),
    ],
    file: (env, home, platform) => {
      const own = env.CODEX_HOME;
      // Codex takes an empty variable for none.
      const folder = own === undefined || own === '' ? joinPath(platform, home, '.codex') : own;
      return joinPath(platform, folder, 'config.toml');
    },
  };
}
