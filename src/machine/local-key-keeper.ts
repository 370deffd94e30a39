import type { Config } from '../gateway/config/config.ts';
import { localClients } from '../gateway/config/load.ts';
import type { LocalKeyKeeper, Random } from '../gateway/exchange/ports.ts';
import { forgetFormerLocalKey, formerLocalKey, rotateLocalKey } from './local-key.ts';
import { reasonOf } from './outcome.ts';

export interface LocalKeyKeeperDeps {
  readonly dataDir: string;
  /** Where `PATCHBAY_KEY` may be. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly random: Random;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The config in force. */
  readonly config: () => Config;
  /** The keys on the disk have changed: the host pushes its secrets again. */
  readonly changed: () => void;
}

/** The key of the client `local` in the data directory, as the control API may change it. */
export function createLocalKeyKeeper(deps: LocalKeyKeeperDeps): LocalKeyKeeper {
  const { dataDir, env, random, now, changed } = deps;
  const isOurs = (): boolean => deps.config().clients === localClients;
  return {
    rotate() {
      if (!isOurs()) return undefined;
      const rotated = rotateLocalKey(dataDir, env, random, now());
      if (!rotated.ok) return { ok: false, message: rotated.stop.lines.join(' ') };
      changed();
      const until = formerLocalKey(dataDir, now())?.until;
      return { ok: true, ...(until !== undefined && { formerUntil: until }) };
    },
    revokeFormer() {
      if (!isOurs()) return undefined;
      try {
        forgetFormerLocalKey(dataDir);
      } catch (error) {
        return { ok: false, message: `The old key could not be removed (${reasonOf(error)}).` };
      }
      changed();
      return { ok: true };
    },
  };
}
