import type { IncomingMessage, ServerResponse } from 'node:http';
import fastify, { type FastifyInstance } from 'fastify';
import type { Dialect } from '../exchange/dialect.ts';
import { type ErrorAnswer, errorAnswer } from '../exchange/errors.ts';
import type { Log } from '../exchange/ports.ts';
import { type Admission, type Door, type DoorState, knock } from './admission.ts';
import { appOf } from './app-name.ts';
import { answerBrokenRequest } from './broken-request.ts';
import type { FormerKeyRequest } from './former-keys.ts';
import { type GenerateDeps, generate } from './generate.ts';
import { createHttpServer, type TlsFiles } from './http-server.ts';
import { isModelPage, type ModelPagesDeps, modelPage } from './model-pages.ts';
import { type ParsedPath, parsePath } from './path.ts';
import { raw } from './raw.ts';
import { errorDialect, fixedTargets, geminiTarget, type Target } from './routes.ts';
import { sendError } from './send-error.ts';
import { createUpgrades } from './socket/upgrades.ts';
import { isKnownResponse, isStoredResponse, storedResponse } from './stored-response.ts';

/** Everything the client's face needs. */
export interface ServerDeps extends GenerateDeps, ModelPagesDeps {
  readonly log: Log;
  door(): DoorState;
  /** A request was let in by a former key. */
  formerKeyUsed(request: FormerKeyRequest): void;
  nextId(): string;
  /** Body of `GET /healthz`. */
  health(): Readonly<Record<string, string | number>>;
  /** Body of `GET /v1/status`. */
  ownStatus(admission: Admission): Readonly<Record<string, unknown>>;
  /** `listen.websocket`: Responses clients may speak over a WebSocket. */
  socketsOn(): boolean;
  /** TLS material, when the address is not loopback. */
  readonly tls?: TlsFiles;
}

/** Marks a path that only a provider knows, so that no route of ours catches it. */
const rawMark = '/!raw';

/** Everything that is not the control API. */
const clientRoute = '/*';

/**
 * Builds the server, not yet listening. Fastify holds the connections, the hooks and the control API; the client's
 * endpoints are one handler, because prefixes are taken off before anything else and bodies are read by hand. What asks
 * a model does not even pass Fastify's router: it needs nothing of it, and it is nearly every request.
 */
export function createServer(deps: ServerDeps): FastifyInstance {
  const knockAgain = (request: IncomingMessage): Door => enter(deps, request);
  // Whoever is not let in, or asks for another path, is answered as over HTTP.
  const maySwitch = (request: IncomingMessage): boolean =>
    deps.socketsOn() && isSocketPath(request) && enter(deps, request).kind === 'admitted';
  const app = fastify({
    logger: false,
    forceCloseConnections: false,
    exposeHeadRoutes: false,
    return503OnClosing: false,
    routerOptions: { maxParamLength: 4096 },
    serverFactory: (others) =>
      createHttpServer(deps.tls, maySwitch, (request, response) => {
        const target = targetOf(request);
        if (target === undefined) others(request, response);
        else modelRequest(deps, target, request, response);
      }),
    rewriteUrl(request: PlacedRequest) {
      const parsed = parsedPath(request);
      if (!parsed.ok) return rawMark;
      const { path, query, provider, vendor } = parsed.value;
      if (provider !== undefined || vendor !== undefined) return rawMark;
      return query === '' ? path : `${path}?${query}`;
    },
    clientErrorHandler: answerBrokenRequest,
  });
  // Bodies are read by the handlers: decoded, bounded and counted in one place.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));

  app.decorateRequest('admission', undefined);

  app.addHook('onRequest', (request, reply, done) => {
    const door = enter(deps, request.raw);
    if (door.kind === 'admitted' && request.routeOptions.url !== clientRoute) {
      request.admission = door.admission;
      return done();
    }
    reply.hijack();
    // The client's endpoints are answered here: what Fastify does next is about bodies, which are read by hand.
    if (door.kind !== 'admitted') return stayOut(deps, door, request.raw, reply.raw);
    const { admission } = door;
    try {
      route(deps, admission, request.raw, reply.raw);
    } catch (error) {
      faulty(deps, error, admission.id, request.raw, reply.raw);
    }
  });

  app.setErrorHandler((error, request, reply) => {
    deps.log.error('a request failed inside the gateway', { error });
    reply.hijack();
    sendError(reply.raw, dialectOf(request.raw), unexpected(deps.nextId()));
  });

  // Never reached: the hook above has answered. It is there so that every path has a route, and so its hooks.
  app.all(clientRoute, (_request, reply) => reply.callNotFound());
  const upgrades = createUpgrades({ ...deps, knock: knockAgain, newId: deps.run.id });
  upgrades.attach(app.server);
  app.addHook('preClose', (done) => {
    upgrades.close();
    done();
  });
  return app;
}

