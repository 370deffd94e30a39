import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { type Paths, pathsFor } from '../machine/paths.ts';
import type { Arguments } from './arguments.ts';

/** The paths of this run: the profile's, with what the command line names put in. */
export function runPaths(args: Arguments): Paths {
  const paths = pathsFor({
    platform: process.platform,
    env: process.env,
    home: homedir(),
    ...(args.profile !== undefined && { profile: args.profile }),
  });
  return {
    ...paths,
    ...(args.config !== undefined && { configFile: resolve(args.config) }),
    ...(args.dataDir !== undefined && { dataDir: resolve(args.dataDir) }),
  };
}
