import { setImmediate } from 'node:timers/promises';
import type { Config } from '../../src/gateway/config/config.ts';
import type { Dialect } from '../../src/gateway/exchange/dialect.ts';
import type { Clock, Log, Transport } from '../../src/gateway/exchange/ports.ts';
import type { Endpoint, Provider } from '../../src/gateway/exchange/provider.ts';
import type { RequestRecord } from '../../src/gateway/exchange/record.ts';
import { createRedactor, type Redactor } from '../../src/gateway/exchange/redact.ts';
import { systemClock, systemRandom } from '../../src/gateway/exchange/system-clock.ts';
import { createGateway } from '../../src/gateway/gateway.ts';
import type { Gateway, Secrets } from '../../src/gateway/gateway-contract.ts';
import { createMemoryStorage } from '../../src/gateway/storage/memory-storage.ts';
import type { Storage } from '../../src/gateway/storage/storage.ts';
import { createUndiciTransport } from '../../src/gateway/upstream/transport/undici-transport.ts';
import { textAt } from './json-value.ts';
import { accountKey, placeProvider, watchAccount, watchClient, watchOwn, watchText } from './secret-watch.ts';

/** A provider for a test, at a scripted upstream, with one account `main`. */
export function provider(id: string, url: string, more: Partial<Provider> = {}): Provider {
  const at = (auth: Endpoint['auth'], path = ''): Endpoint => ({ baseUrl: `${url}${path}`, auth });
  const endpoints = new Map<Dialect, Endpoint>([
    ['openai-chat', at('bearer', '/v1')],
    ['openai-responses', at('bearer', '/v1')],
    ['anthropic-messages', at('x-api-key')],
    ['gemini-generate', at('x-goog-api-key')],
    ['openai-completions', at('bearer', '/v1')],
    ['openai-embeddings', at('bearer', '/v1')],
  ]);
  return {
    id,
    name: id,
    vendor: 'other',
    endpoints,
    quirks: {},
    accounts: [
      {
        id: 'main',
        key: { env: `KEY_OF_${id.toUpperCase()}` },
        priority: 1,
        weight: 1,
        enabled: true,
        passthrough: false,
      },
    ],
    models: ['*'],
    headers: {},
    timeouts: { connectMs: 10_000, firstByteMs: 120_000, idleMs: 300_000, totalMs: 600_000 },
    role: 'primary',
    enabled: true,
    ...more,
  };
}

export interface StartOptions {
  readonly providers: readonly Provider[];
  readonly config?: Partial<Omit<Config, 'providers'>>;
  readonly clients?: Config['clients'];
  /** Client id to key; default: `local` has `test-key`. */
  readonly clientKeys?: ReadonlyMap<string, string>;
  /** Client id to the key that it had before. */
  readonly formerClients?: NonNullable<Secrets['formerClients']>;
  /** `provider/account` to key; default: a key of its own for every account. */
  readonly accountKeys?: ReadonlyMap<string, string>;
  readonly clock?: Clock;
  /** What stands between the gateway and the real transport; default: nothing. */
  readonly around?: (transport: Transport) => Transport;
  readonly storage?: Storage;
  readonly log?: Log;
  /** Is taught the secrets, as a host does; default: a new one. */
  readonly redactor?: Redactor;
}

/** A gateway on a free port, with the real transport. */
export interface StartedGateway {
  readonly url: string;
  readonly gateway: Gateway;
  readonly storage: Storage;
  /** Sends with the key of `local` unless another is given. */
  ask(path: string, body: unknown, init?: AskInit): Promise<Asked>;
  /** The row of a request, by the id in its answer. */
  record(asked: Asked): Promise<RequestRecord>;
  apply(options: StartOptions): void;
  close(): Promise<void>;
}

export interface AskInit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly key?: string | undefined;
}

/** An answer, read to its end. */
export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly bytes: Buffer;
  readonly id: string;
  json(): unknown;
}

const quiet: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export const testKey = 'test-key-of-local';

export async function startGateway(options: StartOptions): Promise<StartedGateway> {
  const storage = watchedStorage(options.storage ?? createMemoryStorage());
  const redactor = options.redactor ?? createRedactor();
  const clock = options.clock ?? systemClock;
  const real = createUndiciTransport({ env: {}, trust: [], clock });
  const transport = options.around?.(real) ?? real;
  const gateway = createGateway({
    config: configOf(options),
    secrets: watchedSecrets(options, redactor),
    clock,
    random: systemRandom,
    transport,
    storage,
    log: watchedLog(options.log ?? quiet, redactor),
    redactor,
    version: '0.0.0-test',
  });
  const { url } = await gateway.listen();
  return {
    url,
    gateway,
    storage: afterTheTurn(storage),
    ask: (path, body, init) => ask(url, path, body, init),
    async record(asked) {
      await storage.flush();
      const record = await afterTheTurn(storage).request(asked.id);
      if (record === undefined) throw new Error(`there is no row for ${asked.id}`);
      return record;
    },
    apply(next) {
      gateway.apply(configOf(next), watchedSecrets(next, redactor));
    },
    async close() {
      await gateway.close();
      await transport.close();
      await storage.close();
    },
  };
}

