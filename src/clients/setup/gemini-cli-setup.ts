import { geminiCliFamily } from '../environment.ts';
import { geminiAuthPath, geminiAuthType } from '../gemini-auth.ts';
import { joinPath } from './config-path.ts';
import { jsonChange } from './json/json-change.ts';
import type { ClientSetup } from './setup.ts';

/** Gemini CLI: address and key are in the environment, but it must be told to use the key (gemini-auth.ts). */
export function geminiCliSetup(): ClientSetup {
  return {
    id: geminiCliFamily.id,
    title: geminiCliFamily.title,
    summary:
      'Gemini CLI finds Patchbay by its environment, but does not start with an address of its own until its settings say that it signs in with a key.',
    changes: [
      jsonChange({
        id: 'api-key',
        title: 'Sign in with the key from the environment',
        why: 'With another way to sign in, or none chosen, Gemini CLI ends at once with "Invalid auth method selected" (exit 41) when its address is Patchbay; a way chosen before comes back when you undo this.',
        isOnByDefault: true,
        path: geminiAuthPath,
        value: geminiAuthType,
      }),
    ],
    file: (env, home, platform) => {
      // Stands for the home folder, not for the folder of settings inside it.
      const own = env.GEMINI_CLI_HOME;
      return joinPath(platform, own === undefined || own === '' ? home : own, '.gemini', 'settings.json');
    },
  };
}
