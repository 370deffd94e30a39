import type { Config } from '../gateway/config/config.ts';
import { describeChange } from '../gateway/config/diff.ts';
import { problemText } from '../gateway/config/problem.ts';
import { type FileState, type FileWatch, watchFile } from '../gateway/config/watch.ts';
import type { EventLevel, GatewayEvent } from '../gateway/exchange/event.ts';
import type { Clock, Log } from '../gateway/exchange/ports.ts';
import type { Gateway } from '../gateway/gateway-contract.ts';
import type { Storage } from '../gateway/storage/storage.ts';
import type { HostSecrets } from '../machine/host-secrets.ts';
import type { Result } from '../machine/outcome.ts';
import { type ConfigFile, checkText, type LoadedConfig } from './config-file.ts';

export interface HotConfigDeps {
  readonly file: ConfigFile;
  readonly loaded: LoadedConfig;
  readonly gateway: Pick<Gateway, 'apply'>;
  readonly storage: Pick<Storage, 'event'>;
  readonly secretsOf: (config: Config) => Result<HostSecrets>;
  readonly log: Log;
  readonly clock: Clock;
}

export interface HotConfig {
  /** The config in force. */
  readonly config: Config;
  /** Reads file and secrets again, changed or not (SIGHUP: a key file was replaced). */
  reload(): void;
  close(): void;
}

/** Keeps a running gateway at what its config file says. Whatever is wrong with a new text, the old config stays. */
export function startHotConfig(deps: HotConfigDeps): HotConfig {
  const { file, gateway, storage, log, clock } = deps;
  let config = deps.loaded.config;

  const tell = (level: EventLevel, code: string, message: string, fields: GatewayEvent['fields']): void => {
    storage.event({ at: clock.now(), level, code, message, fields });
  };
  const refuse = (lines: readonly string[]): void => {
    const message = `The config ${file.path} was not applied; the one before stays.`;
    log.error(message);
    for (const line of lines) log.error(line);
    tell('error', 'config.invalid', `${message} ${lines.join(' · ').slice(0, 2000)}`, {
      problems: lines.length,
    });
  };
  const apply = (next: Config): void => {
    const secrets = deps.secretsOf(next);
    if (!secrets.ok) {
      refuse(secrets.stop.lines);
      return;
    }
    const { changes, restart } = describeChange(config, next);
    const { restartNeeded } = gateway.apply(next, secrets.value.secrets);
    config = next;
    const what = changes.length === 0 ? 'nothing in it changed' : changes.join('; ');
    log.info(`config applied: ${what}`);
    tell('info', 'config.applied', `The config was applied: ${what.slice(0, 2000)}`, {
      changes: changes.length,
    });
    for (const { owner, reason } of secrets.value.missing) log.warn(`${owner} needs a key: ${reason}`);
    const later = [...new Set([...restart, ...restartNeeded])];
    if (later.length === 0) return;
    const message = `These take effect after a restart: ${later.join(', ')}`;
    log.warn(message);
    tell('warning', 'config.restart_needed', message, { options: later.join(', ') });
  };
  const onText = (text: string): void => {
    const result = checkText(file, text);
    if (result.ok) apply(result.config);
    else refuse(result.problems.map(problemText));
  };
  const onChange = (state: FileState): void => {
    if (state.kind === 'text') onText(state.text);
    else if (state.kind === 'unreadable') refuse([`${file.path} cannot be read (${state.reason})`]);
    else log.warn(`the config file ${file.path} is gone; what it said stays in force`);
  };
  const watch: FileWatch = watchFile({ path: file.path, clock, known: deps.loaded.state, onChange });
  return {
    get config() {
      return config;
    },
    reload() {
      watch.check();
      apply(config);
    },
    close: () => watch.close(),
  };
}
