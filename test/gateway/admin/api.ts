import fastify, { type FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import type { About, AdminDeps } from '../../../src/gateway/admin/admin-deps.ts';
import { type Admin, registerAdmin } from '../../../src/gateway/admin/register-admin.ts';
import type { Config } from '../../../src/gateway/config/config.ts';
import { createRedactor, type Redactor } from '../../../src/gateway/exchange/redact.ts';
import { createMemoryStorage } from '../../../src/gateway/storage/memory-storage.ts';
import type { Storage } from '../../../src/gateway/storage/storage.ts';
import { createTracer, type Tracer } from '../../../src/gateway/tracing/tracer.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';
import { configOf, provider } from '../../support/start-gateway.ts';

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
  get(path: string, init?: RequestInit): Promise<{ status: number; headers: Headers; body: unknown }>;
}

export type ApiOptions = Partial<AdminDeps> & { readonly settings?: Config; readonly ringSize?: number };

/** The control API alone on a real socket; requests with the header `x-user: guest` are no admin's. */
export async function startApi(options: ApiOptions = {}): Promise<StartedApi> {
  const { settings, ringSize, ...overrides } = options;
  const clock = createManualClock();
  const storage = overrides.storage ?? createMemoryStorage();
  const redactor = createRedactor();
  const tracer = createTracer({ storage, clock, redactor, ...(ringSize !== undefined && { ringSize }) });
  const logged: unknown[] = [];
  const about: About = {
    version: '1.2.3',
    protocol: 1,
    instance: 'instance-a',
    url: 'http://127.0.0.1:4000',
    startedAt: clock.now(),
    draining: false,
  };
  const config = settings ?? configOf({ providers: [provider('openai', 'https://api.openai.test')] });
  const app = fastify({ forceCloseConnections: false, exposeHeadRoutes: false });
  app.all('/*', async () => 'not the control API');
  const admin = registerAdmin(app, {
    clock,
    log: { error: (message, fields) => logged.push({ message, fields }) },
    redactor,
    tracer,
    storage,
    isAdmin: (request) => request.headers['x-user'] !== 'guest',
    about: () => about,
    config: () => config,
    hasKey: () => true,
    modelLists: () => [],
    modelNames: () => undefined,
    health: () => [],
    formerKeys: () => [],
    ...overrides,
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(async () => {
    admin.endStreams();
    app.server.closeAllConnections();
    await app.close();
  });
  return {
    url,
    app,
    admin,
    clock,
    storage,
    tracer,
    redactor,
    logged,
    async get(path, init) {
      const response = await fetch(`${url}${path}`, init);
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: text === '' ? undefined : JSON.parse(text),
      };
    },
  };
}
