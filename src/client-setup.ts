import { applySetup } from './clients/setup/apply.ts';
import { readConfigText } from './clients/setup/config-text.ts';
import { nodeFiles } from './clients/setup/node-files.ts';
import { appliedChanges, planSetup } from './clients/setup/plan.ts';
import { clientSetups } from './clients/setup/setups.ts';
import { applyUndo, readUndoPlan } from './clients/setup/undo.ts';

/**
 * The entry of a bundle of its own: setting a client up needs parsers of TOML and JSON, which the extension loads only
 * when somebody does it.
 */
export const clientSetup = {
  appliedChanges,
  applySetup,
  applyUndo,
  clientSetups,
  nodeFiles,
  planSetup,
  readConfigText,
  readUndoPlan,
} as const;
