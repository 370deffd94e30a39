import { build } from './build.mjs';

/** Run by vitest before the first test: those of programs run the bundles, which must be of the present sources. */
export async function setup() {
  if (!(await build(process.execPath))) throw new Error('The programs could not be built.');
}
