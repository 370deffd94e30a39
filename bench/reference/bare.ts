// The reference of every ratio: node:http in front, the body in one buffer, undici's `Pool.dispatch` behind, and a
// handler that writes straight to the response. No keys, no routing, no retries, no records.
import { createServer } from 'node:http';
import { announce, createForwarder, createPool, forwarded } from './forward.ts';

const pool = createPool();

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const [first] = parts;
    pool.dispatch(
      {
        path: request.url ?? '/',
        method: 'POST',
        headers: forwarded(request.headers),
        body: parts.length === 1 && first !== undefined ? first : Buffer.concat(parts),
      },
      createForwarder(response),
    );
  });
});
server.listen(0, '127.0.0.1', () => announce(server));
process.on('SIGTERM', () => process.exit(0));
