import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { parsedJson } from './json-value.ts';
import { readAsk, type UpstreamAsk } from './scripted-upstream-ask.ts';
import { answer, type Behaviour } from './scripted-upstream-behaviour.ts';
import type { ProviderFacts } from './scripted-upstream-check.ts';
import { play } from './scripted-upstream-play.ts';
import { prepare } from './scripted-upstream-prepare.ts';
import { watchArrival } from './secret-watch.ts';

/** A request as it came over the wire. */
export interface RecordedRequest {
  readonly method: string;
  /** With query. */
  readonly path: string;
  /** Lower-case names; repeated ones joined as node:http joins them. */
  readonly headers: IncomingMessage['headers'];
  /** Names and values in turn, as sent. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  /** The body, decoded by its content-encoding and parsed; undefined when it is not JSON. */
  readonly json: unknown;
  readonly ask: UpstreamAsk;
  /** Milliseconds since the epoch at which the body was complete. */
  readonly at: number;
  /** Number of the connection it came on, from 1. */
  readonly connection: number;
  /** The client left before the answer was complete. */
  readonly aborted: boolean;
  /** Resolves when the answer is complete or the client has left. */
  readonly closed: Promise<void>;
}

/** Decides for each request; undefined means the provider's normal answer. */
export type Handler = (request: RecordedRequest) => Behaviour | undefined | Promise<Behaviour | undefined>;

/** One behaviour for all, a list of which each request takes the next and the last one stays, or a function. */
export type Script = Behaviour | readonly Behaviour[] | Handler;

export interface ScriptedUpstreamOptions extends ProviderFacts {
  /** What generation requests get from the start; default: a normal answer. */
  readonly script?: Script;
  /** Models in the list when `models` does not restrict them. */
  readonly listed?: readonly string[];
}

/** A provider that does what a test says, and remembers what it was asked. */
export interface ScriptedUpstream {
  /** `http://127.0.0.1:port`, without a path. */
  readonly url: string;
  /** Everything that came, in order of completion; upgrades, probes and model lists too. */
  readonly requests: readonly RecordedRequest[];
  /** Only those that ask a model for something: generation, embeddings, legacy completions. */
  readonly calls: readonly RecordedRequest[];
  /** Connections that were ever opened. */
  readonly connections: number;
  /** What calls get from now on. */
  script(script: Script): void;
  /** What all other requests (model lists, token counts, probes) get from now on. */
  scriptOthers(script: Script): void;
  /** The next request that nobody asked for yet with this function; waits for one when there is none. */
  nextRequest(): Promise<RecordedRequest>;
  /** Resolves when an answer stands still at a `stall` (at once when one does already). */
  stalled(): Promise<void>;
  /** Lets every answer that stands at a `stall` go on. */
  release(): void;
  /** Closes connections on which nothing is going on, as a provider does with those kept alive. */
  closeIdle(): void;
  /** Ends everything at once. Rejects with what the scripts threw, and with the secrets that came and are not its own. */
  close(): Promise<void>;
}

const callOperations: ReadonlySet<string> = new Set(['generate', 'embed', 'batch-embed', 'compact']);

/** Starts a provider on a free port of 127.0.0.1. It speaks every dialect; the path of a request says which. */
export async function createScriptedUpstream(
  options: ScriptedUpstreamOptions = {},
): Promise<ScriptedUpstream> {
  const requests: RecordedRequest[] = [];
  const news = new EventEmitter();
  const connectionOf = new WeakMap<Socket, number>();
  const stalls = new Set<() => void>();
  const troubles: unknown[] = [];
  const strays: string[] = [];
  let callScript = follow(options.script ?? answer());
  let otherScript: Handler = () => undefined;
  let connections = 0;
  let delivered = 0;
  let serial = 0;
  let url = '';

  const record = (message: IncomingMessage, body: Buffer, response?: ServerResponse): RecordedRequest => {
    const json = parsedJson(decodedBody(body, message.headers['content-encoding']).toString());
    const header = (name: string): string | undefined => message.headers[name]?.toString();
    let aborted = false;
    const closed =
      response === undefined
        ? Promise.resolve()
        : once(response, 'close').then(() => {
            aborted = !response.writableFinished;
          });
    const method = message.method ?? '';
    const path = message.url ?? '/';
    const request: RecordedRequest = {
      method,
      path,
      headers: message.headers,
      rawHeaders: message.rawHeaders,
      body,
      json,
      ask: readAsk(method, path, header, json),
      at: Date.now(),
      connection: connectionOf.get(message.socket) ?? 0,
      get aborted() {
        return aborted;
      },
      closed,
    };
    strays.push(...watchArrival(url, request));
    requests.push(request);
    news.emit('request');
    return request;
  };

  const stall = async (response: ServerResponse): Promise<void> => {
    if (response.destroyed) return;
    await new Promise<void>((resolve) => {
      const go = (): void => {
        stalls.delete(go);
        resolve();
      };
      stalls.add(go);
      response.once('close', go);
      news.emit('stall');
    });
  };

  const server = createServer((message, response) => {
    void (async () => {
      const parts: Buffer[] = [];
      for await (const part of message) parts.push(Buffer.from(part));
      const request = record(message, Buffer.concat(parts), response);
      const isCall = callOperations.has(request.ask.operation);
      const behaviour = await (isCall ? callScript : otherScript)(request);
      serial += 1;
      const prepared = prepare(request, behaviour, options, serial);
      await play(response, prepared, stall);
    })().catch((error: unknown) => {
      // A client that leaves while it sends its body is part of the play; a script that throws is a broken test.
      if (!message.readableAborted) troubles.push(error);
      response.destroy();
    });
  });
  server.on('connection', (socket) => {
    connections += 1;
    connectionOf.set(socket, connections);
    socket.setNoDelay(true);
  });
  server.on('upgrade', (message, socket) => {
    record(message, Buffer.alloc(0));
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 426 Upgrade Required\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}`;

  return {
    url,
    requests,
    get calls() {
      return requests.filter((request) => callOperations.has(request.ask.operation));
    },
    get connections() {
      return connections;
    },
    script(script) {
      callScript = follow(script);
    },
    scriptOthers(script) {
      otherScript = follow(script);
    },
    async nextRequest() {
      const place = delivered;
      delivered += 1;
      for (;;) {
        const request = requests[place];
        if (request !== undefined) return request;
        await once(news, 'request');
      }
    },
    async stalled() {
      if (stalls.size === 0) await once(news, 'stall');
    },
    release() {
      for (const go of [...stalls]) go();
    },
    closeIdle() {
      server.closeIdleConnections();
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      if (troubles.length > 0) throw new AggregateError(troubles, 'A script of the upstream threw.');
      if (strays.length > 0) throw new Error(`Secrets came where they must not:\n${strays.join('\n')}`);
    },
  };
}

function follow(script: Script): Handler {
  if (typeof script === 'function') return script;
  if (!isSequence(script)) return () => script;
  let next = 0;
  return () => {
    const behaviour = script[Math.min(next, script.length - 1)];
    next += 1;
    return behaviour;
  };
}

function isSequence(script: Behaviour | readonly Behaviour[]): script is readonly Behaviour[] {
  return Array.isArray(script);
}

function decodedBody(body: Buffer, coding: string | undefined): Buffer {
  try {
    if (coding === 'gzip') return gunzipSync(body);
    if (coding === 'deflate') return inflateSync(body);
    if (coding === 'br') return brotliDecompressSync(body);
    if (coding === 'zstd') return zstdDecompressSync(body);
  } catch {
    return body;
  }
  return body;
}
