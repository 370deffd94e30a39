import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import fastify, { type FastifyInstance } from 'fastify';
import type { Dialect } from '../exchange/dialect.ts';
import { type ErrorAnswer, errorAnswer } from '../exchange/errors.ts';
import type { Log } from '../exchange/ports.ts';
import { type Admission, type Door, type DoorState, knock } from './admission.ts';
import { appOf } from './app-name.ts';
import type { FormerKeyRequest } from './former-keys.ts';
import { type GenerateDeps, generate } from './generate.ts';
import { isModelPage, type ModelPagesDeps, modelPage } from './model-pages.ts';
import { type ParsedPath, parsePath } from './path.ts';
import { raw } from './raw.ts';
import { errorDialect, fixedTargets, geminiTarget } from './routes.ts';
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
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** Longer than any tool runs between two requests of an agent: 5 s of Node's own cost a reset each time. */
const keepAliveMs = 15 * 60_000;
/** A client that needs longer for its head is broken or hostile. */
const headersMs = 20_000;
/** 64 MiB over a slow forwarded port take minutes. */
const requestMs = 10 * 60_000;
const mostHeaderBytes = 64 * 1024;

/** Marks a path that only a provider knows, so that no route of ours catches it. */
const rawMark = '/!raw';

/** Everything that is not the control API. */
const clientRoute = '/*';

/**
 * Builds the server, not yet listening. Fastify holds the connections, the hooks and the control API; the client's
 * endpoints are one handler, because prefixes are taken off before anything else and bodies are read by hand.
 */
export function createServer(deps: ServerDeps): FastifyInstance {
  const stamp = () => ({ id: deps.nextId(), startedAt: deps.clock.now(), start: deps.clock.monotonic() });
  const knockAgain = (request: IncomingMessage): Door =>
    knock(request, parsePath(request.url ?? '/'), deps.door(), stamp());
  // Whoever is not let in, or asks for another path, is answered as over HTTP.
  const shouldUpgradeCallback = (request: IncomingMessage): boolean =>
    deps.socketsOn() && isSocketPath(request) && knockAgain(request).kind === 'admitted';
  const app = fastify({
    logger: false,
    keepAliveTimeout: keepAliveMs,
    requestTimeout: requestMs,
    forceCloseConnections: false,
    exposeHeadRoutes: false,
    return503OnClosing: false,
    routerOptions: { maxParamLength: 4096 },
    http: {
      headersTimeout: headersMs,
      connectionsCheckingInterval: 5_000,
      maxHeaderSize: mostHeaderBytes,
      keepAlive: true,
      noDelay: true,
      shouldUpgradeCallback,
    },
    ...(deps.tls !== undefined && { https: { ...deps.tls, shouldUpgradeCallback } }),
    rewriteUrl(request: PlacedRequest) {
      const parsed = parsePath(request.url ?? '/');
      request[place] = parsed;
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
    const door = knock(request.raw, parsedPath(request.raw), deps.door(), stamp());
    if (door.kind === 'admitted' && door.admission.byFormerKey)
      noteFormerKey(deps, door.admission, request.raw);
    if (door.kind === 'admitted' && request.routeOptions.url !== clientRoute) {
      request.admission = door.admission;
      return done();
    }
    reply.hijack();
    // The client's endpoints are answered here: what Fastify does next is about bodies, which are read by hand.
    if (door.kind === 'admitted') return dispatch(deps, door.admission, request.raw, reply.raw);
    if (door.kind === 'public') return publicPage(deps, door.page, request.raw, reply.raw);
    // The body was not read, so the connection cannot be used on when there is one.
    const close = request.raw.method !== 'GET' && request.raw.method !== 'HEAD';
    if (close) request.raw.resume();
    sendError(reply.raw, door.dialect, door.error);
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
  const parsed = parsePath(request.url ?? '/');
  return parsed.ok && fixedTargets.get(parsed.value.path)?.dialect === 'openai-responses';
}

function noteFormerKey(
  deps: ServerDeps,
  { client, startedAt, path }: Admission,
  { headers }: IncomingMessage,
): void {
  deps.formerKeyUsed({ client: client.id, at: startedAt, app: appOf(headers), terminal: path.terminal });
}

/** A fault of ours ends one request, not the gateway. */
function dispatch(
  deps: ServerDeps,
  admission: Admission,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  try {
    route(deps, admission, request, response);
  } catch (error) {
    deps.log.error('a request failed inside the gateway', { error, request: admission.id });
    sendError(response, dialectOf(request), unexpected(admission.id));
  }
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

function parsedPath(request: PlacedRequest): ParsedPath {
  return request[place] ?? { ok: false, path: '' };
}

/** Which of our pages a path is; the readable list of the client's endpoints. */
function route(
  deps: ServerDeps,
  admission: Admission,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { path, provider, vendor } = admission.path;
  const { method } = request;
  const fixed = fixedTargets.get(path);
  if (method === 'POST') {
    const target = fixed ?? geminiTarget(path);
    if (target !== undefined) return generate(deps, target, admission, request, response);
  }
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

/** Bytes that are no HTTP request, or one that is too slow or has too large a head: there is no response object yet. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: import('node:net').Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, message] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ([431, 'The request has more than 64 KiB of headers.'] as const)
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ([408, 'The request did not arrive in time.'] as const)
        : ([400, 'This is not a valid HTTP request.'] as const);
  const body = JSON.stringify({ error: { message, type: 'invalid_request_error', code: 'invalid_request' } });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
