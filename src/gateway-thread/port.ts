import { createServer } from 'node:net';
import { readDiscovery } from '../machine/discovery-file.ts';
import { portHolder } from '../machine/port-holder.ts';
import { readPrivateFile } from '../machine/private-file.ts';
import { get, health } from '../machine/probe.ts';
import type { StartAnswer } from './protocol.ts';

/** Ports that are looked at for a free one. */
const mostTried = 50;

export interface PortQuestion {
  readonly host: string;
  readonly port: number;
  readonly discoveryFile: string;
  /** File with the key that this host's own gateways use: another window's has the same. */
  readonly ownKeyFile: string;
}

/** Who answers at a port that is taken: a Patchbay, which is then used, or somebody else. */
export async function whoHasThePort({
  host,
  port,
  discoveryFile,
  ownKeyFile,
}: PortQuestion): Promise<StartAnswer> {
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const found = await health(url);
  if (found === undefined) {
    const holder = await portHolder(host, port);
    const free = await freePortAfter(host, port);
    return {
      kind: 'foreign',
      port,
      ...(holder !== undefined && { holder }),
      ...(free !== undefined && { free }),
    };
  }
  const discovery = readDiscovery(discoveryFile);
  const same = discovery?.instance === found.instance ? discovery : undefined;
  const access = await accessTo(url, [same?.keyFile ?? undefined, ownKeyFile]);
  return {
    kind: 'following',
    url,
    port,
    version: found.version,
    ...(same !== undefined && { pid: same.pid }),
    ...access,
  };
}

/**
 * The first key that the gateway takes, with its file: of the discovery file, of this host, of the environment. A
 * gateway of somebody else takes none of them, and then nothing is sent there.
 */
async function accessTo(
  url: string,
  files: readonly (string | undefined)[],
): Promise<{ readonly key?: string; readonly keyFile?: string }> {
  for (const keyFile of files) {
    const key = keyFile === undefined ? undefined : keyIn(keyFile);
    if (keyFile !== undefined && key !== undefined && (await takes(url, key))) return { key, keyFile };
  }
  const key = process.env.PATCHBAY_KEY;
  return key !== undefined && (await takes(url, key)) ? { key } : {};
}

/** `GET /v1/status` is answered to every key of the gateway. */
async function takes(url: string, key: string): Promise<boolean> {
  return (await get(`${url}/v1/status`, key))?.status === 200;
}

function keyIn(file: string): string | undefined {
  const read = readPrivateFile(file);
  const key = read.kind === 'text' ? read.text.trim() : '';
  return key === '' ? undefined : key;
}

/** The next port above that nobody listens at; undefined when the next fifty are taken. */
async function freePortAfter(host: string, port: number): Promise<number | undefined> {
  for (let next = port + 1; next <= Math.min(65_535, port + mostTried); next += 1) {
    if (await isFree(host, next)) return next;
  }
  return undefined;
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
