import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach } from 'vitest';

/** A server that speaks bytes, so that it can break the rules; gone after the test, with its sockets. */
export interface ByteServer {
  readonly port: number;
  readonly origin: string;
  readonly sockets: Socket[];
  readonly server: Server;
}

const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const clean of cleanups.splice(0)) clean();
});

/** Registers something to be done after the test. */
export function afterTest(clean: () => void): void {
  cleanups.push(clean);
}

export async function byteServer(onSocket: (socket: Socket, index: number) => void): Promise<ByteServer> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => socket.destroy());
    onSocket(socket, sockets.length - 1);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterTest(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = addressOf(server);
  return { port, origin: `http://127.0.0.1:${port}`, sockets, server };
}

/** Calls `answer` for every request head that arrives (bodies have no blank line in these tests). */
export function onRequest(socket: Socket, answer: (head: string, count: number) => void): void {
  let buffered = '';
  let count = 0;
  socket.on('data', (chunk) => {
    buffered += chunk.toString('latin1');
    for (let end = buffered.indexOf('\r\n\r\n'); end !== -1; end = buffered.indexOf('\r\n\r\n')) {
      const head = buffered.slice(0, end);
      buffered = buffered.slice(end + 4);
      count += 1;
      answer(head, count);
    }
  });
}

export function addressOf(server: Server): { port: number } {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on TCP');
  return address;
}
