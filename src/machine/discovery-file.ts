import { rmSync } from 'node:fs';
import { z } from 'zod';
import { readPrivateFile, writePrivateFile } from './private-file.ts';

const discoverySchema = z.object({
  url: z.url({ protocol: /^https?$/ }),
  pid: z.int().positive(),
  instance: z.string(),
  protocol: z.int(),
  keyFile: z.string().nullable(),
});

/** Where a gateway of this user runs. `keyFile` is null when its key is in no file. */
export type Discovery = z.output<typeof discoverySchema>;

/** What the file says; undefined when there is none, or none that can be used. */
export function readDiscovery(path: string): Discovery | undefined {
  const file = readPrivateFile(path);
  if (file.kind !== 'text') return undefined;
  try {
    return discoverySchema.safeParse(JSON.parse(file.text)).data;
  } catch {
    // Cut off or written by something else: as good as none.
    return undefined;
  }
}

/**
 * Announces a gateway, replacing what a dead one left. One that still runs keeps its place and is returned: the
 * programs of this profile go on finding it. Rejects with the system's error.
 */
export async function announce(
  path: string,
  own: Discovery,
  runs: (other: Discovery) => Promise<boolean>,
): Promise<Discovery | undefined> {
  const other = readDiscovery(path);
  if (other !== undefined && other.pid !== own.pid && (await runs(other))) return other;
  writePrivateFile(path, `${JSON.stringify(own)}\n`);
  return undefined;
}

/** Takes the announcement back, if it is still ours. */
export function withdraw(path: string, own: Discovery): void {
  const now = readDiscovery(path);
  if (now !== undefined && now.pid === own.pid && now.instance === own.instance)
    rmSync(path, { force: true });
}
