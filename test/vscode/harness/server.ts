import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type InstalledServer, installedServer } from './places.ts';
import { startMs, until } from './poll.ts';
import { type ProcessGroup, startGroup } from './process-group.ts';

/** Where one VS Code keeps everything: nothing is shared with another one. */
export interface ServerFolders {
  /** `User/settings.json`, logs, global storage. */
  readonly data: string;
  readonly extensions: string;
  /** Standard output and standard error of all its runs. */
  readonly log: string;
}

export interface RunningServer {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  readonly pid: number;
  /** Ends the server, its extension hosts and its terminals. */
  stop(): Promise<void>;
}

/** Seconds that an extension host outlives a page that was torn away. By default three hours, and it keeps its ports. */
const graceSeconds = 5;

export function serverFolders(run: string): ServerFolders {
  return {
    data: join(run, 'data'),
    extensions: join(run, 'extensions'),
    log: join(run, 'log', 'server.log'),
  };
}

/** Installs a packed extension as a person does from the command line. Takes about 1.3 s. */
export async function installExtension(
  run: string,
  file: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const server = installedServer();
  const args = [...(await commonArguments(server, run)), '--install-extension', file];
  const log = serverFolders(run).log;
  const group = await startGroup(server.node, args, { env, cwd: run, log });
  const end = await until(`the installation of ${file}`, () => group.exit(), { timeoutMs: startMs });
  await group.stop();
  if (end.code !== 0) throw new Error(`${file} cannot be installed:\n${await tailOf(log)}`);
}

/** Starts the server on a port of 127.0.0.1. `env` is its whole environment, and that of the extension host. */
export async function startServer(
  run: string,
  port: number,
  env: Readonly<Record<string, string>>,
): Promise<RunningServer> {
  const server = installedServer();
  const { data, log } = serverFolders(run);
  // PORT would win over --bind-addr.
  const { PORT: _, ...rest } = env;
  const args = [
    ...(await commonArguments(server, run)),
    ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
    ...['--session-socket', join(data, 'session.sock')],
    ...['--disable-update-check', '--disable-workspace-trust', '--disable-getting-started-override'],
    ...['--reconnection-grace-time', String(graceSeconds)],
  ];
  const group = await startGroup(server.node, args, { env: rest, cwd: run, log });
  const url = `http://127.0.0.1:${port}`;
  try {
    await until('the server', () => isHealthy(url, group), { timeoutMs: startMs });
    if (group.exit() !== undefined) throw new Error('it has ended');
  } catch (error) {
    await group.stop();
    throw new Error(`VS Code’s server did not start:\n${await tailOf(log)}`, { cause: error });
  }
  return { url, pid: group.pid, stop: () => group.stop() };
}

/** The last lines of a log; empty when there is none. */
export async function tailOf(path: string, lines = 40): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').slice(-lines).join('\n');
}

async function isHealthy(url: string, group: ProcessGroup): Promise<boolean> {
  // A server that has ended says why in its log; waiting for it would only cost time.
  if (group.exit() !== undefined) return true;
  return (await fetch(`${url}/healthz`)).ok;
}

async function commonArguments(server: InstalledServer, run: string): Promise<readonly string[]> {
  const { data, extensions, log } = serverFolders(run);
  await Promise.all([data, extensions, dirname(log)].map((folder) => mkdir(folder, { recursive: true })));
  // An empty one, or it would read and write the user's.
  const config = join(run, 'server.yaml');
  await writeFile(config, '');
  return [
    ...[server.entry, '--config', config, '--user-data-dir', data, '--extensions-dir', extensions],
    '--disable-telemetry',
  ];
}
