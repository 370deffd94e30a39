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
