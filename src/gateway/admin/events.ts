import { eventPageSchema, eventQuerySchema } from '../../control/events.ts';
import type { AdminDeps } from './admin-deps.ts';
import { cursorOf, pageView } from './cursor.ts';
import { withoutUndefined } from './requests.ts';
import { queryResource, type Resource } from './resource.ts';

/** `GET /api/events`: what happened, the latest first. */
export function eventsResource({ storage }: Pick<AdminDeps, 'storage'>): Resource {
  return queryResource({
    path: '/events',
    summary: 'Events, the latest first.',
    query: eventQuerySchema,
    answer: eventPageSchema,
    async read({ cursor, limit, ...filter }) {
      const page = await storage.events({
        limit,
        ...(cursor !== undefined && { before: cursorOf(cursor) }),
        ...withoutUndefined(filter),
      });
      return pageView(page);
    },
  });
}
