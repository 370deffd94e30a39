import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { registerAdmin } from './admin/register-admin.ts';
import { snapshotProviderOf } from './catalog/limits.ts';
import { createListStore } from './catalog/list-store.ts';
import { type BookProvider, createModelBook } from './catalog/model-book.ts';
import { checkProvider } from './config/check-provider.ts';
import type { Config } from './config/config.ts';
import { describeChange } from './config/diff.ts';
import { createResponseBook } from './conversations/response-book.ts';
import { loadTokenCounter, type TokenCounter } from './counting/token-counter.ts';
import type { Provider } from './exchange/provider.ts';
import type { Gateway, GatewayDeps, Secrets } from './gateway-contract.ts';
import { accountKey, gatewayState, hasKey, routingProviders, staleHealth } from './gateway-state.ts';
import { healthEvent } from './health-event.ts';
import { createBodyBudget } from './ingress/body-budget.ts';
import { createFormerKeys } from './ingress/former-keys.ts';
import { createLastProviders } from './ingress/last-providers.ts';
import { createRunningRuns } from './ingress/running-runs.ts';
import { createServer, type ServerDeps } from './ingress/server.ts';
import { knownProviders } from './known-providers.ts';
import { createListFetcher } from './list-fetcher.ts';
import { matchesAnyGlob } from './routing/glob.ts';
import { createHealthBook } from './routing/health-book.ts';
import type { RoutingProvider, RoutingView } from './routing/view.ts';
import { createTracer } from './tracing/tracer.ts';
import { createDemoTransport } from './upstream/demo/demo-transport.ts';
import { demoProvider, presets } from './upstream/presets.ts';
import { collectEveryBytes } from './young-garbage.ts';

/** The control protocol that this version speaks; other windows and commands compare it. */
export const protocol = 1;

