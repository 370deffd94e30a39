import {
  type RequestDetailView,
  requestDetailSchema,
  requestPageSchema,
  requestQuerySchema,
} from '../../control/requests.ts';
import type { RequestRecord } from '../exchange/record.ts';
import type { AdminDeps } from './admin-deps.ts';
import { ApiFailure } from './api-error.ts';
import { cursorOf, pageView } from './cursor.ts';
import { plainResource, queryResource, type Resource } from './resource.ts';

/** `GET /api/requests`: the history, the latest start first. */
export function requestsResource({ storage }: Pick<AdminDeps, 'storage'>): Resource {
  return queryResource({
    path: '/requests',
    summary: 'Finished requests, the latest start first.',
    query: requestQuerySchema,
    answer: requestPageSchema,
    async read({ cursor, limit, ...filter }) {
      const page = await storage.requests({
        limit,
        ...(cursor !== undefined && { before: cursorOf(cursor) }),
        ...withoutUndefined(filter),
      });
      return pageView(page);
    },
  });
}

/** `GET /api/requests/{id}`: one request with its attempts, from memory first: rows reach the disk a little later. */
export function requestResource({ storage, tracer }: Pick<AdminDeps, 'storage' | 'tracer'>): Resource {
  return plainResource({
    path: '/requests/{id}',
    summary: 'One finished request with its attempts.',
    answer: requestDetailSchema,
    async read({ id = '' }) {
      const record = tracer.find(id) ?? (await storage.request(id));
      if (record === undefined) {
        throw new ApiFailure(
          'not_found',
          'There is no request with this id. It may be running still, or older than the history goes back.',
        );
      }
      return detailView(record);
    },
  });
}

function detailView(record: RequestRecord): RequestDetailView {
  return { ...record, attempts: [...record.attempts], losses: [...record.losses] };
}

/** Absent and undefined are the same in a query, and not in the storage's types. */
export function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  for (const key of keysOf(value)) {
    const each = value[key];
    if (isDefined(each)) kept[key] = each;
  }
  return kept;
}

function keysOf<T extends object>(value: T): (keyof T)[] {
  const keys: (keyof T)[] = [];
  for (const key in value) keys.push(key);
  return keys;
}

function isDefined<V>(value: V): value is Exclude<V, undefined> {
  return value !== undefined;
}
