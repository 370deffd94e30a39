import { isAbsolute, join, resolve } from 'node:path';
import type { SecretRef } from '../exchange/provider.ts';

/** What a host knows beside the text of the config. */
export interface Situation {
  /** From the command line; wins over `listen.host`. */
  readonly host?: string;
  /** From the command line; wins over `listen.port`. */
  readonly port?: number;
  /** Directory at which relative paths start; absent: paths stay as they are. */
  readonly directory?: string;
  /** Home directory for `~/`. */
  readonly home?: string;
}

/** An absolute path where the situation allows one. */
export function pathIn(situation: Situation, path: string): string {
  if (situation.home !== undefined && (path === '~' || path.startsWith('~/'))) {
    return join(situation.home, path.slice(1));
  }
  if (isAbsolute(path) || situation.directory === undefined) return path;
  return resolve(situation.directory, path);
}

/** The reference with its file path made absolute. */
export function secretRefIn(situation: Situation, ref: SecretRef): SecretRef {
  return 'file' in ref ? { file: pathIn(situation, ref.file) } : ref;
}

/** The config's value with the command line's host and port put in. */
export function withOverrides(value: unknown, situation: Situation): unknown {
  if (situation.host === undefined && situation.port === undefined) return value;
  if (!isRecord(value)) return value;
  const listen = value.listen ?? {};
  if (!isRecord(listen)) return value;
  return {
    ...value,
    listen: {
      ...listen,
      ...(situation.host !== undefined && { host: situation.host }),
      ...(situation.port !== undefined && { port: situation.port }),
    },
  };
}

/** Whether a value is an object with keys. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
