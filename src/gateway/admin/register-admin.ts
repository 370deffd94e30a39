import type { FastifyInstance, FastifyReply } from 'fastify';
import type { AdminDeps } from './admin-deps.ts';
import { type ApiErrorAnswer, ApiFailure, apiErrorAnswer } from './api-error.ts';
import { configResource } from './config.ts';
import { eventsResource } from './events.ts';
import { openApiDocument } from './openapi.ts';
import { presetsResource } from './presets.ts';
import { providerTestResources } from './provider-tests.ts';
import { providersResource } from './providers.ts';
import { requestResource, requestsResource } from './requests.ts';
import type { Resource } from './resource.ts';
import { resourcesByPath } from './resources-by-path.ts';
import { statusResource } from './status.ts';
import { createChangeStreams } from './stream.ts';

/** No action takes more; a list of providers with all their models is a tenth of it. */
const mostBodyBytes = 1024 * 1024;

/** What remains to be done with the control API once it is there. */
export interface Admin {
  /** Ends the open streams of changes, and refuses new ones: called when the gateway drains. */
  endStreams(): void;
}

/**
 * Puts the control API under `/api` of a server that has not been started. The server's own hooks run first and
 * have checked the key; here it must be an admin's. All answers are JSON and not to be stored.
 */
export function registerAdmin(app: FastifyInstance, deps: AdminDeps): Admin {
  const resources: readonly Resource[] = [
    statusResource(deps),
    configResource(deps),
    providersResource(deps),
    ...providerTestResources(deps),
    presetsResource(deps),
    requestsResource(deps),
    requestResource(deps),
    eventsResource(deps),
  ];
  const streams = createChangeStreams(deps);

  app.register(
    async (api) => {
      api.setErrorHandler((error, _request, reply) => {
        const answer = apiErrorAnswer(error);
        if (answer.status >= 500) deps.log.error('the control API could not answer', { error });
        return send(reply, answer);
      });
      api.addHook('onRequest', async (request, reply) => {
        reply.header('cache-control', 'no-store');
        if (!deps.isAdmin(request)) {
          throw new ApiFailure(
            'not_allowed',
            'The control API needs the key of a client with the role admin.',
          );
        }
      });

      // Bodies reach the resources as bytes, whatever the client calls them: curl sends JSON as a form.
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

      for (const [path, methods] of resourcesByPath(resources)) {
        for (const resource of methods) {
          api.route<{ Params: Record<string, string> }>({
            method: allowedMethods([resource]),
            url: fastifyPath(path),
            handler: ({ query, params, body }, reply) =>
              resource.respond({
                query,
                path: params,
                body: Buffer.isBuffer(body) ? body : undefined,
                signal: leaveSignal(reply),
              }),
          });
        }
        refuseOthers(api, path, allowedMethods(methods));
      }
      api.get('/openapi.json', async () => openApiDocument(resources, deps.about().version));
      refuseOthers(api, '/openapi.json', ['GET']);
      api.get('/stream', (request, reply) => {
        const lastId = request.headers['last-event-id'];
        streams.open(reply.raw, typeof lastId === 'string' ? lastId : undefined);
        reply.hijack();
      });
      refuseOthers(api, '/stream', ['GET']);

      const paths = [...resourcesByPath(resources).map(([path]) => path), '/openapi.json', '/stream'];
      const list = paths.map((path) => `/api${path}`).join(', ');
      const nothingHere = async (): Promise<never> => {
        throw new ApiFailure('not_found', `There is nothing at this path. The control API has ${list}.`);
      };
      api.all('/', nothingHere);
      api.all('/*', nothingHere);
    },
    { prefix: '/api' },
  );
  // Open streams would keep the server from closing.
  app.addHook('preClose', async () => streams.end());
  return { endStreams: () => streams.end() };
}

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const everyMethod: readonly Method[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** What can be read can also be asked for its head alone. */
function allowedMethods(resources: readonly Resource[]): Method[] {
  return resources.flatMap(({ method }): Method[] => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
}

/** All methods that a path does not have are a 405 that names those that it has. */
function refuseOthers(api: FastifyInstance, path: string, allowed: readonly Method[]): void {
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
  reply.raw.once('close', () => controller.abort());
  return controller.signal;
}

/** `/requests/{id}` as fastify writes it. */
function fastifyPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}

function send(reply: FastifyReply, { status, body }: ApiErrorAnswer): FastifyReply {
  return reply.code(status).send(body);
}
