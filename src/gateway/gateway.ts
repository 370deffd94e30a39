import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { registerAdmin } from './admin/register-admin.ts';
import { FirstByteBook } from './attempts/first-byte-book.ts';
import { HedgeBudget } from './attempts/hedge-budget.ts';
import { RetryBudget } from './attempts/retry-budget.ts';
import { snapshotProviderOf } from './catalog/limits.ts';
import { createListStore } from './catalog/list-store.ts';
import { type BookProvider, createModelBook } from './catalog/model-book.ts';
import { isSameModel } from './catalog/same-model.ts';
import { checkTarget } from './check-target.ts';
import { checkProvider } from './config/check-provider.ts';
import type { Config } from './config/config.ts';
import { describeChange } from './config/diff.ts';
import { createPlaceBook } from './conversations/place-book.ts';
import { createResponseBook } from './conversations/response-book.ts';
import { loadTokenCounter, type TokenCounter } from './counting/token-counter.ts';
import type { Provider } from './exchange/provider.ts';
import { createFreeChecks } from './free-checks.ts';
import { collectEveryBytes } from './garbage.ts';
import type { Gateway, GatewayDeps, Secrets } from './gateway-contract.ts';
import { accountKey, gatewayState, hasKey, routingProviders, staleHealth } from './gateway-state.ts';
import { healthEvent } from './health-event.ts';
import { whoNow } from './ingress/admission.ts';
import { createBodyBudget } from './ingress/body-budget.ts';
import { createFormerKeys } from './ingress/former-keys.ts';
import { Outbox } from './ingress/outbox.ts';
import { createRunningRuns } from './ingress/running-runs.ts';
import { createServer, type ServerDeps } from './ingress/server.ts';
import { keepClients } from './keep-clients.ts';
import { knownProviders } from './known-providers.ts';
import { createListFetcher } from './list-fetcher.ts';
import { createPriceBook } from './metering/price-book.ts';
import { createReachableWindows } from './reachable-windows.ts';
import { matchesAnyGlob } from './routing/glob.ts';
import { createHealthBook } from './routing/health-book.ts';
import { createMeasureBook } from './routing/measure-book.ts';
import type { RoutingProvider, RoutingView } from './routing/view.ts';
import { createMismatchTeller } from './tracing/mismatch-teller.ts';
import { createTracer } from './tracing/tracer.ts';
import { createDemoTransport } from './upstream/demo/demo-transport.ts';
import { demoProvider, presets } from './upstream/presets.ts';

/** The control protocol that this version speaks; other windows and commands compare it. */
export const protocol = 1;

