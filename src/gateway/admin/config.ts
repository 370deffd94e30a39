import { type ConfigView, configSchema } from '../../control/config.ts';
import type { Config, StrategyConfig } from '../config/config.ts';
import type { Provider, SecretRef } from '../exchange/provider.ts';
import type { Redactor } from '../exchange/redact.ts';
import type { AdminDeps } from './admin-deps.ts';
import { plainResource, type Resource } from './resource.ts';

/** `GET /api/config`: the config in force. Secrets are shown as where they are, never as what they are. */
export function configResource({ config, redactor }: Pick<AdminDeps, 'config' | 'redactor'>): Resource {
  return plainResource({
    path: '/config',
    summary: 'The config in force, without secrets.',
    answer: configSchema,
    read: () => configView(config(), redactor),
  });
}

export function configView(config: Config, redactor: Pick<Redactor, 'text'>): ConfigView {
  const { listen, clients, providers, models, routing, storage } = config;
  return {
    listen: {
      host: listen.host,
      port: listen.port,
      hosts: [...listen.hosts],
      origins: [...listen.origins],
      websocket: listen.websocket,
      drainSeconds: listen.drainSeconds,
      tls: listen.tls !== undefined,
      insecure: listen.insecure,
    },
    clients: clients.map((client) => ({
      id: client.id,
      role: client.role,
      key: reference(client.key),
      ...(client.models !== undefined && { models: [...client.models] }),
      ...(client.providers !== undefined && { providers: [...client.providers] }),
      ...(client.mode !== undefined && { mode: client.mode }),
    })),
    providers: providers.map((provider) => providerView(provider, redactor)),
    models: {
      rules: models.rules.map(({ match, use, set, mode }) => ({
        match,
        use: [...use],
        set: { ...set },
        ...(mode !== undefined && { mode }),
      })),
    },
    routing: {
      mode: routing.mode,
      ...(routing.preferred !== undefined && { preferred: routing.preferred }),
      failureThreshold: routing.failureThreshold,
      windowSeconds: routing.windowSeconds,
      windowFailures: routing.windowFailures,
      windowRequests: routing.windowRequests,
      cooldownSeconds: routing.cooldownSeconds,
      stabilizeSeconds: routing.stabilizeSeconds,
      affinity: routing.affinity,
      paused: routing.paused,
      ...(routing.hedge !== undefined && {
        hedge: { afterMs: routing.hedge.afterMs, mostShare: routing.hedge.mostShare },
      }),
      strategies: (routing.strategies ?? []).map(strategyView),
    },
    storage: { retentionDays: storage.retentionDays },
  };
}

function strategyView(row: StrategyConfig): ConfigView['routing']['strategies'][number] {
  const { status, codes, ...rest } = row;
  return {
    ...rest,
    ...(status !== undefined && {
      status: status.map((one) => (typeof one === 'number' ? one : `${one[0]}-${one[1]}`)),
    }),
    ...(codes !== undefined && { codes: [...codes] }),
  };
}

/** Field by field: a field that the config gains later is not shown before somebody has thought about it. */
function providerView(provider: Provider, redactor: Pick<Redactor, 'text'>): ConfigView['providers'][number] {
  return {
    id: provider.id,
    name: provider.name,
    vendor: provider.vendor,
    role: provider.role,
    enabled: provider.enabled,
    ...(provider.group !== undefined && { group: provider.group }),
    endpoints: [...provider.endpoints].map(([dialect, endpoint]) => ({
      dialect,
      baseUrl: redactor.text(endpoint.baseUrl),
      ...(endpoint.path !== undefined && { path: redactor.text(endpoint.path) }),
      auth: endpoint.auth,
    })),
    accounts: provider.accounts.map(({ id, key, priority, weight, enabled, passthrough }) => ({
      id,
      ...(key !== undefined && { key: reference(key) }),
      priority,
      weight,
      enabled,
      passthrough,
    })),
    ...(provider.models !== undefined && { models: [...provider.models] }),
    headers: Object.keys(provider.headers),
    quirks: { ...provider.quirks },
    timeouts: {
      connectMs: provider.timeouts.connectMs,
      firstByteMs: provider.timeouts.firstByteMs,
      idleMs: provider.timeouts.idleMs,
      totalMs: provider.timeouts.totalMs,
      ...(provider.timeouts.firstOutputMs !== undefined && {
        firstOutputMs: provider.timeouts.firstOutputMs,
      }),
      adaptive: provider.timeouts.adaptive === true,
    },
    ...(provider.proxy !== undefined && { proxy: redactor.text(provider.proxy) }),
  };
}

function reference(ref: SecretRef): SecretRef {
  if ('env' in ref) return { env: ref.env };
  return 'file' in ref ? { file: ref.file } : { secret: ref.secret };
}
