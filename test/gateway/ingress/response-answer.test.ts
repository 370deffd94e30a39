import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { ResponseAnswer } from '../../../src/gateway/ingress/response-answer.ts';

/** What a client gets of a whole answer. */
async function answered(body: Buffer): Promise<{ response: IncomingMessage; bytes: Buffer }> {
  const server = createServer((_request, response) => {
    const answer = new ResponseAnswer(response);
    answer.head(200, ['content-type', 'application/json', 'content-length', String(body.length)]);
    answer.end(body);
  });
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port }: AddressInfo = Object(server.address());
  const [response]: IncomingMessage[] = await once(get({ host: '127.0.0.1', port }), 'response');
  if (response === undefined) throw new Error('There was no answer.');
  return { response, bytes: await buffer(response) };
}

test.each([0, 1, 255, 8 * 1024, 8 * 1024 + 1, 100_000])(
  'a whole answer of %d bytes arrives byte for byte',
  async (size) => {
    const body = Buffer.from(Array.from({ length: size }, (_, at) => at % 256));
    const { response, bytes } = await answered(body);
    expect(bytes.equals(body)).toBe(true);
    expect(response.headers['content-length']).toBe(String(size));
  },
);
