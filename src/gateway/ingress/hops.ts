import type { IncomingHttpHeaders } from 'node:http';
import { hopHeader } from '../exchange/hop-header.ts';

/** Gateways that a request may pass one after the other. A chain of more is a ring that nobody meant. */
const mostHops = 4;
/** Ids are 16 characters; with room for those of other versions. */
const longestHeader = 300;

/** Which gateways a request has passed. */
export type Hops =
  /** `next`: what goes upstream, with this gateway behind those that the request has passed. */
  { readonly ok: true; readonly next: string } | { readonly ok: false; readonly problem: HopProblem };

/** `loop`: it has been here; `too-many`: it has passed too many others; `unreadable`: no gateway wrote that. */
export interface HopProblem {
  readonly kind: 'loop' | 'too-many' | 'unreadable';
  /** For people. */
  readonly detail: string;
}

/** Reads `x-patchbay-hop`: the ids of the instances that a request has passed, the first one first. */
export function readHops(headers: IncomingHttpHeaders, instance: string): Hops {
  const header = headers[hopHeader];
  if (header === undefined) return { ok: true, next: instance };
  const text = typeof header === 'string' ? header : header.join(',');
  const ids = text.length > longestHeader ? [] : text.split(',').map((id) => id.trim());
  if (ids.length === 0 || !ids.every((id) => /^[\w-]{1,64}$/.test(id))) {
    const detail =
      'it holds the ids of the gateways that a request has passed, and is not for clients to set';
    return { ok: false, problem: { kind: 'unreadable', detail } };
  }
  if (ids.includes(instance)) {
    return { ok: false, problem: { kind: 'loop', detail: 'it had passed it before' } };
  }
  if (ids.length >= mostHops) {
    const detail = `it has passed ${ids.length} others, and ${mostHops} in a row are the most`;
    return { ok: false, problem: { kind: 'too-many', detail } };
  }
  return { ok: true, next: [...ids, instance].join(',') };
}
