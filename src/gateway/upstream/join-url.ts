/** Where a request goes: scheme, host and port; and the path with its query. */
export interface Target {
  readonly origin: string;
  readonly path: string;
}

interface Base {
  readonly origin: string;
  readonly segments: readonly string[];
  readonly query: string;
  /** Paths that were joined to it before. */
  readonly joined: Map<string, Target>;
}

/** Addresses and, per address, paths that are remembered. Gemini's paths hold model names, so they vary. */
const mostBases = 256;
const mostPaths = 64;

const bases = new Map<string, Base>();

/**
 * Puts the path that a dialect's API documents (`/v1/chat/completions`, `/v1beta/models/x:generateContent`) behind the
 * address that a person configured, however much of the path they had appended: `https://x`, `https://x/v1`,
 * `https://x/api/v1/`, `https://x/v1/chat/completions`. An address that names a version keeps its own
 * (`https://api.z.ai/api/paas/v4`, `…/v1beta/openai`); for Messages only one at its end counts, because Anthropic's
 * clients append `/v1/messages` to whatever they are given. A query in the address (Azure's `api-version`) is kept.
 * Throws a TypeError when `baseUrl` is not a URL, which the config's checks rule out.
 */
export function joinUrl(baseUrl: string, path: string): Target {
  const base = bases.get(baseUrl) ?? parseBase(baseUrl);
  const found = base.joined.get(path);
  if (found !== undefined) return found;
  const target = join(base, path);
  if (base.joined.size >= mostPaths) base.joined.clear();
  base.joined.set(path, target);
  return target;
}

function parseBase(baseUrl: string): Base {
  const url = new URL(baseUrl);
  const base: Base = {
    origin: url.origin,
    segments: url.pathname.split('/').filter((segment) => segment !== ''),
    query: url.search.slice(1),
    joined: new Map(),
  };
  if (bases.size >= mostBases) bases.clear();
  bases.set(baseUrl, base);
  return base;
}

function join(base: Base, path: string): Target {
  const mark = path.indexOf('?');
  const query = mark === -1 ? '' : path.slice(mark + 1);
  const own = (mark === -1 ? path : path.slice(0, mark)).replace(/^\/+/, '').split('/');
  const rest = withoutRepetition(base.segments, own);
  const whole = [base.query, query].filter((part) => part !== '').join('&');
  const joined = `/${[...base.segments, ...rest].join('/')}`;
  return { origin: base.origin, path: whole === '' ? joined : `${joined}?${whole}` };
}

/** What of `path` is not at the end of `base` already. */
function withoutRepetition(base: readonly string[], path: readonly string[]): readonly string[] {
  const repeated = overlap(base, path);
  if (repeated > 0) return path.slice(repeated);
  if (!isVersion(path[0]) || !hasVersion(base, path[1] === 'messages')) return path;
  const rest = path.slice(1);
  return rest.slice(overlap(base, rest));
}

/** The largest number of segments that `base` ends and `path` begins with. */
function overlap(base: readonly string[], path: readonly string[]): number {
  for (let count = Math.min(base.length, path.length); count > 0; count -= 1) {
    const tail = base.slice(base.length - count);
    if (tail.every((segment, at) => segment === path[at])) return count;
  }
  return 0;
}

function hasVersion(base: readonly string[], onlyAtEnd: boolean): boolean {
  return onlyAtEnd ? isVersion(base[base.length - 1]) : base.some(isVersion);
}

function isVersion(segment: string | undefined): boolean {
  return segment !== undefined && /^v\d+((alpha|beta)\d*)?$/.test(segment);
}
