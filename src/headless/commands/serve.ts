import { join } from 'node:path';
import { createRedactor } from '../../gateway/exchange/redact.ts';
import { systemClock, systemRandom } from '../../gateway/exchange/system-clock.ts';
import { createYoungCollector, tuneOwnHeap } from '../../gateway/garbage.ts';
import { createGateway } from '../../gateway/gateway.ts';
import { createSqliteStorage } from '../../gateway/storage/sqlite-storage.ts';
import type { Storage } from '../../gateway/storage/storage.ts';
import { createLog } from '../../gateway/tracing/log.ts';
import { systemTrust } from '../../gateway/upstream/transport/system-trust.ts';
import { createUndiciTransport } from '../../gateway/upstream/transport/undici-transport.ts';
import { announceGateway } from '../../machine/announce-gateway.ts';
import { withdraw } from '../../machine/discovery-file.ts';
import { hostSecrets } from '../../machine/host-secrets.ts';
import { listenProblem } from '../../machine/listen-problem.ts';
import { createLocalKeyKeeper } from '../../machine/local-key-keeper.ts';
import { type ExitCode, exitCode, type Result, reasonOf, stop } from '../../machine/outcome.ts';
import { makePrivateDirectory } from '../../machine/private-file.ts';
import type { Arguments } from '../arguments.ts';
import { type ConfigFile, type LoadedConfig, loadConfig } from '../config-file.ts';
import type { Console } from '../console.ts';
import { greet } from '../greet.ts';
import { type HotConfig, startHotConfig } from '../hot-config.ts';
import { runPaths } from '../run-paths.ts';
import { untilStopped } from '../until-stopped.ts';
import { version } from '../version.ts';
import { storageWorkerUrl } from '../worker-url.ts';

/**
 * `patchbay serve`: runs the gateway until a signal ends it. Resolves with the exit code; nothing of it is left
 * running then. A second signal ends the process at once.
 */
export async function serve(args: Arguments, console: Console): Promise<ExitCode> {
  const started = await start(args, console);
  if (!started.ok) {
    for (const line of started.stop.lines) console.err(line);
    return started.stop.code;
  }
  return started.value.ended;
}

async function start(args: Arguments, console: Console): Promise<Result<{ ended: Promise<ExitCode> }>> {
  const paths = runPaths(args);
  const file: ConfigFile = {
    path: paths.configFile,
    named: args.config !== undefined,
    ...(args.host !== undefined && { host: args.host }),
    ...(args.port !== undefined && { port: args.port }),
  };
  const loaded = loadConfig(file);
  if (!loaded.ok) return loaded;
  const { config } = loaded.value;
  try {
    makePrivateDirectory(paths.dataDir);
  } catch (error) {
    return stop(
      exitCode.failed,
      `The data directory ${paths.dataDir} cannot be made (${reasonOf(error)}). Choose another with --data-dir.`,
    );
  }

  const redactor = createRedactor();
  const learn = (secret: string): void => redactor.learn(secret);
  const log = createLog({ write: console.err, level: args.logLevel, clock: systemClock, redactor });
  const secrets = hostSecrets(config, paths.dataDir, learn);
  if (!secrets.ok) return secrets;
  for (const { owner, reason } of secrets.value.missing) log.warn(`${owner} needs a key: ${reason}`);

  const opened = await openStorage(paths.dataDir, config.storage.retentionDays, (message) =>
    log.warn(message),
  );
  if (!opened.ok) return opened;
  const storage = opened.value;
  const transport = createUndiciTransport({ env: process.env, trust: systemTrust, clock: systemClock });
  const gateway = createGateway({
    config,
    secrets: secrets.value.secrets,
    clock: systemClock,
    random: systemRandom,
    transport,
    storage,
    log,
    redactor,
    version: version(),
    cacheDir: join(paths.dataDir, 'cache'),
    collectYoung: createYoungCollector(),
    configPlace: paths.configFile,
    localKey: createLocalKeyKeeper({
      dataDir: paths.dataDir,
      env: process.env,
      random: systemRandom,
      now: () => systemClock.now(),
      config: () => hot?.config ?? config,
      changed: () => hot?.reload(),
    }),
  });
  tuneOwnHeap();
  let hot: HotConfig | undefined;
  const closeAll = async (): Promise<void> => {
    await gateway.close();
    await transport.close();
    await storage.close();
  };
  let listening: { readonly url: string; readonly port: number };
  try {
    listening = await gateway.listen();
  } catch (error) {
    await closeAll();
    return stop(...(await listenProblem(error, config.listen.host, config.listen.port)));
  }

  const discovery = await announceGateway(paths, listening.url, secrets.value.keyFile, (line) =>
    log.warn(line),
  );
  const secretsOf = (next: LoadedConfig['config']) => hostSecrets(next, paths.dataDir, learn);
  hot = startHotConfig({
    file,
    loaded: loaded.value,
    gateway,
    storage,
    secretsOf,
    log,
    clock: systemClock,
  });
  const ended = untilStopped({
    hot,
    gateway,
    closeAll,
    drainSeconds: config.listen.drainSeconds,
    tell: (line) => log.info(line),
    fail: (line) => log.error(line),
    leave: () => {
      if (discovery !== undefined) withdraw(paths.discoveryFile, discovery);
    },
  });
  greet(console, {
    paths,
    loaded: loaded.value,
    secrets: secrets.value,
    url: listening.url,
    welcome: args.welcome,
  });
  console.out(JSON.stringify({ event: 'listening', url: listening.url, pid: process.pid }));
  return { ok: true, value: { ended } };
}

async function openStorage(
  dataDir: string,
  retentionDays: number,
  warn: (message: string) => void,
): Promise<Result<Storage>> {
  try {
    const storage = await createSqliteStorage({
      dataDir,
      workerUrl: storageWorkerUrl(),
      clock: systemClock,
      retentionDays,
      onEvent: ({ message }) => warn(message),
    });
    return { ok: true, value: storage };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return stop(exitCode.failed, `The database in ${dataDir} cannot be used: ${message}`);
  }
}
