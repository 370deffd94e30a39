import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Client } from '../exchange/client.ts';
import type { AdminDeps } from './admin-deps.ts';
import { ApiFailure } from './api-error.ts';
import type { Resource } from './resource.ts';
import { resourcesByPath } from './resources-by-path.ts';

/** No action takes more; a list of providers with all their models is a tenth of it. */
const mostBodyBytes = 1024 * 1024;

/** Bodies reach the resources as bytes, whatever the client calls them: curl sends JSON as a form. */
export function takeBodies(api: FastifyInstance): void {
  api.removeAllContentTypeParsers();
  api.addContentTypeParser<Buffer>(
    '*',
    { parseAs: 'buffer', bodyLimit: mostBodyBytes },
    (request, body, done) => {
      const coding = request.headers['content-encoding'];
      if (coding === undefined || coding === 'identity') return done(null, body);
      const message = 'The body is compressed. Send it as it is, without content-encoding.';
      return done(new ApiFailure('invalid_body', message));
    },
  );
}

/** Gives each resource its route; all other methods of its path are refused. */
export function addResources(
  api: FastifyInstance,
  resources: readonly Resource[],
  { caller }: Pick<AdminDeps, 'caller'>,
): void {
  for (const [path, methods] of resourcesByPath(resources)) {
    for (const resource of methods) {
      api.route<{ Params: Record<string, string> }>({
        method: allowedMethods([resource]),
        url: fastifyPath(path),
        config: { forManagers: resource.forManagers },
        handler: (request, reply) =>
          resource.respond({
            query: request.query,
            path: request.params,
            body: Buffer.isBuffer(request.body) ? request.body : undefined,
            caller: callerOf(caller, request),
            signal: leaveSignal(reply),
          }),
      });
    }
    refuseOthers(api, path, allowedMethods(methods));
  }
}

/** The door and the hook before the routes let nobody else through. */
function callerOf(caller: AdminDeps['caller'], request: FastifyRequest): Client {
  const found = caller(request);
  if (found === undefined) throw new ApiFailure('not_allowed', 'Nobody knows who asks.');
  return found;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The key of a manager will do. */
    forManagers?: boolean;
  }
}

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const everyMethod: readonly Method[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** What can be read can also be asked for its head alone. */
function allowedMethods(resources: readonly Resource[]): Method[] {
  return resources.flatMap(({ method }): Method[] => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
}

/** All methods that a path does not have are a 405 that names those that it has. */
export function refuseOthers(api: FastifyInstance, path: string, allowed: readonly Method[]): void {
  api.route({
    method: everyMethod.filter((method) => !allowed.includes(method)),
    url: fastifyPath(path),
    async handler(request, reply) {
      const list = allowed.join(', ');
      reply.header('allow', list);
      throw new ApiFailure(
        'method_not_allowed',
        `${request.method} is not possible on /api${path}. Allowed: ${list}.`,
      );
    },
  });
}

/** Is aborted when the connection ends, so that nobody goes on working for a client that has left. */
function leaveSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  const leave = (): void => controller.abort();
  if (reply.raw.destroyed) leave();
  reply.raw.once('close', leave);
  return controller.signal;
}

/** `/requests/{id}` as fastify writes it. */
function fastifyPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}