/** Puts the rooms together. The path of a request: server -> generate -> plan -> Run -> Attempt -> transport. */
export function createGateway(deps: GatewayDeps): Gateway {
  const { clock, random, storage, log, redactor, version } = deps;
  const instance = random.hex(8);
  let routed: readonly RoutingProvider[] | undefined;
  let draining = false;
  /** Where it listens, once it does. */
  let url = '';
  let port = deps.config.listen.port;
  const startedAt = clock.now();
  let serial = 0;

  const outbox = new Outbox(setImmediate, (error) => log.error('an answer could not be sent', { error }));
  const tracer = createTracer({ storage, clock, redactor, afterwards: (act) => outbox.afterwards(act) });
  const clients = keepClients({
    clock,
    random,
    store: storage.clients,
    redactor,
    log,
    tell: (event) => tracer.event(event),
  });
  let state = gatewayState(deps.config, deps.secrets, clients.keys);
  clients.configure(deps.config.clients);
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
  const prices = createPriceBook({
    clock,
    listed: (provider, model) => models.price(provider, model),
  });
  const measures = createMeasureBook({ clock, priceOf: prices.perMillion });
  prices.configure(state.config.providers);
  models.onChange((provider) => {
    routed = undefined;
    prices.listChanged(provider);
  });
  health.onChange((change) => tracer.event(healthEvent(change, clock.now())));
  const mismatches = createMismatchTeller(clock, tracer.event);
  const checks = createFreeChecks({
    clock,
    health,
    tell: tracer.event,
    target(id, account) {
      const isRefused = (name: string) => health.availability(id, name, '').state === 'refused';
      const target = checkTarget(state, id, account, isRefused);
      return target === undefined ? undefined : { ...target, transport: transportOf(target.provider) };
    },
  });

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
    measures: measures.of,
    facts: models.facts,
  });

  let loading: Promise<TokenCounter> | undefined;
  let counter: TokenCounter | undefined;
  const countless = new Set<string>();
  const reachable = createReachableWindows();
  const formerKeys = createFormerKeys(redactor);
  formerKeys.configure(state.clients.formerKeys);
  const running = createRunningRuns();
  const serverDeps: ServerDeps = {
    clock,
    log,
    running,
    outbox,
    budget: createBodyBudget({
      ...(deps.collectYoung !== undefined && {
        relief: { everyBytes: collectEveryBytes, relieve: deps.collectYoung },
      }),
    }),
    places: createPlaceBook(() => clock.now()),
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
    record(record) {
      tracer.request(record);
      mismatches.note(record);
    },
    run: {
      keepsRequests: () => counter !== undefined,
      strategies: () => state.strategies,
      hedge: () => state.config.routing.hedge,
      hedges: new HedgeBudget(),
      retries: new RetryBudget(clock),
      firstBytes: new FirstByteBook(),
      chance: () => random.unit(),
      clock,
      log,
      health,
      measures,
      id: (prefix) => prefix + random.hex(12),
      limits: (provider, model) => models.facts(provider, model) ?? {},
      provider: (id) => state.providers.get(id),
      key: keyOf,
      transport: transportOf,
      isSameModel,
      modelMissing: (provider) => models.missing(provider),
      used: (provider) => models.used(provider),
      cost: (provider, model, told, at) => prices.cost(provider, model, told, at),
    },
    ours: {
      isProvider: (name) => state.providers.has(name.toLowerCase()),
      isModel: (name) => isOurModel(name, state.providers, providers()),
    },
    models: ({ client }) => {
      const { providers: ids, models: names } = client;
      const all = ids === undefined ? models.all() : models.all((id) => matchesAnyGlob(ids, id));
      const listed = reachable(all, view(), client);
      if (names === undefined) return listed;
      return listed.filter(({ id, model }) => matchesAnyGlob(names, id) || matchesAnyGlob(names, model));
    },
    door: () => ({
      instance,
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
      ...(client.mode !== undefined && { mode: client.mode }),
      ...(client.expiresAt !== undefined && { expiresAt: client.expiresAt }),
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
    caller: (request) => request.admission?.client,
    callerNow: ({ admission, raw }) =>
      admission === undefined ? undefined : whoNow(raw, admission, state.clients, clock.now()),
    clients: clients.book,
    lastUsed: (client) => clients.lastUsed(client),
    clientKey: (client) => state.secrets.clients.get(client),
    configPlace: deps.configPlace ?? 'the config',
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
    heal: (scope) => health.clear(scope, 'by-hand'),
    view,
    formerKeys: () => formerKeys.list(clock.now()),
  });

  const apply = (config: Config, secrets: Secrets): { restartNeeded: readonly string[] } => {
    const before = state;
    clients.configure(config.clients);
    state = gatewayState(config, secrets, clients.keys);
    routed = undefined;
    formerKeys.configure(state.clients.formerKeys);
    health.update(config.routing);
    // An address may have changed.
    countless.clear();
    models.configure(config.providers.map(bookProvider));
    prices.configure(config.providers);
    storage.retain(config.storage.retentionDays);
    for (const change of staleHealth(before, state)) {
      health.clear(change, 'config-changed');
      if (change.account === undefined) measures.forget(change.provider);
      void models.refresh(change.provider);
    }
    checks.renew();
    return { restartNeeded: describeChange(before.config, config).restart };
  };

  return {
    async listen() {
      await clients.start();
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
      checks.stop();
      const late = new Promise<void>((resolve) => {
        clock.after(seconds * 1000, resolve);
      });
      await Promise.race([running.idle(), late]);
      running.shutDown();
      outbox.flush();
      admin.endStreams();
    },
    async close() {
      draining = true;
      checks.stop();
      running.shutDown();
      outbox.flush();
      server.server.closeIdleConnections();
      server.server.closeAllConnections();
      await server.close();
      tracer.settle();
      await clients.stop();
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
