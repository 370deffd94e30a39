import { announce, type Discovery } from './discovery-file.ts';
import { reasonOf } from './outcome.ts';
import type { Paths } from './paths.ts';
import { health, localUrl, runs } from './probe.ts';

/**
 * Tells the other commands where the gateway runs. A gateway that cannot is no worse for its clients:
 * undefined then, and a warning says why.
 */
export async function announceGateway(
  paths: Paths,
  url: string,
  keyFile: string | null,
  warn: (line: string) => void,
): Promise<Discovery | undefined> {
  const address = localUrl(url);
  const own = await health(address);
  if (own === undefined) return undefined;
  const discovery: Discovery = {
    url: address,
    pid: process.pid,
    instance: own.instance,
    protocol: own.protocol,
    keyFile,
  };
  try {
    const other = await announce(paths.discoveryFile, discovery, runs);
    if (other === undefined) return discovery;
    warn(
      `another Patchbay runs with this profile (${other.url}, pid ${other.pid}); "patchbay status" goes on showing that one. Use --profile to keep them apart.`,
    );
  } catch (error) {
    warn(
      `"patchbay status" will not find this gateway: ${paths.discoveryFile} cannot be written (${reasonOf(error)})`,
    );
  }
  return undefined;
}
