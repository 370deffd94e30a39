// A host whose main thread another extension blocks: 200 ms of every second. The gateway runs in its own thread
// (`thread`, as in the extension) or on that main thread (`main`, as it would without one).
//   node blocked-host.ts thread|main UPSTREAM DIST DATA_DIR

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Setup, StartAnswer } from '../../src/gateway-thread/protocol.ts';
import { runGateway } from '../../src/gateway-thread/run-gateway.ts';
import { startGatewayThread } from '../../src/gateway-thread/start-thread.ts';
import { gatewayConfig } from '../subjects.ts';

/** Milliseconds of every second for which the main thread does something else. */
const blockedMs = 200;
const periodMs = 1000;

const [, , where = '', upstreamUrl = '', dist = '', dataDir = ''] = process.argv;
const setup: Setup = {
  config: gatewayConfig(upstreamUrl),
  secrets: {},
  network: { noProxy: [], strictSsl: true, systemCertificates: true },
  dataDir,
  version: '0.0.0',
};

const answer = await start();
if (answer.kind !== 'leading') throw new Error(`The gateway does not run: ${JSON.stringify(answer)}`);
console.log(JSON.stringify({ event: 'listening', url: answer.url, pid: process.pid }));
setInterval(block, periodMs);
process.on('SIGTERM', () => process.exit(0));

async function start(): Promise<StartAnswer> {
  if (where === 'main') {
    const storage = pathToFileURL(join(dist, 'storage-worker.cjs'));
    return (await runGateway(setup, storage, () => undefined)).answer;
  }
  const listener = { log: () => undefined, ended: (reason: string) => console.error(reason) };
  return startGatewayThread(join(dist, 'gateway-worker.cjs'), listener).start(setup);
}

function block(): void {
  const end = performance.now() + blockedMs;
  while (performance.now() < end);
}
