import type { Mutable } from '../exchange/mutable.ts';
import type { Vendor } from '../exchange/provider.ts';
import { percentDecode } from './percent-decode.ts';

/** A request's path after its prefixes have been taken off, in the spelling that the routes use. */
export interface RequestPath {
  /** Canonical, e.g. `/v1/chat/completions`; of a path that is not ours: what is left of it. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** From `/p/{provider}`. */
  readonly provider?: string;
  /** From `/t/{terminal}`. */
  readonly terminal?: string;
  /** From `/k/{key}`. */
  readonly key?: string;
  /** From `/openai`, `/claude`, `/gemini`. */
  readonly vendor?: Vendor;
}

export type ParsedPath =
  | { readonly ok: true; readonly value: RequestPath }
  | { readonly ok: false; readonly path: string };

const vendors: ReadonlyMap<string, Vendor> = new Map([
  ['openai', 'openai'],
  ['claude', 'anthropic'],
  ['gemini', 'google'],
]);

/** What follows `/v1`: clients differ in how they append to a base address, so each also answers without it. */
const heads: ReadonlySet<string> = new Set([
  'chat',
  'responses',
  'messages',
  'completions',
  'embeddings',
  'models',
  'status',
]);

/**
 * Takes `/p/…`, `/t/…`, `/k/…` and the vendor prefixes off, each at most once and in any order, and brings what
 * is left to one spelling: `/x`, `/v1/v1/x` and `/api/v1/x` become `/v1/x`. Dot segments, encoded slashes and
 * backslashes are refused: a path that two programs read differently is a way round a check.
 */
export function parsePath(url: string): ParsedPath {
  const mark = url.indexOf('?');
  const whole = mark < 0 ? url : url.slice(0, mark);
  const query = mark < 0 ? '' : url.slice(mark + 1);
  if (isAmbiguous(whole)) return { ok: false, path: whole };

  let rest = whole.startsWith('//') ? whole.replace(/^\/+/, '/') : whole;
  let provider: string | undefined;
  let terminal: string | undefined;
  let key: string | undefined;
  let vendor: Vendor | undefined;
  for (;;) {
    const end = rest.indexOf('/', 1);
    const first = end < 0 ? rest.slice(1) : rest.slice(1, end);
    if (first === 'p' || first === 't' || first === 'k') {
      if (end < 0) return { ok: false, path: whole };
      const stop = rest.indexOf('/', end + 1);
      const name = percentDecode(stop < 0 ? rest.slice(end + 1) : rest.slice(end + 1, stop));
      if (name === undefined || name === '') return { ok: false, path: whole };
      if (first === 'p') {
        if (provider !== undefined || vendor !== undefined) return { ok: false, path: whole };
        provider = name;
      } else if (first === 't') {
        if (terminal !== undefined) return { ok: false, path: whole };
        terminal = name;
      } else {
        if (key !== undefined) return { ok: false, path: whole };
        key = name;
      }
      rest = stop < 0 ? '/' : rest.slice(stop);
      continue;
    }
    const named = vendors.get(first);
    if (named === undefined) break;
    if (vendor !== undefined || provider !== undefined) return { ok: false, path: whole };
    vendor = named;
    rest = end < 0 ? '/' : rest.slice(end);
  }
  const value: Mutable<RequestPath> = { path: canonical(rest), query };
  if (provider !== undefined) value.provider = provider;
  if (terminal !== undefined) value.terminal = terminal;
  if (key !== undefined) value.key = key;
  if (vendor !== undefined) value.vendor = vendor;
  return { ok: true, value };
}

function canonical(path: string): string {
  let rest = path;
  if (rest.startsWith('/api/v1/')) rest = rest.slice(4);
  if (rest.startsWith('/v1/v1/')) rest = rest.slice(3);
  if (rest.length > 1 && rest.endsWith('/')) rest = rest.slice(0, -1);
  if (rest.startsWith('/v1/')) return rest;
  const end = rest.indexOf('/', 1);
  const first = end < 0 ? rest.slice(1) : rest.slice(1, end);
  return heads.has(first) ? `/v1${rest}` : rest;
}

/** Dot segments (also encoded), encoded slashes and backslashes, control characters. */
function isAmbiguous(path: string): boolean {
  if (!path.startsWith('/')) return true;
  if (!path.includes('/.') && !path.includes('%') && !path.includes('\\')) return false;
  if (path.includes('\\') || /%(?:2f|5c|0[0-9a-f]|1[0-9a-f]|7f)/i.test(path)) return true;
  return path.split('/').some((segment) => {
    const plain = segment.replace(/%2e/gi, '.');
    return plain === '.' || plain === '..';
  });
}