/** Responses is the one dialect that is spoken over WebSockets, by Codex; on a strict or pinned route as well. */
function isSocketPath(request: IncomingMessage): boolean {
  if (request.headers.upgrade?.toLowerCase() !== 'websocket') return false;
  const parsed = parsedPath(request);
  return parsed.ok && fixedTargets.get(parsed.value.path)?.dialect === 'openai-responses';
}

/** What a request asks a model for; undefined: it asks none. */
function targetOf(request: IncomingMessage): Target | undefined {
  if (request.method !== 'POST') return undefined;
  const parsed = parsedPath(request);
  if (!parsed.ok) return undefined;
  const { path } = parsed.value;
  return fixedTargets.get(path) ?? geminiTarget(path);
}

function modelRequest(
  deps: ServerDeps,
  target: Target,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const door = enter(deps, request);
  if (door.kind !== 'admitted') return stayOut(deps, door, request, response);
  const { admission } = door;
  try {
    generate(deps, target, admission, request, response);
  } catch (error) {
    faulty(deps, error, admission.id, request, response);
  }
}

/** Knocks at the door for a request. */
function enter(deps: ServerDeps, request: IncomingMessage): Door {
  const stamp = { id: deps.nextId(), startedAt: deps.clock.now(), start: deps.clock.monotonic() };
  const door = knock(request, parsedPath(request), deps.door(), stamp);
  if (door.kind === 'admitted' && door.admission.byFormerKey) noteFormerKey(deps, door.admission, request);
  return door;
}

/** Answers who was not let in. */
function stayOut(
  deps: ServerDeps,
  door: Exclude<Door, { kind: 'admitted' }>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (door.kind === 'public') return publicPage(deps, door.page, request, response);
  // The body was not read, so the connection cannot be used on when there is one.
  const close = request.method !== 'GET' && request.method !== 'HEAD';
  if (close) request.resume();
  sendError(response, door.dialect, door.error);
}

function noteFormerKey(
  deps: ServerDeps,
  { client, startedAt, path }: Admission,
  { headers }: IncomingMessage,
): void {
  deps.formerKeyUsed({ client: client.id, at: startedAt, app: appOf(headers), terminal: path.terminal });
}

/** A fault of ours ends one request, not the gateway. */
function faulty(
  deps: ServerDeps,
  error: unknown,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  deps.log.error('a request failed inside the gateway', { error, request: id });
  sendError(response, dialectOf(request), unexpected(id));
}

function unexpected(id: string): ErrorAnswer {
  return errorAnswer('internal', id, { detail: 'an unexpected error' });
}

function dialectOf(request: IncomingMessage): Dialect {
  const parsed = parsedPath(request);
  return errorDialect(parsed.ok ? parsed.value.path : '', request.headers);
}

const place = Symbol('the parsed path of a request');

/** A request whose path has been read; a property, because a WeakMap costs every garbage collection. */
interface PlacedRequest extends IncomingMessage {
  [place]?: ParsedPath;
}

/** Read once: afterwards the router may have rewritten the address. */
function parsedPath(request: PlacedRequest): ParsedPath {
  request[place] ??= parsePath(request.url ?? '/');
  return request[place];
}

/** Which of our other pages a path is; the readable list of the client's endpoints that ask no model. */
function route(
  deps: ServerDeps,
  admission: Admission,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { path, provider, vendor } = admission.path;
  const { method } = request;
  const fixed = fixedTargets.get(path);
  if (fixed !== undefined && request.headers.upgrade !== undefined) {
    return fail(admission, request, response, 'no_websocket', {});
  }
  if (method === 'GET' && isModelPage(path)) return modelPage(deps, admission, request, response);
  if (method === 'GET' && path === '/v1/status') {
    return sendJson(response, admission.id, deps.ownStatus(admission));
  }
  const prefixed = provider !== undefined || vendor !== undefined;
  // Behind a prefix an id may be one that only the provider knows.
  if (fixed === undefined && isStoredResponse(path) && (!prefixed || isKnownResponse(deps, path))) {
    return storedResponse(deps, admission, request, response);
  }
  if (prefixed) return raw(deps, admission, request, response);
  request.resume();
  if (fixed !== undefined)
    return fail(admission, request, response, 'method_not_allowed', {
      method: method ?? '',
      path,
      detail: 'POST',
    });
  return fail(admission, request, response, 'not_found', { path });
}

function fail(
  admission: Admission,
  request: IncomingMessage,
  response: ServerResponse,
  code: Parameters<typeof errorAnswer>[0],
  values: Readonly<Record<string, string>>,
): void {
  const dialect = errorDialect(admission.path.path, request.headers);
  sendError(response, dialect, errorAnswer(code, admission.id, values), code === 'no_websocket');
}

function publicPage(
  deps: ServerDeps,
  page: 'health' | 'probe',
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (page === 'health' && request.method === 'GET') return sendJson(response, undefined, deps.health());
  response.writeHead(200, { 'content-length': 0 });
  response.end();
}

function sendJson(response: ServerResponse, id: string | undefined, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    ...(id !== undefined && { 'x-patchbay-request-id': id }),
  });
  response.end(body);
}
