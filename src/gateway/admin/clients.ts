import {
  type ClientChangeBody,
  type ClientDraftBody,
  type ClientView,
  clientChangeSchema,
  clientDraftSchema,
  clientPageSchema,
  clientQuerySchema,
  clientRevocationSchema,
  clientSchema,
  madeClientSchema,
} from '../../control/clients.ts';
import { momentOf } from '../../control/paging.ts';
import { localClients } from '../config/load.ts';
import { anyOf, didYouMean, type Problem, shown } from '../config/problem.ts';
import type { Client } from '../exchange/client.ts';
import { type ClientProblem, type ClientResult, mostClients } from '../metering/client-book.ts';
import { withinManager } from '../metering/within-manager.ts';
import type { StoredClient } from '../storage/client-store.ts';
import { StorageError } from '../storage/storage-error.ts';
import type { AdminDeps } from './admin-deps.ts';
import { ApiFailure } from './api-error.ts';
import { type ClientViewDeps, configClientView, storedClientView } from './client-view.ts';
import { problemsFailure } from './problems-failure.ts';
import { withoutUndefined } from './requests.ts';
import { actionResource, plainResource, queryResource, type Resource } from './resource.ts';

type ClientsDeps = ClientViewDeps & Pick<AdminDeps, 'config' | 'configPlace' | 'tracer'>;

/**
 * `/api/clients`: who may use the gateway. Those of the config can be read; the others are made, changed and revoked
 * here. A manager sees and changes the clients that it has made itself, and no others.
 */
export function clientResources(deps: ClientsDeps): readonly Resource[] {
  const { clients: book, tracer, clock } = deps;
  const forManagers = true;

  const tell = (code: string, message: string, client: StoredClient, by: Client): void =>
    tracer.event({
      at: clock.now(),
      level: 'info',
      code,
      message,
      fields: { client: client.id, role: client.role, by: by.id },
    });

  return [
    queryResource({
      path: '/clients',
      summary: 'Clients in the order of ids, never with their keys.',
      query: clientQuerySchema,
      answer: clientPageSchema,
      forManagers,
      read({ state, limit, cursor }, _path, { caller }) {
        const views = visibleTo(deps, caller)
          .filter(({ id }) => cursor === undefined || id > cursor)
          .sort((a, b) => (a.id < b.id ? -1 : 1));
        // A few thousand at most, and only as many are looked at closely as a page has.
        const items: ClientView[] = [];
        for (const { view } of views) {
          const each = view();
          if (state !== undefined && each.state !== state) continue;
          // Two may have one id: the config's, and one here that is refused because of it.
          if (items.length >= limit && each.id !== items.at(-1)?.id) return { items, next: items.at(-1)?.id };
          items.push(each);
        }
        return { items };
      },
    }),
    actionResource({
      path: '/clients',
      summary: 'Makes a client. The answer holds its key, this once.',
      body: clientDraftSchema,
      answer: madeClientSchema,
      forManagers,
      async act(body, { caller }) {
        const { id, expiresAt, role = 'user', ...rest } = body;
        assertSound(deps, body, caller);
        const end = expiresAt === undefined ? undefined : moment(expiresAt);
        const draft = { id, role, ...withoutUndefined({ ...rest, expiresAt: end }) };
        const { client, key } = done(deps, id, await book.create(draft, caller));
        const time = end === undefined ? '' : `, until ${new Date(end).toISOString()}`;
        tell(
          'client.created',
          `${caller.id} made the key ${id} with the role ${role}${time}.`,
          client,
          caller,
        );
        return { client: storedClientView(client, deps), key };
      },
    }),
    plainResource({
      path: '/clients/{id}',
      summary: 'One client.',
      answer: clientSchema,
      forManagers,
      read: ({ id = '' }, { caller }) => found(deps, id, caller).view(),
    }),
    actionResource({
      method: 'PATCH',
      path: '/clients/{id}',
      summary:
        'Changes what a client may do, its name or its end. The key stays, and the change holds at once.',
      body: clientChangeSchema,
      answer: clientSchema,
      forManagers,
      async act(body, { path: { id = '' }, caller }) {
        found(deps, id, caller);
        if (isConfigured(deps, id)) throw inConfig(deps, id);
        assertSound(deps, body, caller);
        const { expiresAt, ...rest } = body;
        const end = expiresAt === undefined || expiresAt === null ? expiresAt : moment(expiresAt);
        const client = done(deps, id, await book.change(id, withoutUndefined({ ...rest, expiresAt: end })));
        const names = Object.keys(body).join(', ');
        tell('client.changed', `${caller.id} changed ${names} of the key ${id}.`, client, caller);
        return storedClientView(client, deps);
      },
    }),
    actionResource({
      method: 'DELETE',
      path: '/clients/{id}',
      summary: 'Revokes the key of a client, for good and at once.',
      body: clientRevocationSchema,
      answer: clientSchema,
      forManagers,
      async act(_body, { path: { id = '' }, caller }) {
        found(deps, id, caller);
        if (isConfigured(deps, id) && book.get(id) === undefined) throw inConfig(deps, id);
        const wasRevoked = book.get(id)?.revokedAt !== undefined;
        const client = done(deps, id, await revoke(deps, id, caller));
        if (!wasRevoked) tell('client.revoked', `${caller.id} revoked the key ${id}.`, client, caller);
        return storedClientView(client, deps);
      },
    }),
  ];
}

