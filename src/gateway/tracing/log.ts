import type { Clock, Log } from '../exchange/ports.ts';
import type { Redactor } from '../exchange/redact.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

const order: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

export interface LogOptions {
  /** Takes one line without its line end. */
  readonly write: (line: string, level: LogLevel) => void;
  /** Lines below it are not written. */
  readonly level: LogLevel;
  readonly clock: Clock;
  readonly redactor: Redactor;
  /** Without time and level, for a place that shows its own. */
  readonly bare?: boolean;
}

/**
 * A log for people: `2026-10-05T04:38:11.123Z warn  a provider cools down provider=openai until="in 40 s"`.
 * One line each, whatever a message holds; secrets are taken out of messages, names and values.
 */
export function createLog(options: LogOptions): Log {
  const { write, clock, redactor } = options;
  const least = order[options.level];

  function line(
    level: LogLevel,
    message: string,
    fields: Readonly<Record<string, unknown>> | undefined,
  ): void {
    if (order[level] < least) return;
    const stamp = options.bare === true ? '' : `${new Date(clock.now()).toISOString()} ${level.padEnd(5)} `;
    const head = `${stamp}${oneLine(redactor.text(message))}`;
    if (fields === undefined) return write(head, level);
    const pairs = Object.entries(redactor.fields(fields))
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => ` ${oneLine(name)}=${valueText(value)}`);
    write(head + pairs.join(''), level);
  }

  return {
    debug: (message, fields) => line('debug', message, fields),
    info: (message, fields) => line('info', message, fields),
    warn: (message, fields) => line('warn', message, fields),
    error: (message, fields) => line('error', message, fields),
  };
}

/** Quoted when it would be ambiguous otherwise; JSON escapes keep it on one line. */
function valueText(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? typeof value);
  return typeof value !== 'string' || /^[^\s"=\u0000-\u001f\u007f-\u009f\u2028\u2029]+$/.test(text)
    ? oneLine(text)
    : oneLine(JSON.stringify(text));
}

/** A name from outside must not begin a line of its own, or colour the terminal. */
function oneLine(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