/** Sends one request and reads the answer to its end. */
export async function ask(url: string, path: string, body: unknown, init: AskInit = {}): Promise<Asked> {
  const key = 'key' in init ? init.key : testKey;
  const method = init.method ?? 'POST';
  const own = init.headers?.['x-patchbay-api-key'] ?? init.headers?.['x-routerx-api-key'];
  if (own !== undefined) watchOwn(own, pinnedBy(path, body));
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(path.includes('/messages') && { 'anthropic-version': '2023-06-01' }),
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...init.headers,
    },
    ...(method !== 'GET' && method !== 'HEAD' && { body: bodyOf(body) }),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return {
    status: response.status,
    headers: response.headers,
    text: bytes.toString(),
    bytes,
    id: response.headers.get('x-patchbay-request-id') ?? '',
    json: () => JSON.parse(bytes.toString()),
  };
}

/** The provider that a request names: `/p/{id}/…`, or `{id}/…` as the model. */
function pinnedBy(path: string, body: unknown): string | undefined {
  return /^\/p\/([^/]+)\//.exec(path)?.[1] ?? /^([^/]+)\//.exec(textAt(body, 'model') ?? '')?.[1];
}

function bodyOf(body: unknown): string | Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return body;
  return Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body);
}

export function configOf(options: StartOptions): Config {
  return {
    listen: {
      host: '127.0.0.1',
      port: 0,
      hosts: [],
      origins: [],
      websocket: true,
      drainSeconds: 25,
      insecure: false,
    },
    clients: options.clients ?? [{ id: 'local', key: { env: 'PATCHBAY_KEY' }, role: 'admin' }],
    models: { rules: [] },
    routing: {
      mode: 'preferred',
      failureThreshold: 2,
      windowSeconds: 60,
      windowFailures: 0.5,
      windowRequests: 10,
      cooldownSeconds: 600,
      stabilizeSeconds: 30,
      affinity: true,
      paused: false,
    },
    storage: { retentionDays: 90 },
    ...options.config,
    providers: options.providers,
  };
}

function secretsOf(options: StartOptions): Secrets {
  const accounts = options.providers.flatMap(({ id, accounts: all }) =>
    all.map((account) => [`${id}/${account.id}`, accountKey(id, account.id)] as const),
  );
  return {
    accounts: options.accountKeys ?? new Map(accounts),
    clients: options.clientKeys ?? new Map([['local', testKey]]),
    ...(options.formerClients !== undefined && { formerClients: options.formerClients }),
  };
}

/** The secrets of the options, watched wherever they go, and known to the redactor as a host would have it. */
function watchedSecrets(options: StartOptions, redactor: Redactor): Secrets {
  const secrets = secretsOf(options);
  for (const { id, endpoints } of options.providers) {
    for (const { baseUrl } of endpoints.values()) placeProvider(id, baseUrl);
  }
  for (const [name, key] of secrets.accounts) watchAccount(key, name.slice(0, name.indexOf('/')));
  for (const [id, key] of secrets.clients) watchClient(key, id);
  for (const [id, { key }] of secrets.formerClients ?? []) watchClient(key, id);
  const former = [...(secrets.formerClients ?? new Map()).values()].map(({ key }) => key);
  for (const key of [...secrets.accounts.values(), ...secrets.clients.values(), ...former])
    redactor.learn(key);
  return secrets;
}

/** Rows are the same in every engine; what is in one must have passed the redactor. */
function watchedStorage(storage: Storage): Storage {
  return {
    ...storage,
    record(record) {
      watchText('a row', JSON.stringify(record));
      storage.record(record);
    },
    event(event) {
      watchText('an event', JSON.stringify(event));
      storage.event(event);
    },
  };
}

/** Lines as a host writes them: redacted. */
function watchedLog(log: Log, redactor: Redactor): Log {
  const level =
    (write: Log['info']): Log['info'] =>
    (message, fields) => {
      watchText('the log', redactor.text(message) + JSON.stringify(redactor.fields(fields ?? {})));
      write(message, fields);
    };
  return {
    debug: level(log.debug),
    info: level(log.info),
    warn: level(log.warn),
    error: level(log.error),
  };
}

/** The storage as a test reads it: rows are made when the turn of the event loop in which they ended is over. */
function afterTheTurn(storage: Storage): Storage {
  return {
    ...storage,
    async requests(query) {
      await setImmediate();
      return storage.requests(query);
    },
    async request(id) {
      await setImmediate();
      return storage.request(id);
    },
  };
}