/** A client that a caller may see; the view is made when it is needed. */
interface Visible {
  readonly id: string;
  readonly view: () => ClientView;
}

function visibleTo(deps: ClientsDeps, caller: Client): Visible[] {
  const stored = deps.clients
    .list()
    .filter((client) => isTheirs(client, caller))
    .map((client) => ({ id: client.id, view: () => storedClientView(client, deps) }));
  if (caller.role !== 'admin') return stored;
  const configured = deps.config().clients.map((client) => ({
    id: client.id,
    view: () => configClientView(client, deps),
  }));
  return [...configured, ...stored];
}

/** The one of the config wins, as it does at the door. */
function found(deps: ClientsDeps, id: string, caller: Client): Visible {
  const client = visibleTo(deps, caller).find((each) => each.id === id);
  if (client === undefined) throw unknown(id);
  return client;
}

function isTheirs(client: StoredClient, caller: Client): boolean {
  return caller.role === 'admin' || client.manager === caller.id;
}

function unknown(id: string): ApiFailure {
  return new ApiFailure(
    'not_found',
    `There is no client ${shown(id)}. GET /api/clients lists those that there are.`,
  );
}

/** What the schema cannot see: the past, providers that there are, what the caller may itself. */
function assertSound(
  deps: ClientsDeps,
  body: Omit<ClientDraftBody, 'id'> | ClientChangeBody,
  caller: Client,
): void {
  const problems: Problem[] = [];
  const { expiresAt, models, providers } = body;
  if (expiresAt !== undefined && expiresAt !== null && moment(expiresAt) <= deps.clock.now()) {
    problems.push({ path: 'expiresAt', message: 'is over already; to end a key now, revoke it' });
  }
  const ids = deps.config().providers.map(({ id }) => id);
  for (const [index, pattern] of (providers ?? []).entries()) {
    if (pattern.includes('*') || ids.includes(pattern)) continue;
    const near = didYouMean(pattern, ids);
    const hint = near === undefined ? '' : `did you mean "${near}"? `;
    const message = `there is no provider ${shown(pattern)}; ${hint}known are ${anyOf(ids)}`;
    problems.push({ path: `providers[${index}]`, message });
  }
  if (caller.role === 'manager') {
    if (body.role !== undefined && body.role !== 'user') {
      problems.push({
        path: 'role',
        message: 'must be "user": a manager makes no other managers and no admins',
      });
    }
    if (isNothing(models, caller.models)) {
      problems.push({
        path: 'models',
        message: `is nothing that you may use; yours are ${anyOf(caller.models ?? [])}`,
      });
    }
    if (isNothing(providers, caller.providers)) {
      const message = `is nothing that you may use; yours are ${anyOf(caller.providers ?? [])}`;
      problems.push({ path: 'providers', message });
    }
  }
  if (problems.length > 0) throw problemsFailure('The body', problems);
}

function isNothing(
  wanted: readonly string[] | null | undefined,
  own: readonly string[] | undefined,
): boolean {
  return withinManager(wanted ?? undefined, own)?.length === 0;
}

function moment(value: string | number): number {
  return momentOf(String(value)) ?? 0;
}

async function revoke(
  { clients }: Pick<ClientsDeps, 'clients'>,
  id: string,
  caller: Client,
): Promise<ClientResult<StoredClient>> {
  try {
    return await clients.revoke(id, caller);
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    throw new ApiFailure(
      'storage_unavailable',
      `The key is refused from now on, but that could not be written (${error.message}), so it would be accepted after a restart. Revoke it again in a moment.`,
    );
  }
}

function done<T>(deps: ClientsDeps, id: string, result: ClientResult<T>): T {
  if (result.ok) return result.value;
  throw failureOf(deps, id, result.problem);
}

function failureOf({ configPlace }: ClientsDeps, id: string, problem: ClientProblem): ApiFailure {
  switch (problem) {
    case 'in-config':
      return new ApiFailure(
        'not_available',
        `${id} is the id of a client of ${configPlace}. Choose another.`,
      );
    case 'taken':
      return new ApiFailure(
        'not_available',
        `${id} is the id of another client. Choose another, or revoke that one.`,
      );
    case 'too-many':
      return new ApiFailure(
        'too_many_clients',
        `There are ${mostClients} keys already. Revoke some that nobody uses.`,
      );
    case 'revoked':
      return new ApiFailure(
        'not_available',
        `The key ${id} is revoked, for good. Make a new one of the same id.`,
      );
    case 'child-role':
      return new ApiFailure('not_available', `${id} was made by a manager, so its role stays "user".`);
    case 'unknown':
      return unknown(id);
  }
}

function isConfigured({ config }: ClientsDeps, id: string): boolean {
  return config().clients.some((client) => client.id === id);
}

function inConfig({ config, configPlace }: ClientsDeps, id: string): ApiFailure {
  return new ApiFailure(
    'not_available',
    config().clients === localClients
      ? `${id} is the gateway’s own client. POST /api/key/rotate gives it a new key; to have others in its place, list clients in ${configPlace}.`
      : `The client ${id} is defined in ${configPlace}. Change it there.`,
  );
}
