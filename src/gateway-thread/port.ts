import { createServer } from 'node:net';
import { readDiscovery } from '../machine/discovery-file.ts';
import { portHolder } from '../machine/port-holder.ts';
import { readPrivateFile } from '../machine/private-file.ts';
import { health } from '../machine/probe.ts';
import type { StartAnswer } from './protocol.ts';

/** Ports that are looked at for a free one. */
const mostTried = 50;

/** Who answers at a port that is taken: a Patchbay, which is then used, or somebody else. */
export async function whoHasThePort(host: string, port: number, discoveryFile: string): Promise<StartAnswer> {
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
  const keyFile = same?.keyFile ?? undefined;
  const key = keyFile === undefined ? process.env.PATCHBAY_KEY : keyIn(keyFile);
  return {
    kind: 'following',
    url,
    port,
    version: found.version,
    ...(same !== undefined && { pid: same.pid }),
    ...(keyFile !== undefined && { keyFile }),
    ...(key !== undefined && { key }),
  };
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
