import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Put in by the bundler; not there when the source runs as it is. */
declare const PATCHBAY_VERSION: string | undefined;

const packageSchema = z.object({ version: z.string() });

/** The version in package.json. */
export function version(): string {
  if (typeof PATCHBAY_VERSION === 'string') return PATCHBAY_VERSION;
  const file = new URL('../../package.json', import.meta.url);
  return packageSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}
