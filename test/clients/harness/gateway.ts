import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Dialect } from '../../../src/gateway/exchange/dialect.ts';
import { parsedJson, textAt } from '../../support/json-value.ts';
import type { ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { gatewayBundle } from './places.ts';

/** A provider of the gateway: a scripted upstream under an id. */
export interface ProviderSetup {
  readonly id: string;
  readonly upstream: ScriptedUpstream;
  readonly vendor?: 'openai' | 'anthropic' | 'google' | 'other';
  /** Names in its list; default: every name is accepted. */
  readonly models?: readonly string[];
  readonly timeouts?: Readonly<Record<string, number>>;
  /** What it speaks; default: everything. */
  readonly dialects?: readonly Dialect[];
}

export interface RunningGateway {
  readonly url: string;
  /** What it wrote to standard error so far. */
  log(): string;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | undefined>;
}

/** The one client key; every provider's key is `key-of-` and its id. */
export const gatewayKey = 'patchbay-key-of-the-client-tests';

/** Long enough for a cold start on a busy machine. */
const startMs = 20_000;

/** Starts the built gateway on a free port, with its config and data in `folder`. Throws when it does not come up. */
export async function startGateway(
  folder: string,
  providers: readonly ProviderSetup[],
  env: Readonly<Record<string, string>>,
): Promise<RunningGateway> {
  await mkdir(folder, { recursive: true });
  const configFile = join(folder, 'config.jsonc');
  await writeFile(configFile, JSON.stringify(configOf(providers), null, 2));
  const keys = Object.fromEntries(providers.map(({ id }) => [keyVariable(id), `key-of-${id}`]));
  const child = spawn(
    process.execPath,
    [gatewayBundle, 'serve', '--config', configFile, '--port', '0', '--data-dir', join(folder, 'data')],
    { env: { ...env, ...keys, PATCHBAY_KEY: gatewayKey }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    log += part;
  });
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise<string>((done, failed) => {
    const timer = setTimeout(() => failed(new Error(`The gateway did not start:\n${log}`)), startMs);
    lines.once('line', (line) => {
      clearTimeout(timer);
      const found = textAt(parsedJson(line), 'url');
      if (found === undefined) failed(new Error(`The gateway’s first line is not the announcement: ${line}`));
      else done(found);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      failed(new Error(`The gateway ended with ${code} instead of starting:\n${log}`));
    });
  }).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  return {
    url,
    log: () => log,
    async stop() {
      child.kill('SIGTERM');
      const [code] = await exited;
      return typeof code === 'number' ? code : undefined;
    },
  };
}

function configOf(providers: readonly ProviderSetup[]): unknown {
  return {
    listen: { host: '127.0.0.1', drainSeconds: 0 },
    clients: [{ id: 'local', key: { env: 'PATCHBAY_KEY' }, role: 'admin' }],
    providers: providers.map(({ id, upstream, vendor, models, timeouts, dialects }) => ({
      id,
      vendor: vendor ?? 'other',
      baseUrl: upstream.url,
      dialects: dialects ?? [
        'openai-chat',
        'openai-responses',
        'anthropic-messages',
        'gemini-generate',
        'openai-completions',
        'openai-embeddings',
      ],
      accounts: [{ id: 'main', key: { env: keyVariable(id) } }],
      models: models ?? ['*'],
      ...(timeouts === undefined ? {} : { timeouts }),
    })),
    routing: { preferred: providers[0]?.id },
  };
}

function keyVariable(id: string): string {
  return `KEY_OF_${id.toUpperCase().replaceAll('-', '_')}`;
}
