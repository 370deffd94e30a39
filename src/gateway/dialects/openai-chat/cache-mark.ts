import type { CacheMark } from '../conversation.ts';
import { type Fields, isFields } from '../json-value.ts';
import type { MemberReader } from './member-reader.ts';

/** OpenRouter's and Vercel's `cache_control`, in Anthropic's words; another lifetime than theirs is left untaken. */
export function readCacheMark(reader: MemberReader, name = 'cache_control'): CacheMark | undefined {
  const value = reader.fields[name];
  if (!isFields(value) || value.type !== 'ephemeral') return undefined;
  const { ttl } = value;
  if (ttl === '5m' || ttl === '1h') {
    reader.take(name);
    return { ttl };
  }
  if (ttl !== undefined && ttl !== null) return undefined;
  reader.take(name);
  return {};
}

export function writeCacheMark(mark: CacheMark): Fields {
  return mark.ttl === undefined ? { type: 'ephemeral' } : { type: 'ephemeral', ttl: mark.ttl };
}
