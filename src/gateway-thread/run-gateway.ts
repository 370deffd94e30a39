import { homedir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../gateway/config/config.ts';
import { describeChange } from '../gateway/config/diff.ts';
import { checkConfig } from '../gateway/config/load.ts';
import { createRedactor } from '../gateway/exchange/redact.ts';
import { systemClock, systemRandom } from '../gateway/exchange/system-clock.ts';
import { createGateway } from '../gateway/gateway.ts';
import { knownProviders } from '../gateway/known-providers.ts';
import { createSqliteStorage } from '../gateway/storage/sqlite-storage.ts';
import { createUndiciTransport } from '../gateway/upstream/transport/undici-transport.ts';
import { announceGateway } from '../machine/announce-gateway.ts';
import { withdraw } from '../machine/discovery-file.ts';
import { type HostSecrets, hostSecrets } from '../machine/host-secrets.ts';
import { createLocalKeyKeeper } from '../machine/local-key-keeper.ts';
import { reasonOf } from '../machine/outcome.ts';
import { pathsFor } from '../machine/paths.ts';
import { localUrl } from '../machine/probe.ts';
import { secretFile } from '../machine/secrets.ts';
import { createReplaceableTransport, transportOptions } from './network.ts';
import { whoHasThePort } from './port.ts';
import type { ApplyAnswer, FromThread, Network, Setup, StartAnswer, Wishes } from './protocol.ts';
import { createThreadLog } from './thread-log.ts';

/** A gateway in this thread. */
export interface RunningGateway {
  apply(wishes: Wishes): ApplyAnswer;
  /** Gives the port free at once, lets running answers finish up to `seconds`, ends the rest, closes everything. */
  close(seconds: number): Promise<void>;
}

export interface Started {
  readonly answer: StartAnswer;
  /** Absent when nothing runs here. */
  readonly running?: RunningGateway;
}

/**
 * Starts the gateway of a window: checks the settings, opens the storage, listens. Never rejects for what a user can
 * meet (settings, a taken port, a disk); `workerUrl` is the storage thread's program.
 */
export async function runGateway(
  setup: Setup,
  workerUrl: URL,
  tell: (message: FromThread) => void,
): Promise<Started> {
  const { dataDir, version } = setup;
  const redactor = createRedactor();
  const learn = (secret: string): void => redactor.learn(secret);
  const log = createThreadLog(redactor, tell);
  const situation = { directory: dataDir, home: homedir() };
  const checked = checkConfig(setup.config, knownProviders, situation);
  if (!checked.ok) return { answer: { kind: 'invalid', problems: checked.problems } };
  // A window that was opened from one of its own terminals has the key that the terminal was given.
  const { PATCHBAY_KEY: _, ...env } = process.env;
  let { config } = checked;
  let wishes: Wishes = setup;
  const secretsOf = (next: Config, from: Wishes) =>
    hostSecrets(next, dataDir, learn, { env, stored: from.secrets });
  const secrets = secretsOf(config, wishes);
  if (!secrets.ok) return { answer: failed(secrets.stop.lines.join(' ')) };

  const opened = await openStorage(dataDir, config, workerUrl, (message) => log.warn(message));
  if ('message' in opened) return { answer: failed(opened.message) };
  const { storage } = opened;
  const newTransport = (wanted: Network) =>
    createUndiciTransport({ ...transportOptions(wanted, process.env), clock: systemClock });
  const transport = createReplaceableTransport(newTransport(wishes.network));
  const gateway = createGateway({
    config,
    secrets: secrets.value.secrets,
    clock: systemClock,
    random: systemRandom,
    transport,
    storage,
    log,
    redactor,
    version,
    cacheDir: join(dataDir, 'cache'),
    configPlace: 'the setting patchbay.clients',
    localKey: createLocalKeyKeeper({
      dataDir,
      env,
      random: systemRandom,
      now: () => systemClock.now(),
      config: () => config,
      changed: pushSecrets,
    }),
  });
  const closeAll = async (): Promise<void> => {
    await gateway.close();
    await transport.close();
    await storage.close();
  };

  const paths = pathsFor({ platform: process.platform, env: process.env, home: homedir() });
  let listening: { readonly url: string; readonly port: number };
  const { host, port } = config.listen;
  try {
    listening = await gateway.listen();
  } catch (error) {
    await closeAll();
    const reason = reasonOf(error);
    if (reason === 'EADDRINUSE') {
      const ownKeyFile = secretFile(dataDir, 'local-key');
      const { discoveryFile } = paths;
      return { answer: await whoHasThePort({ host, port, discoveryFile, ownKeyFile }) };
    }
    return { answer: failed(listenFailure(reason, host, port)) };
  }
  const discovery = await announceGateway(
    { ...paths, dataDir },
    listening.url,
    secrets.value.keyFile,
    (line) => log.warn(line),
  );
  log.info(`Patchbay ${version} listens at ${listening.url}`);
  reportMissing(secrets.value);

  /** The key of the client `local` has changed on the disk. */
  function pushSecrets(): void {
    const resolved = secretsOf(config, wishes);
    if (resolved.ok) gateway.apply(config, resolved.value.secrets);
  }

  function reportMissing({ missing }: HostSecrets): void {
    for (const { owner, reason } of missing) log.warn(`${owner} needs a key: ${reason}`);
  }

  const running: RunningGateway = {
    apply(wanted) {
      const next = checkConfig(wanted.config, knownProviders, situation);
      if (!next.ok) return { kind: 'invalid', problems: next.problems };
      const resolved = secretsOf(next.config, wanted);
      if (!resolved.ok) {
        return { kind: 'invalid', problems: [{ path: 'config', message: resolved.stop.lines.join(' ') }] };
      }
      if (!isDeepStrictEqual(wishes.network, wanted.network)) transport.replace(newTransport(wanted.network));
      wishes = wanted;
      const { changes } = describeChange(config, next.config);
      const { restartNeeded } = gateway.apply(next.config, resolved.value.secrets);
      config = next.config;
      if (changes.length > 0) log.info(`settings applied: ${changes.join('; ')}`);
      reportMissing(resolved.value);
      return { kind: 'applied', changes, restart: restartNeeded, missing: resolved.value.missing };
    },
    async close(seconds) {
      gateway.stopListening();
      if (discovery !== undefined) withdraw(paths.discoveryFile, discovery);
      await gateway.drain(seconds);
      await closeAll();
    },
  };
  const key = secrets.value.secrets.clients.get(
    config.clients.find(({ role }) => role === 'admin')?.id ?? '',
  );
  const { keyFile, missing } = secrets.value;
  return {
    answer: {
      kind: 'leading',
      url: localUrl(listening.url),
      port: listening.port,
      keyFile,
      key: key ?? '',
      missing,
    },
    running,
  };
}

function failed(message: string): StartAnswer {
  return { kind: 'failed', message };
}

function listenFailure(reason: string, host: string, port: number): string {
  if (reason === 'EACCES') {
    return `Listening on port ${port} is not allowed for this user. Choose one above 1023 in the setting patchbay.listen.port.`;
  }
  if (reason === 'EADDRNOTAVAIL' || reason === 'ENOTFOUND') {
    return `${host} is not an address of this machine. Correct the setting patchbay.listen.host.`;
  }
  return `The gateway cannot listen at ${host}, port ${port} (${reason}).`;
}

async function openStorage(
  dataDir: string,
  config: Config,
  workerUrl: URL,
  warn: (message: string) => void,
): Promise<
  { readonly storage: Awaited<ReturnType<typeof createSqliteStorage>> } | { readonly message: string }
> {
  try {
    const storage = await createSqliteStorage({
      dataDir,
      workerUrl,
      clock: systemClock,
      retentionDays: config.storage.retentionDays,
      onEvent: ({ message }) => warn(message),
    });
    return { storage };
  } catch (error) {
    return { message: error instanceof Error ? error.message : String(error) };
  }
}
