import type { FastifyInstance, FastifyReply } from 'fastify';
import { accountResources } from './accounts.ts';
import { addResources, refuseOthers, takeBodies } from './add-resources.ts';
import type { AdminDeps } from './admin-deps.ts';
import { type ApiErrorAnswer, ApiFailure, apiErrorAnswer } from './api-error.ts';
import { clientResources } from './clients.ts';
import { configResource } from './config.ts';
import { eventsResource } from './events.ts';
import { explainResource } from './explain.ts';
import { keyResources } from './key.ts';
import { openApiDocument } from './openapi.ts';
import { presetsResource } from './presets.ts';
import { providerTestResources } from './provider-tests.ts';
import { providersResource } from './providers.ts';
import { requestResource, requestsResource } from './requests.ts';
import type { Resource } from './resource.ts';
import { resourcesByPath } from './resources-by-path.ts';
import { statusResource } from './status.ts';
import { createChangeStreams } from './stream.ts';

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
    ...accountResources(deps),
    presetsResource(deps),
    explainResource(deps),
    ...keyResources(deps),
    ...clientResources(deps),
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
        const role = deps.caller(request)?.role;
        if (role === 'admin') return;
        if (role === 'manager' && request.routeOptions.config.forManagers === true) return;
        throw new ApiFailure(
          'not_allowed',
          role === 'manager'
            ? 'With the key of a manager the control API has /api/clients only; the rest needs the role admin.'
            : 'The control API needs the key of a client with the role admin.',
        );
      });

      takeBodies(api);
      addResources(api, resources, deps);
      api.get('/openapi.json', async () => openApiDocument(resources, deps.about().version));
      refuseOthers(api, '/openapi.json', ['GET']);
      api.get('/stream', (request, reply) => {
        const lastId = request.headers['last-event-id'];
        streams.open(
          reply.raw,
          typeof lastId === 'string' ? lastId : undefined,
          () => deps.callerNow(request)?.role === 'admin',
        );
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

function send(reply: FastifyReply, { status, body }: ApiErrorAnswer): FastifyReply {
  return reply.code(status).send(body);
}
