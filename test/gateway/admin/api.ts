import fastify, { type FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import type { About, AdminDeps } from '../../../src/gateway/admin/admin-deps.ts';
import { type Admin, registerAdmin } from '../../../src/gateway/admin/register-admin.ts';
import { checkProvider } from '../../../src/gateway/config/check-provider.ts';
import type { Config } from '../../../src/gateway/config/config.ts';
import type { Client } from '../../../src/gateway/exchange/client.ts';
import { createRedactor, type Redactor } from '../../../src/gateway/exchange/redact.ts';
import { systemRandom } from '../../../src/gateway/exchange/system-clock.ts';
import { createClientBook } from '../../../src/gateway/metering/client-book.ts';
import { createClientUses } from '../../../src/gateway/metering/client-uses.ts';
import { createMemoryStorage } from '../../../src/gateway/storage/memory-storage.ts';
import type { Storage } from '../../../src/gateway/storage/storage.ts';
import { createTracer, type Tracer } from '../../../src/gateway/tracing/tracer.ts';
import { demoProvider, presets } from '../../../src/gateway/upstream/presets.ts';
import { createUndiciTransport } from '../../../src/gateway/upstream/transport/undici-transport.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';
import { configOf, provider } from '../../support/start-gateway.ts';
import { view as routingView } from '../routing/sample-view.ts';

export interface StartedApi {
  readonly url: string;
  readonly app: FastifyInstance;
  readonly admin: Admin;
  readonly clock: ManualClock;
  readonly storage: Storage;
  readonly tracer: Tracer;
  readonly redactor: Redactor;
  /** What the API logged. */
  readonly logged: unknown[];
  get(path: string, init?: RequestInit): Promise<ApiAnswer>;
  /** A text is sent as it is. */
  post(path: string, body?: unknown, init?: RequestInit): Promise<ApiAnswer>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export type ApiOptions = Partial<AdminDeps> & { readonly settings?: Config; readonly ringSize?: number };

/** Who asks, by the header `x-user`: without it an admin. */
function callerOf(user: string | string[] | undefined): Client {
  return { id: 'local', role: user === 'guest' ? 'user' : 'admin' };
}

/** The control API alone on a real socket; requests with the header `x-user: guest` are no admin's. */
export async function startApi(options: ApiOptions = {}): Promise<StartedApi> {
  const { settings, ringSize, ...overrides } = options;
  const clock = createManualClock();
  const storage = overrides.storage ?? createMemoryStorage();
  const redactor = createRedactor();
  const tracer = createTracer({
    storage,
    clock,
    redactor,
    afterwards: (act) => act(),
    ...(ringSize !== undefined && { ringSize }),
  });
  const logged: unknown[] = [];
  const uses = createClientUses({
    clock,
    save: storage.clients.noteUses,
    onTrouble: (error) => logged.push(error),
  });
  const clients = createClientBook({ clock, random: systemRandom, store: storage.clients, uses, redactor });
  const about: About = {
    version: '1.2.3',
    protocol: 1,
    instance: 'instance-a',
    url: 'http://127.0.0.1:4000',
    startedAt: clock.now(),
    draining: false,
  };
  const config = settings ?? configOf({ providers: [provider('openai', 'https://api.openai.test')] });
  const transport = createUndiciTransport({ env: {}, trust: [], clock });
  const app = fastify({ forceCloseConnections: false, exposeHeadRoutes: false });
  app.all('/*', async () => 'not the control API');
  const admin = registerAdmin(app, {
    clock,
    log: { error: (message, fields) => logged.push({ message, fields }) },
    redactor,
    tracer,
    storage,
    caller: (request) => callerOf(request.headers['x-user']),
    callerNow: (request) => callerOf(request.headers['x-user']),
    clients,
    lastUsed: () => undefined,
    clientKey: () => undefined,
    configPlace: '/home/me/config.jsonc',
    about: () => about,
    config: () => config,
    hasKey: () => true,
    modelLists: () => [],
    modelNames: () => undefined,
    health: () => [],
    heal: () => 0,
    view: () => routingView([]),
    formerKeys: () => [],
    accountKey: (provider) => `key-of-${provider}`,
    transport: () => transport,
    presets,
    checkProvider: (definition) => checkProvider(definition, { presets, demo: demoProvider }, 4000),
    ...overrides,
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(async () => {
    admin.endStreams();
    app.server.closeAllConnections();
    await app.close();
    await transport.close();
  });
  const get = async (path: string, init?: RequestInit): Promise<ApiAnswer> => {
    const response = await fetch(`${url}${path}`, init);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
  };
  return {
    url,
    app,
    admin,
    clock,
    storage,
    tracer,
    redactor,
    logged,
    get,
    post: (path, body, init) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return get(path, { method: 'POST', ...(body !== undefined && { body: text }), ...init });
    },
  };
}
