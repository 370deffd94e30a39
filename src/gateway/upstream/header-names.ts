/** Headers that belong to one connection (RFC 9110 §7.6.1) and the de-facto ones. Never handed on, either way. */
export const hopByHop: readonly string[] = [
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
];

/** Names that a table remembers: clients and providers use a few dozen; a stranger may send others for ever. */
const mostNames = 1024;

/**
 * Remembers what `judge` says about a name, so that on the hot path a header costs one look-up in a map: its name in
 * lower case, or an empty string when it is dropped. The name may come in any spelling.
 */
export function createNameTable(judge: (lowerCaseName: string) => boolean): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const lower = name.toLowerCase();
    const verdict = judge(lower) ? lower : '';
    if (known.size >= mostNames) known.clear();
    known.set(name, verdict);
    return verdict;
  };
}

/** The further names that a `connection` header declares to be hop-by-hop; undefined when it names none (the rule). */
export function namedByConnection(value: string): ReadonlySet<string> | undefined {
  if (value === 'keep-alive' || value === 'close' || value === 'Keep-Alive') return undefined;
  const names = value
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'keep-alive' && name !== 'close');
  return names.length === 0 ? undefined : new Set(names);
}
