// The bare forwarder inside fastify: what the framework itself costs, before anything of ours is done in it.
import { fastify } from 'fastify';
import { announce, createForwarder, createPool, forwarded } from './forward.ts';

const pool = createPool();

const app = fastify({ bodyLimit: 64 * 1024 * 1024 });
app.removeAllContentTypeParsers();
app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
app.post<{ Body: Buffer }>('/*', (request, reply) => {
  reply.hijack();
  pool.dispatch(
    { path: request.url, method: 'POST', headers: forwarded(request.headers), body: request.body },
    createForwarder(reply.raw),
  );
});
await app.listen({ port: 0, host: '127.0.0.1' });
announce(app.server);
process.on('SIGTERM', () => process.exit(0));