/** Puts the rooms together. The path of a request: server -> generate -> plan -> Run -> Attempt -> transport. */
export function createGateway(deps: GatewayDeps): Gateway {
  const { clock, random, storage, log, redactor, version } = deps;
  const instance = random.hex(8);
  let state = gatewayState(deps.config, deps.secrets);
  let routed: readonly RoutingProvider[] | undefined;
  let draining = false;
  /** Where it listens, once it does. */
  let url = '';
  let port = deps.config.listen.port;
  const startedAt = clock.now();
  let serial = 0;

  const tracer = createTracer({ storage, clock, redactor });
  const health = createHealthBook({ settings: deps.config.routing, clock });
  const demo = createDemoTransport({ clock });
  const transportOf = (provider: Provider) => (provider.id === demoProvider.id ? demo : deps.transport);
  const keyOf = (provider: string, account: string): string | undefined =>
    state.secrets.accounts.get(accountKey(provider, account));
  const fetchList = createListFetcher({ clock, state: () => state, transport: transportOf });
  const models = createModelBook({
    clock,
    fetchList,
    log,
    ...(deps.cacheDir !== undefined && { store: createListStore(deps.cacheDir) }),
  });
  models.configure(state.config.providers.map(bookProvider));
  models.onChange(() => {
    routed = undefined;
  });
  health.onChange((change) => tracer.event(healthEvent(change, clock.now())));

  const providers = (): readonly RoutingProvider[] => {
    routed ??= routingProviders(state, (id) => models.modelsOf(id));
    return routed;
  };
  const view = (): RoutingView => ({
    now: clock.now(),
    settings: state.config.routing,
    providers: providers(),
    rules: state.config.models.rules,
    allWell: health.allWell(),
    availability: health.availability,
  });

  let loading: Promise<TokenCounter> | undefined;
  let counter: TokenCounter | undefined;
  const countless = new Set<string>();
  const formerKeys = createFormerKeys(redactor);
  formerKeys.configure(state.clients.formerKeys);
  const running = createRunningRuns();
  const serverDeps: ServerDeps = {
    clock,
    log,
    running,
    budget: createBodyBudget({
      ...(deps.collectYoung !== undefined && {
        relief: { everyBytes: collectEveryBytes, relieve: deps.collectYoung },
      }),
    }),
    lastProviders: createLastProviders(),
    responses: createResponseBook(),
    counter: () => {
      loading ??= loadTokenCounter().then((loaded) => {
        counter = loaded;
        return loaded;
      });
      return loading;
    },
    counting: () => counter,
    countless,
    view,
    paused: () => state.config.routing.paused,
    chance: () => random.unit(),
    started: (request) => tracer.started(request),
    record: (record) => tracer.request(record),
    run: {
      keepsRequests: () => counter !== undefined,
      clock,
      log,
      health,
      id: (prefix) => prefix + random.hex(12),
      limits: (provider, model) => models.facts(provider, model) ?? {},
      provider: (id) => state.providers.get(id),
      key: keyOf,
      transport: transportOf,
      modelMissing: (provider) => models.missing(provider),
      used: (provider) => models.used(provider),
    },
    ours: {
      isProvider: (name) => state.providers.has(name.toLowerCase()),
      isModel: (name) => isOurModel(name, state.providers, providers()),
    },
    models: ({ client }) => {
      const { providers: ids, models: names } = client;
      const listed = ids === undefined ? models.all() : models.all((id) => matchesAnyGlob(ids, id));
      if (names === undefined) return listed;
      return listed.filter(({ id, model }) => matchesAnyGlob(names, id) || matchesAnyGlob(names, model));
    },
    door: () => ({
      hosts: state.config.listen.hosts,
      origins: state.config.listen.origins,
      clients: state.clients,
      draining,
    }),
    socketsOn: () => state.config.listen.websocket,
    formerKeyUsed: (request) => formerKeys.used(request),
    nextId: () => {
      serial += 1;
      return `req_${instance}${serial.toString(36).padStart(6, '0')}`;
    },
    health: () => ({ product: 'patchbay', version, protocol, instance }),
    ownStatus: ({ client }) => ({
      id: client.id,
      role: client.role,
      models: client.models ?? 'all',
      providers: client.providers ?? 'all',
    }),
  };
  const { tls } = deps.config.listen;
  const server: FastifyInstance = createServer({
    ...serverDeps,
    ...(tls !== undefined && { tls: tlsFiles(tls) }),
  });
  const admin = registerAdmin(server, {
    ...(deps.localKey !== undefined && { localKey: deps.localKey }),
    clock,
    log,
    redactor,
    tracer,
    storage,
    isAdmin: (request) => request.admission?.client.role === 'admin',
    about: () => ({ version, protocol, instance, url, startedAt, draining }),
    config: () => state.config,
    hasKey: (provider, account) => hasKey(state, provider, account),
    accountKey: keyOf,
    transport: transportOf,
    presets,
    checkProvider: (definition) => checkProvider(definition, knownProviders, port),
    modelLists: () => models.ages(),
    modelNames: (provider) => models.modelsOf(provider),
    health: () => health.states(),
    formerKeys: () => formerKeys.list(clock.now()),
  });

  const apply = (config: Config, secrets: Secrets): { restartNeeded: readonly string[] } => {
    const before = state;
    state = gatewayState(config, secrets);
    routed = undefined;
    formerKeys.configure(state.clients.formerKeys);
    health.update(config.routing);
    // An address may have changed.
    countless.clear();
    models.configure(config.providers.map(bookProvider));
    storage.retain(config.storage.retentionDays);
    for (const change of staleHealth(before, state)) {
      health.clear(change);
      void models.refresh(change.provider);
    }
    return { restartNeeded: describeChange(before.config, config).restart };
  };

  return {
    async listen() {
      const { host } = state.config.listen;
      await server.listen({ host, port: state.config.listen.port });
      const address = server.server.address();
      if (typeof address === 'object' && address !== null) port = address.port;
      void models.start();
      const shown = host.includes(':') ? `[${host}]` : host;
      url = `${state.config.listen.tls === undefined ? 'http' : 'https'}://${shown}:${port}`;
      return { url, port };
    },
    apply,
    stopListening() {
      server.server.close();
    },
    async drain(seconds) {
      draining = true;
      const late = new Promise<void>((resolve) => {
        clock.after(seconds * 1000, resolve);
      });
      await Promise.race([running.idle(), late]);
      running.shutDown();
      admin.endStreams();
    },
    async close() {
      draining = true;
      running.shutDown();
      server.server.closeIdleConnections();
      server.server.closeAllConnections();
      await server.close();
      await demo.close();
    },
  };
}

/** The certificate and its key, read when the server is made; the config has checked that they can be. */
function tlsFiles({ cert, key }: { readonly cert: string; readonly key: string }): {
  readonly cert: string;
  readonly key: string;
} {
  return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
}

function bookProvider({ id, models, modelFacts, endpoints }: Provider): BookProvider {
  const known = snapshotProviderOf([...endpoints.values()].map(({ baseUrl }) => baseUrl));
  return {
    id,
    ...(models !== undefined && { models }),
    ...(modelFacts !== undefined && { facts: modelFacts }),
    ...(known !== undefined && { known }),
  };
}

/** A name that this gateway can route: `provider/…`, or a bare one that some provider is known to have. */
function isOurModel(
  name: string,
  known: ReadonlyMap<string, Provider>,
  providers: readonly RoutingProvider[],
): boolean {
  const slash = name.indexOf('/');
  if (slash > 0 && known.has(name.slice(0, slash))) return true;
  return providers.some(({ models }) => typeof models === 'object' && models.has(name));
}
