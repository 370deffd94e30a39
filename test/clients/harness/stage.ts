import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  createScriptedUpstream,
  type ScriptedUpstream,
  type ScriptedUpstreamOptions,
} from '../../support/scripted-upstream.ts';
import { placeProvider, watchAccount, watchClient } from '../../support/secret-watch.ts';
import { gatewayKey, type ProviderSetup, type RunningGateway, startGateway } from './gateway.ts';
import { outputFolder, placeOf } from './places.ts';
import { type Finished, runProgram } from './run-program.ts';

/** Where a client is pointed at. */
export interface Door {
  /** Without a trailing slash and without a path. */
  readonly url: string;
  readonly key: string;
}

/** What one case works with: folders, providers, a gateway, programs. */
export interface Stage {
  /** The client's home directory, empty at first. */
  readonly home: string;
  /** The client's working directory: holds `secret.txt`. */
  readonly work: string;
  /** The text in `secret.txt`: whoever knows it has run a command. */
  readonly secret: string;
  /** True when clients talk to the upstream itself, to tell a client's trouble from the gateway's. */
  readonly direct: boolean;
  /** Starts a provider that accepts the key `key-of-{id}` only. */
  upstream(id: string, options?: ScriptedUpstreamOptions): Promise<ScriptedUpstream>;
  /** Starts the gateway over these; without one (`direct`) it is the first of them. */
  open(providers: readonly ProviderSetup[]): Promise<Door>;
  /** Writes a file below the home directory. */
  write(path: string, text: string): Promise<void>;
  /** Runs a client in the working directory, with nothing in its environment but the usual and `env`. */
  run(
    file: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    timeoutMs?: number,
  ): Promise<Finished>;
}

export interface StageKeeper {
  readonly stage: Stage;
  /** What holds for every case: the gateway leaks no key, asks for plain bytes and ends well. */
  verify(): Promise<void>;
  /** Keeps output and traffic below `test-output/clients/{name}`; returns the folder. */
  keep(name: string, reason: string): Promise<string>;
  close(): Promise<void>;
}

/** The slowest healthy run is Gemini CLI's cold start of about five seconds; the machine may be busy. */
const usualTimeoutMs = 60_000;

export async function createStage(direct: boolean): Promise<StageKeeper> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-client-'));
  const home = join(folder, 'home');
  const work = join(folder, 'work');
  const secret = `the-command-ran-${crypto.randomUUID()}`;
  await mkdir(home, { recursive: true });
  await mkdir(work, { recursive: true });
  await writeFile(join(work, 'secret.txt'), `${secret}\n`);
  const upstreams = new Map<string, ScriptedUpstream>();
  const runs: { readonly file: string; readonly args: readonly string[]; readonly end: Finished }[] = [];
  let gateway: RunningGateway | undefined;
  const base = {
    PATH: `${dirname(process.execPath)}:${process.env.PATH ?? '/usr/bin:/bin'}`,
    HOME: home,
    TMPDIR: folder,
    USER: 'tester',
    LANG: 'C.UTF-8',
    TERM: 'xterm',
    SHELL: '/bin/sh',
  };
  const stage: Stage = {
    home,
    work,
    secret,
    direct,
    async upstream(id, options = {}) {
      const made = await createScriptedUpstream({ key: `key-of-${id}`, ...options });
      upstreams.set(id, made);
      placeProvider(id, made.url);
      watchAccount(`key-of-${id}`, id);
      return made;
    },
    async open(providers) {
      const [first] = providers;
      assert.ok(first, 'a case opens at least one provider');
      if (direct) return { url: first.upstream.url, key: `key-of-${first.id}` };
      watchClient(gatewayKey, 'local');
      gateway = await startGateway(join(folder, 'gateway'), providers, base);
      return { url: gateway.url, key: gatewayKey };
    },
    async write(path, text) {
      const file = join(home, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    },
    async run(file, args, env, timeoutMs = usualTimeoutMs) {
      const end = await runProgram(file, args, { cwd: work, env: { ...base, ...env }, timeoutMs });
      runs.push({ file, args, end });
      return end;
    },
  };
  let stopped: Promise<number | undefined> | undefined;
  const stop = (): Promise<number | undefined> => {
    stopped ??= gateway?.stop() ?? Promise.resolve(0);
    return stopped;
  };

  return {
    stage,
    async verify() {
      for (const end of runs.map((run) => run.end))
        assert.ok(!end.timedOut, 'the client did not come to an end');
      if (gateway === undefined) return;
      for (const [id, upstream] of upstreams) {
        for (const request of upstream.requests) {
          const head = `${request.path}\n${request.rawHeaders.join('\n')}`;
          assert.ok(!head.includes(gatewayKey), `${id} was sent the gateway’s key with ${request.path}`);
          assert.ok(head.includes(`key-of-${id}`), `${id} did not get its own key with ${request.path}`);
          assert.equal(request.headers['accept-encoding'], 'identity', `accept-encoding of ${request.path}`);
        }
      }
      assert.equal(await stop(), 0, 'exit code of the gateway after SIGTERM');
      assert.ok(!gateway.log().includes(gatewayKey), 'the gateway’s log holds its key');
    },
    async keep(name, reason) {
      const kept = join(outputFolder, name);
      await rm(kept, { recursive: true, force: true });
      await mkdir(kept, { recursive: true });
      await writeFile(join(kept, 'reason.txt'), `${reason}\n`);
      for (const [index, { file, args, end }] of runs.entries()) {
        const head = `${file.replace(placeOf(''), '')} ${args.join(' ')}\nexit ${end.code}, ${Math.round(end.ms)} ms\n`;
        await writeFile(join(kept, `run-${index + 1}.txt`), head);
        await writeFile(join(kept, `run-${index + 1}-stdout.txt`), end.stdout);
        await writeFile(join(kept, `run-${index + 1}-stderr.txt`), end.stderr);
      }
      if (gateway !== undefined) await writeFile(join(kept, 'gateway-log.txt'), gateway.log());
      for (const [id, upstream] of upstreams) {
        const seen = upstream.requests.map((request) => ({
          at: new Date(request.at).toISOString(),
          method: request.method,
          path: request.path,
          connection: request.connection,
          rawHeaders: request.rawHeaders,
          aborted: request.aborted,
          body: request.json ?? request.body.toString('latin1'),
        }));
        await writeFile(join(kept, `provider-${id}.json`), JSON.stringify(seen, null, 2));
      }
      return kept;
    },
    async close() {
      await stop();
      await Promise.all([...upstreams.values()].map((upstream) => upstream.close()));
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
