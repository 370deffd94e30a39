import type { Failure } from '../exchange/failure.ts';
import type { Timeouts } from '../exchange/provider.ts';

/** Why nothing more is waited for. `begun`: a byte of the answer had come. */
export function lateFailure(timeouts: Timeouts, streams: boolean, begun: boolean): Failure {
  const [code, waited] = !streams
    ? ['total_timeout', timeouts.totalMs]
    : begun
      ? ['idle_timeout', timeouts.idleMs]
      : ['first_byte_timeout', timeouts.firstByteMs];
  return { class: 'transport', code, message: `No byte came for ${Math.round(waited / 1000)} s.` };
}

/** Why a stream that has begun is given up before it said anything: the model is too busy for it. */
export function slowFailure(ms: number): Failure {
  const message = `The stream began, and no output came for ${Math.round(ms / 1000)} s.`;
  return { class: 'overload', code: 'output_timeout', message };
}
