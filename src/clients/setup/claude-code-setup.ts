import { claudeCodeFamily } from '../environment.ts';
import type { ClientSetup } from './setup.ts';

/** Claude Code is listed so that nobody looks for it in vain. */
export function claudeCodeSetup(): ClientSetup {
  return {
    id: claudeCodeFamily.id,
    title: claudeCodeFamily.title,
    summary:
      'Nothing to change: Claude Code takes the address and the key from the environment, which the terminals of Patchbay have.',
    changes: [],
  };
}
