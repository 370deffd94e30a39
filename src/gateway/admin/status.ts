import { mostRunningListed, type StatusView, statusSchema } from '../../control/status.ts';
import type { AdminDeps } from './admin-deps.ts';
import { plainResource, type Resource } from './resource.ts';

/** `GET /api/status`: who this is, what it does now, what it did today. */
export function statusResource(deps: StatusDeps): Resource {
  return plainResource({
    path: '/status',
    summary: 'The gateway now and today.',
    answer: statusSchema,
    read: () => statusView(deps),
  });
}

export type StatusDeps = Pick<AdminDeps, 'about' | 'tracer' | 'storage' | 'formerKeys'>;

export function statusView({ about, tracer, storage, formerKeys }: StatusDeps): StatusView {
  const { version, protocol, instance, url, startedAt, draining } = about();
  const running = tracer.running();
  const { since, counts } = tracer.today();
  return {
    product: 'patchbay',
    version,
    protocol,
    instance,
    url,
    pid: process.pid,
    startedAt,
    draining,
    running: { count: running.count, requests: running.requests.slice(0, mostRunningListed) },
    today: {
      since,
      requests: counts.ok + counts['client-error'] + counts.failed + counts.cancelled,
      ok: counts.ok,
      clientErrors: counts['client-error'],
      failed: counts.failed,
      cancelled: counts.cancelled,
    },
    formerKeys: formerKeys().map(({ apps, terminals, ...use }) => ({
      ...use,
      apps: [...apps],
      terminals: [...terminals],
    })),
    storage: storage.stats(),
  };
}
