import type { ServerResponse } from 'node:http';
import type { Run } from '../attempts/run.ts';
import type { RunningRuns } from './running-runs.ts';

/**
 * Ties a run to its client's connection and starts it. It counts as running until the client has the whole answer,
 * not only until the provider is through: a slow reader would lose what the gateway still holds when it shuts down.
 */
export function startRun(run: Run, response: ServerResponse, running: RunningRuns): void {
  // A client may have left while its body was decoded; then `close` does not come any more.
  if (response.destroyed) return run.clientGone();
  const slot = running.add(run);
  response.on('drain', () => run.drained());
  response.on('close', () => {
    running.delete(slot);
    if (!response.writableFinished) run.clientGone();
  });
  run.start();
}
