import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { Outbox } from '../../../src/gateway/ingress/outbox.ts';
import { ResponseAnswer } from '../../../src/gateway/ingress/response-answer.ts';

function fail(error: unknown): void {
  throw error;
}

/** What a client gets of an answer. */
async function answered(
  give: (answer: ResponseAnswer, response: ServerResponse) => void,
): Promise<{ response: IncomingMessage; bytes: Buffer }> {
  const server = createServer((_request, response) => {
    give(new ResponseAnswer(response, new Outbox(setImmediate, fail)), response);
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
    const { response, bytes } = await answered((answer) => {
      answer.head(200, ['content-type', 'application/json', 'content-length', String(body.length)]);
      answer.end(body);
    });
    expect(bytes.equals(body)).toBe(true);
    expect(response.headers['content-length']).toBe(String(size));
  },
);

test('pieces that are written in one turn arrive whole and in order, with the end behind them', async () => {
  const { response, bytes } = await answered((answer) => {
    answer.head(200, ['content-type', 'text/event-stream']);
    for (const piece of ['one ', 'two ', 'three ']) answer.write(Buffer.from(piece));
    setImmediate(() => {
      answer.write(Buffer.from('four '));
      answer.end(Buffer.from('five'));
    });
  });
  expect(bytes.toString()).toBe('one two three four five');
  expect(response.headers['transfer-encoding']).toBe('chunked');
});

test('the first bytes of a stream are sent at once', async () => {
  const { bytes } = await answered((answer, response) => {
    answer.head(200, ['content-type', 'text/event-stream']);
    answer.write(Buffer.from('first'));
    expect(response.writableLength).toBeGreaterThan(0);
    const sent = response.writableLength;
    answer.write(Buffer.from('second'));
    expect(response.writableLength).toBe(sent);
    answer.end();
  });
  expect(bytes.toString()).toBe('firstsecond');
});

test('the head can go out before anything is written', async () => {
  const { bytes } = await answered((answer, response) => {
    answer.head(200, ['content-type', 'text/event-stream']);
    answer.flush();
    expect(response.headersSent).toBe(true);
    answer.write(Buffer.from('a'));
    answer.end();
  });
  expect(bytes.toString()).toBe('a');
});

test('a piece larger than the client’s buffer says so, and the response tells when there is room', async () => {
  const large = Buffer.alloc(4 * 1024 * 1024, 'x');
  const { bytes } = await answered((answer, response) => {
    answer.head(200, ['content-type', 'text/event-stream']);
    expect(answer.write(large)).toBe(false);
    response.once('drain', () => answer.end(Buffer.from('y')));
  });
  expect(bytes.length).toBe(large.length + 1);
});

test('a client that has left gets nothing, and nothing fails', async () => {
  const left = answered((answer, response) => {
    answer.head(200, ['content-type', 'text/event-stream']);
    answer.write(Buffer.from('a'));
    response.destroy();
    expect(answer.write(Buffer.from('b'))).toBe(true);
    answer.end(Buffer.from('c'));
  });
  await expect(left).rejects.toThrow('socket hang up');
});
