import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { Config, ListenConfig } from '../gateway/config/config.ts';
import { type ConfigResult, checkConfig, readConfig } from '../gateway/config/load.ts';
import { type Problem, problemText } from '../gateway/config/problem.ts';
import type { Situation } from '../gateway/config/situation.ts';
import { type FileState, readState } from '../gateway/config/watch.ts';
import { knownProviders } from '../gateway/known-providers.ts';
import { exitCode, type Result, reasonOf, stop } from '../machine/outcome.ts';

/** The config file of a run: where it is and what wins over it. */
export interface ConfigFile {
  readonly path: string;
  /** It was named on the command line, so it must be there. */
  readonly named: boolean;
  readonly host?: string;
  readonly port?: number;
}

/** A config that was read, and the state of its file at that moment. */
export interface LoadedConfig {
  readonly config: Config;
  readonly state: FileState;
}

/** Checks the text of a config file. */
export function checkText(file: ConfigFile, text: string): ConfigResult {
  return readConfig(text, knownProviders, situationOf(file));
}

/**
 * Reads the config at the start. A default file that is not there means the built-in demo; everything else that is
 * wrong ends with every problem in a line of its own.
 */
export function loadConfig(file: ConfigFile): Result<LoadedConfig> {
  const state = firstState(file.path);
  if (state.kind === 'unreadable') {
    return stop(exitCode.usage, `${file.path}: the config file cannot be read (${state.reason}).`);
  }
  if (state.kind === 'gone' && file.named) {
    return stop(
      exitCode.usage,
      `${file.path}: there is no such config file. Make it, or leave --config out.`,
    );
  }
  const result =
    state.kind === 'gone' ? checkConfig({}, knownProviders, situationOf(file)) : checkText(file, state.text);
  if (!result.ok) return stop(exitCode.usage, ...problemLines(file.path, result.problems));
  const trouble = tlsProblem(result.config.listen);
  if (trouble !== undefined) return stop(exitCode.usage, ...problemLines(file.path, [trouble]));
  return { ok: true, value: { config: result.config, state } };
}

/** What is printed of a bad config. */
export function problemLines(path: string, problems: readonly Problem[]): string[] {
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  return [`The config ${path} has ${count}:`, ...problems.map(problemText)];
}

function situationOf(file: ConfigFile): Situation {
  return {
    directory: dirname(file.path),
    home: homedir(),
    ...(file.host !== undefined && { host: file.host }),
    ...(file.port !== undefined && { port: file.port }),
  };
}

/** At the start, and only then, the config may also come out of a pipe (`--config <(…)`). */
function firstState(path: string): FileState {
  try {
    const stat = statSync(path);
    if (stat.isFIFO() || stat.isCharacterDevice()) return { kind: 'text', text: readFileSync(path, 'utf8') };
  } catch (error) {
    const reason = reasonOf(error);
    if (reason !== 'ENOENT' && reason !== 'ENOTDIR') return { kind: 'unreadable', reason };
  }
  return readState(path);
}

/** Certificate and key are read here, so that a wrong one is a problem of the config and not of the first client. */
function tlsProblem(listen: ListenConfig): Problem | undefined {
  if (listen.tls === undefined) return undefined;
  for (const name of ['cert', 'key'] as const) {
    try {
      readFileSync(listen.tls[name]);
    } catch (error) {
      return {
        path: `listen.tls.${name}`,
        message: `${listen.tls[name]} cannot be read (${reasonOf(error)})`,
      };
    }
  }
  try {
    createSecureContext({ cert: readFileSync(listen.tls.cert), key: readFileSync(listen.tls.key) });
    return undefined;
  } catch (error) {
    return { path: 'listen.tls', message: `certificate and key are not a PEM pair (${reasonOf(error)})` };
  }
}
