import { parseArgs } from 'node:util';
import { didYouMean } from '../gateway/config/problem.ts';
import { exitCode, type Result, stop } from '../machine/outcome.ts';
import { profilePattern } from '../machine/paths.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What `keys add` says of a key. */
export interface KeyFlags {
  readonly name?: string;
  readonly role?: string;
  readonly models?: string;
  readonly providers?: string;
  readonly mode?: string;
  readonly expires?: string;
}

/** What was asked for on the command line; all flags are optional. */
export interface Arguments {
  readonly command: string | undefined;
  readonly words: readonly string[];
  readonly config?: string;
  readonly host?: string;
  readonly port?: number;
  readonly dataDir?: string;
  readonly profile?: string;
  readonly logLevel: LogLevel;
  readonly dialect?: string;
  readonly client?: string;
  readonly welcome: boolean;
  /** Answer in JSON. */
  readonly json: boolean;
  /** Of a key that is made, as written. */
  readonly key: KeyFlags;
  readonly help: boolean;
  readonly version: boolean;
}

const options = {
  config: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  'data-dir': { type: 'string' },
  profile: { type: 'string' },
  'log-level': { type: 'string' },
  dialect: { type: 'string' },
  client: { type: 'string' },
  welcome: { type: 'boolean' },
  json: { type: 'boolean' },
  name: { type: 'string' },
  role: { type: 'string' },
  models: { type: 'string' },
  providers: { type: 'string' },
  mode: { type: 'string' },
  expires: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

const keyFlags = ['name', 'role', 'models', 'providers', 'mode', 'expires'] as const;

/** Flags that some commands alone know what to do with. */
const commandsOf: Readonly<Record<string, readonly string[]>> = {
  json: ['keys', 'explain'],
  dialect: ['explain'],
  client: ['explain'],
  ...Object.fromEntries(keyFlags.map((name) => [name, ['keys']])),
};

function isGiven(values: Readonly<Record<string, unknown>>, name: string): boolean {
  return values[name] !== undefined;
}

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** Reads the command line. A mistake is told in one line, with what is allowed. */
export function readArguments(argv: readonly string[]): Result<Arguments> {
  let read: ReturnType<typeof parse>;
  try {
    read = parse(argv);
  } catch (error) {
    return stop(exitCode.usage, flagProblem(error), seeHelp);
  }
  const { values, positionals } = read;
  const port = values.port === undefined ? undefined : portOf(values.port);
  if (port === 'bad') {
    return stop(
      exitCode.usage,
      `--port ${JSON.stringify(values.port)} is not a port; allowed is 0 to 65535 (0 takes a free one).`,
    );
  }
  if (values.profile !== undefined && !profilePattern.test(values.profile)) {
    return stop(
      exitCode.usage,
      `--profile ${JSON.stringify(values.profile)} is not a name; allowed are 1 to 40 of a-z, 0-9 and -.`,
    );
  }
  const level = levels.find((each) => each === (values['log-level'] ?? 'info'));
  if (level === undefined) {
    return stop(
      exitCode.usage,
      `--log-level ${JSON.stringify(values['log-level'])} is not a level; allowed are ${levels.join(', ')}.`,
    );
  }
  for (const name of ['config', 'host', 'data-dir', 'dialect', 'client', ...keyFlags] as const) {
    if (values[name] === '')
      return stop(exitCode.usage, `--${name} is empty; give it a value or leave it out.`);
  }
  const [command, ...words] = positionals;
  for (const [name, owners] of Object.entries(commandsOf)) {
    if (isGiven(values, name) && (command === undefined || !owners.includes(command))) {
      const known = owners.map((owner) => `patchbay ${owner}`).join(', ');
      return stop(exitCode.usage, `--${name} is for: ${known}`, seeHelp);
    }
  }
  return {
    ok: true,
    value: {
      command,
      words,
      ...(values.config !== undefined && { config: values.config }),
      ...(values.host !== undefined && { host: values.host }),
      ...(port !== undefined && { port }),
      ...(values['data-dir'] !== undefined && { dataDir: values['data-dir'] }),
      ...(values.profile !== undefined && { profile: values.profile }),
      ...(values.dialect !== undefined && { dialect: values.dialect }),
      ...(values.client !== undefined && { client: values.client }),
      logLevel: level,
      welcome: values.welcome === true,
      json: values.json === true,
      key: {
        ...(values.name !== undefined && { name: values.name }),
        ...(values.role !== undefined && { role: values.role }),
        ...(values.models !== undefined && { models: values.models }),
        ...(values.providers !== undefined && { providers: values.providers }),
        ...(values.mode !== undefined && { mode: values.mode }),
        ...(values.expires !== undefined && { expires: values.expires }),
      },
      help: values.help === true,
      version: values.version === true,
    },
  };
}

export const seeHelp = 'See: patchbay --help';

function parse(argv: readonly string[]) {
  return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
}

function portOf(text: string): number | 'bad' {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  return port >= 0 && port <= 65_535 ? port : 'bad';
}

/** Node's own words, without its advice about escaping, and with the flag that was probably meant. */
function flagProblem(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const unknown = /Unknown option '(-{1,2}[^']*)'/.exec(message)?.[1];
  if (unknown === undefined) return message.split('\n')[0]?.replace(/\. To specify.*$/, '.') ?? message;
  const near = didYouMean(unknown.replace(/^-+/, ''), Object.keys(options));
  return `There is no flag ${unknown}.${near === undefined ? '' : ` Did you mean --${near}?`}`;
}
