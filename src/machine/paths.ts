import { isAbsolute, join } from 'node:path';

/** Where one profile keeps its things. */
export interface Paths {
  readonly configFile: string;
  readonly dataDir: string;
  /** Tells other programs of this user where the gateway runs. */
  readonly discoveryFile: string;
}

/** What the paths depend on. */
export interface PathsInput {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Absent: the default profile. */
  readonly profile?: string;
}

/** A profile's name becomes part of paths; the same letters as ids. */
export const profilePattern = /^[a-z0-9][a-z0-9-]{0,39}$/;

/**
 * The XDG base directories on Linux (relative values are ignored, as the specification says), the usual ones of
 * macOS and Windows. A profile has a config, a data directory and a discovery file of its own.
 */
export function pathsFor(input: PathsInput): Paths {
  const { config, data, runtime } = directoriesFor(input);
  const inner = input.profile === undefined ? [] : ['profiles', input.profile];
  return {
    configFile: join(config, ...inner, 'config.jsonc'),
    dataDir: join(data, ...inner),
    discoveryFile: join(runtime, `${input.profile ?? 'default'}.json`),
  };
}

function directoriesFor({ platform, env, home }: PathsInput): {
  config: string;
  data: string;
  runtime: string;
} {
  const from = (name: string, otherwise: string): string => {
    const value = env[name];
    return value !== undefined && isAbsolute(value) ? value : otherwise;
  };
  if (platform === 'win32') {
    const data = join(from('LOCALAPPDATA', join(home, 'AppData', 'Local')), 'patchbay');
    const config = join(from('APPDATA', join(home, 'AppData', 'Roaming')), 'patchbay');
    return { config, data, runtime: join(data, 'run') };
  }
  if (platform === 'darwin') {
    const support = join(home, 'Library', 'Application Support', 'patchbay');
    return {
      config: join(from('XDG_CONFIG_HOME', join(home, '.config')), 'patchbay'),
      data: support,
      runtime: join(support, 'run'),
    };
  }
  const data = join(from('XDG_DATA_HOME', join(home, '.local', 'share')), 'patchbay');
  const runtime = from('XDG_RUNTIME_DIR', '');
  return {
    config: join(from('XDG_CONFIG_HOME', join(home, '.config')), 'patchbay'),
    data,
    runtime: runtime === '' ? join(data, 'run') : join(runtime, 'patchbay'),
  };
}
