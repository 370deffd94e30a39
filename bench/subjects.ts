import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { models } from './bodies.ts';
import type { ExternalGateway } from './options.ts';
import { type Running, startProgram } from './program.ts';

/** Something that load can be sent to. */
export interface Subject {
  readonly name: string;
  readonly url: string;
  /** Processes whose CPU time and memory are its own. */
  readonly pids: readonly number[];
  /** Key of a client that may use everything. */
  readonly key: string;
  /** Key of a client with a models list, for which the whole body has to be read. */
  readonly restrictedKey: string;
  /** Absent when somebody else started it. */
  readonly program?: Running;
  /** Where its data is, if it keeps any. */
  readonly dataDir?: string;
}

/** What a start needs to know: where the upstream is, where files may be written. */
export interface Surroundings {
  readonly upstreamUrl: string;
  /** A folder of this run. */
  readonly folder: string;
  /** File of the gateway, `dist/patchbay.cjs` or another build of it. */
  readonly bundle: string;
}

export interface StartSubjectOptions {
  /** Module that is loaded into every thread before the program's own (`node --import`). */
  readonly preload?: string;
  /** Further arguments for Node, such as `--cpu-prof`. */
  readonly nodeArgs?: readonly string[];
}

let started = 0;

/** The bare forwarder, the reference of every ratio. */
export function startBare(where: Surroundings, options: StartSubjectOptions = {}): Promise<Subject> {
  return startReference('bare', where, options);
}

/** The subject of this run: the built gateway, or the fastify forwarder. */
export function startSubject(
  which: 'gateway' | 'fastify',
  where: Surroundings,
  options: StartSubjectOptions = {},
): Promise<Subject> {
  return which === 'gateway' ? startGateway(where, options) : startReference('fastify', where, options);
}

/** A gateway that somebody else started, as a subject. */
export function externalSubject(external: ExternalGateway): Subject {
  return { name: 'gateway', ...external };
}

async function startReference(
  name: 'bare' | 'fastify',
  where: Surroundings,
  options: StartSubjectOptions,
): Promise<Subject> {
  const program = await startProgram(
    process.execPath,
    [...nodeArgs(options), join(import.meta.dirname, 'reference', `${name}.ts`), where.upstreamUrl],
    { errors: join(where.folder, `${name}-${started++}.log`), channel: options.preload !== undefined },
  );
  return { name, url: program.url, pids: [program.pid], key: 'none', restrictedKey: 'none', program };
}

/** Starts the built gateway as a user would, with keys, several providers, rules, usage and its SQLite storage. */
async function startGateway(where: Surroundings, options: StartSubjectOptions): Promise<Subject> {
  const home = join(where.folder, `gateway-${started++}`);
  const dataDir = join(home, 'data');
  const key = randomBytes(24).toString('hex');
  const restrictedKey = randomBytes(24).toString('hex');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const config = join(home, 'config.jsonc');
  await writeFile(config, JSON.stringify(gatewayConfig(where.upstreamUrl), null, 2));
  const program = await startProgram(
    process.execPath,
    [...nodeArgs(options), where.bundle, 'serve', '--config', config, '--data-dir', dataDir, '--port', '0'],
    {
      env: {
        HOME: home,
        XDG_RUNTIME_DIR: home,
        BENCH_OPEN_KEY: key,
        BENCH_RESTRICTED_KEY: restrictedKey,
        BENCH_ACCOUNT_KEY: randomBytes(24).toString('hex'),
      },
      errors: join(home, 'errors.log'),
      channel: options.preload !== undefined,
    },
  );
  return { name: 'gateway', url: program.url, pids: [program.pid], key, restrictedKey, program, dataDir };
}

function nodeArgs(options: StartSubjectOptions): readonly string[] {
  return [
    ...(options.preload === undefined ? [] : ['--import', options.preload]),
    ...(options.nodeArgs ?? []),
  ];
}

/** A config as a user with several providers has it; all of them lead to the benchmark's upstream. */
export function gatewayConfig(upstreamUrl: string): unknown {
  const names = Object.values(models);
  const provider = (id: string, more: Readonly<Record<string, unknown>>) => ({
    id,
    vendor: 'other',
    baseUrl: `${upstreamUrl}/v1`,
    dialects: ['openai-chat', 'openai-responses', 'anthropic-messages'],
    accounts: [
      { id: 'main', key: { env: 'BENCH_ACCOUNT_KEY' }, priority: 1 },
      { id: 'spare', key: { env: 'BENCH_ACCOUNT_KEY' }, priority: 2 },
    ],
    ...more,
  });
  return {
    listen: { host: '127.0.0.1', port: 0 },
    clients: [
      { id: 'open', key: { env: 'BENCH_OPEN_KEY' }, role: 'admin' },
      { id: 'restricted', key: { env: 'BENCH_RESTRICTED_KEY' }, role: 'user', models: names },
    ],
    providers: [
      provider('alpha', { models: names, group: 'one' }),
      provider('beta', { models: [...names, 'gpt-mini'], group: 'two' }),
      provider('gamma', { models: ['*'], role: 'backup' }),
      // What these are asked in other dialects has to be converted.
      provider('chat-only', { models: names, dialects: ['openai-chat'] }),
      provider('messages-only', { models: names, dialects: ['anthropic-messages'] }),
    ],
    models: {
      rules: [
        { match: 'gpt-4*', use: ['beta/gpt-mini'] },
        { match: 'claude-*', use: ['gamma/*', 'beta/*'] },
        { match: 'mock-*', use: ['alpha/*', 'beta/*'] },
      ],
    },
    routing: { mode: 'preferred', preferred: 'alpha' },
  };
}
