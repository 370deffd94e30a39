import type { Log } from '../gateway/exchange/ports.ts';
import type { Redactor } from '../gateway/exchange/redact.ts';
import { systemClock } from '../gateway/exchange/system-clock.ts';
import { createLog } from '../gateway/tracing/log.ts';
import type { FromThread } from './protocol.ts';

/** A log whose lines, redacted, go to the main thread; the editor's channel adds time and level. */
export function createThreadLog(redactor: Redactor, tell: (message: FromThread) => void): Log {
  return createLog({
    write: (text, level) => tell({ kind: 'log', level, text }),
    level: 'debug',
    clock: systemClock,
    redactor,
    bare: true,
  });
}
