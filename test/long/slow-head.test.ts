import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { provider, startGateway } from '../support/start-gateway.ts';

it('a head that never ends is answered 408 within half a minute, and the gateway goes on', async () => {
  const gateway = await startGateway({ providers: [provider('one', 'http://127.0.0.1:1')] });
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  socket.write('POST /v1/messages HTTP/1.1\r\nhost: localhost\r\nx-slow: ');
  const start = performance.now();
  await once(socket, 'close');
  expect(text).toMatch(/^HTTP\/1\.1 408 .*"error"/s);
  expect(performance.now() - start).toBeLessThan(30_000);
  expect((await gateway.ask('/healthz', '', { method: 'GET' })).status).toBe(200);
  await gateway.close();
});
