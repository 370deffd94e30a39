import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { type Dispatcher, Pool } from 'undici';

/** Headers that belong to one connection and are written anew for the other. */
const hopByHop = new Set(['connection', 'keep-alive', 'transfer-encoding']);

/** A pool as the gateway has it: connections kept and unlimited, no time limits of the client's own. */
export function createPool(): Pool {
  const upstream = process.argv[2];
  if (upstream === undefined) throw new Error('The address of the upstream is the first argument.');
  return new Pool(upstream, {
    connections: null,
    pipelining: 1,
    keepAliveTimeout: 60_000,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/** The request headers that go on. */
export function forwarded(headers: IncomingHttpHeaders): Record<string, string> {
  const chosen: Record<string, string> = {};
  if (headers['content-type'] !== undefined) chosen['content-type'] = headers['content-type'];
  if (headers.authorization !== undefined) chosen.authorization = headers.authorization;
  if (headers.accept !== undefined) chosen.accept = headers.accept;
  return chosen;
}

/** Writes an upstream's answer straight to the client's response: the least that a correct forwarder does. */
export function createForwarder(response: ServerResponse): Dispatcher.DispatchHandler {
  return {
    onRequestStart() {},
    onResponseStart(_controller, status, headers) {
      const chosen: Record<string, string | string[]> = {};
      for (const name in headers) {
        const value = headers[name];
        if (value !== undefined && !hopByHop.has(name)) chosen[name] = value;
      }
      response.writeHead(status, chosen);
    },
    onResponseData(controller, chunk) {
      if (response.write(chunk)) return;
      controller.pause();
      response.once('drain', () => controller.resume());
    },
    onResponseEnd() {
      response.end();
    },
    onResponseError() {
      if (!response.headersSent) response.writeHead(502);
      response.end();
    },
  };
}

/** Prints the line that the benchmark waits for. */
export function announce(server: Server): void {
  const { port }: AddressInfo = addressOf(server);
  console.log(JSON.stringify({ event: 'listening', url: `http://127.0.0.1:${port}`, pid: process.pid }));
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address;
}
