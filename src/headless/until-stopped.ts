import { systemClock } from '../gateway/exchange/system-clock.ts';
import type { Gateway } from '../gateway/gateway-contract.ts';
import { type ExitCode, exitCode, reasonOf } from '../machine/outcome.ts';
import type { HotConfig } from './hot-config.ts';
import { createShutdown } from './shutdown.ts';

/** After the streams have ended, this long until the database must be closed; then the process ends all the same. */
const closeMs = 10_000;

/** What has to be ended. */
export interface Running {
  readonly hot: HotConfig;
  readonly gateway: Gateway;
  readonly closeAll: () => Promise<void>;
  readonly drainSeconds: number;
  readonly tell: (line: string) => void;
  readonly fail: (line: string) => void;
  /** Takes the announcement back. */
  readonly leave: () => void;
}

/** Waits for the signal that ends the gateway, and ends it in order. */
export function untilStopped(running: Running): Promise<ExitCode> {
  const { hot, gateway, closeAll, drainSeconds, tell, fail, leave } = running;
  return new Promise((resolve) => {
    const end = async (): Promise<void> => {
      hot.close();
      await gateway.drain(drainSeconds);
      const guard = setTimeout(() => {
        fail('closing took too long; the last rows of the request history may be missing');
        process.exit(exitCode.failed);
      }, closeMs);
      await closeAll();
      clearTimeout(guard);
      leave();
    };
    const shutdown = createShutdown({
      clock: systemClock,
      begin: (signal) => {
        tell(
          `${signal}: no new requests; running answers get up to ${drainSeconds} s. Once more ends at once.`,
        );
        end().then(
          () => resolve(exitCode.ok),
          (error: unknown) => {
            fail(`closing failed: ${reasonOf(error)}`);
            resolve(exitCode.failed);
          },
        );
      },
      exit: (code) => {
        leave();
        process.exit(code);
      },
    });
    process.on('uncaughtException', (error) => {
      // The state is not to be trusted any more; said through the log, because a stack may quote a secret.
      fail(`Patchbay ends because of a mistake of its own: ${error.stack ?? error.message}`);
      leave();
      process.exit(exitCode.failed);
    });
    process.on('SIGTERM', shutdown);
    process.on('SIGINT', shutdown);
    if (process.platform !== 'win32') process.on('SIGHUP', () => hot.reload());
  });
}
