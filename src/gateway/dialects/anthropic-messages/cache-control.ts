import type { CacheMark, Extra } from '../conversation.ts';
import { type Fields, isFields } from '../json-value.ts';
import { keepRest } from './extras.ts';

const known: ReadonlySet<string> = new Set(['type', 'ttl']);

/** `cache_control` of anything that can have it, ready to be spread into a part. */
export function cacheOf(value: Fields, at: string, extra: Extra[]): { readonly cache?: CacheMark } {
  const control = value.cache_control;
  if (control === null || control === undefined) return {};
  const where = `${at}/cache_control`;
  if (!isFields(control) || control.type !== 'ephemeral') {
    extra.push({ at: where, value: control });
    return {};
  }
  keepRest(control, known, where, extra);
  const { ttl } = control;
  if (ttl === '5m' || ttl === '1h') return { cache: { ttl } };
  if (ttl !== null && ttl !== undefined) extra.push({ at: `${where}/ttl`, value: ttl });
  return { cache: {} };
}

/** The value without its `cache_control`, which travels as a mark of the part. */
export function withoutMark(value: Fields): Fields {
  if (!('cache_control' in value)) return value;
  const { cache_control: _, ...rest } = value;
  return rest;
}
