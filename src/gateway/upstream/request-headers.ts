import { createNameTable, hopByHop, namedByConnection } from './header-names.ts';

/** What describes the client's connection and body to us, and is written anew for the upstream. */
const ours: readonly string[] = ['host', 'content-length', 'accept-encoding', 'content-encoding', 'expect'];

/** Every header that a key for the gateway may come in, and cookies. None of them is the upstream's business. */
const credentials: readonly string[] = [
  'authorization',
  'x-api-key',
  'x-goog-api-key',
  'api-key',
  'cookie',
  'cookie2',
];

/** Who asked us, and from where: a provider that sees a browser's or a proxy's traces may refuse the request. */
const traces: readonly string[] = ['origin', 'forwarded', 'via', 'x-real-ip'];

const dropped = new Set([...hopByHop, ...ours, ...credentials, ...traces]);
const droppedPrefixes = ['x-patchbay-', 'x-routerx-', 'proxy-', 'sec-', 'x-forwarded-'];

const nameOf = createNameTable(
  (name) => !dropped.has(name) && !droppedPrefixes.some((prefix) => name.startsWith(prefix)),
);

/** Anthropic's list of trial features: the client's and a provider's own add up. */
const merged = 'anthropic-beta';

/**
 * What of the client's headers goes upstream. `raw` is node's `rawHeaders`; `add` are ours in lower case. Both, and the
 * result, are name, value, name, value, …. The client's come first, in their order, in lower case; one that is also in
 * `add` is replaced by it, except that the values of `anthropic-beta` are united. A header that holds one of the `keys`
 * with which the client came is left out: pages and programs quote their own address, `?key=` included, in `referer`.
 */
export function forwardHeaders(
  raw: readonly string[],
  add: readonly string[],
  keys: readonly string[] = [],
): string[] {
  const result: string[] = [];
  const betas: string[] = [];
  let alsoHop: Set<string> | undefined;
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const spelling = raw[i] ?? '';
    const value = raw[i + 1] ?? '';
    const name = nameOf(spelling);
    if (name === '') {
      if (spelling.length === 10 && spelling.toLowerCase() === 'connection') {
        const named = namedByConnection(value);
        if (named !== undefined) alsoHop = new Set([...(alsoHop ?? []), ...named]);
      }
      continue;
    }
    if (keys.length > 0 && holdsKey(value, keys)) continue;
    if (isAdded(name, add)) {
      if (name === merged) betas.push(value);
      continue;
    }
    result.push(name, value);
  }
  const kept = alsoHop === undefined ? result : without(result, alsoHop);
  for (let i = 0; i + 1 < add.length; i += 2) {
    const name = add[i] ?? '';
    const value = add[i + 1] ?? '';
    kept.push(name, name === merged && betas.length > 0 ? unite([...betas, value]) : value);
  }
  return kept;
}

/** A shorter one is a placeholder ("none", "x") that other headers hold by chance. */
const leastKey = 8;

function holdsKey(value: string, keys: readonly string[]): boolean {
  for (const key of keys) {
    if (value.length >= key.length && key.length >= leastKey && value.includes(key)) return true;
  }
  return false;
}

function isAdded(name: string, add: readonly string[]): boolean {
  for (let i = 0; i < add.length; i += 2) if (add[i] === name) return true;
  return false;
}

function without(headers: readonly string[], names: ReadonlySet<string>): string[] {
  const result: string[] = [];
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = headers[i] ?? '';
    if (!names.has(name)) result.push(name, headers[i + 1] ?? '');
  }
  return result;
}

function unite(values: readonly string[]): string {
  const features = values.flatMap((value) => value.split(',')).map((feature) => feature.trim());
  return [...new Set(features.filter((feature) => feature !== ''))].join(',');
}
