/**
 * Every secret that a test gives to a gateway is known here, and so is which provider is where. What then reaches a
 * scripted upstream that is not its own, or a row or a log line at all, is a stray, and fails the test that is running
 * (`fail-on-strays.ts`; outside of vitest the upstream's `close`).
 */

/** Which providers a secret is meant for: none for a client's key. */
interface Watched {
  readonly words: string;
  readonly providers: Set<string>;
  /** How it looks as it is, percent-encoded, and in base64 at each of three offsets. */
  readonly forms: readonly string[];
}

const watched = new Map<string, Watched>();
const providersAt = new Map<string, Set<string>>();
let strays: string[] = [];
/** As `secretsIn` looks for them; made when the first text comes after a new secret. */
let longestFirst: readonly Watched[] | undefined;

/** Shorter ones would be found where nobody put them. */
const leastLength = 8;
/** Of larger bodies only the plain forms are looked for. */
const mostEncoded = 1024 * 1024;

/** The key of an account as tests give it unless they say otherwise: it says whose it is. */
export function accountKey(provider: string, account = 'main'): string {
  return `canary-of-${provider}-${account}`;
}

/** A key that a client brings for one provider (`x-patchbay-api-key`). */
export function ownKey(provider: string): string {
  return `canary-brought-for-${provider}-55Rt`;
}

/** This key may reach this provider and no other. */
export function watchAccount(key: string, provider: string): void {
  watch(key, `the key of an account of ${provider}`).providers.add(provider);
}

/** This key is for the gateway; no provider may see it. */
export function watchClient(key: string, client: string): void {
  watch(key, `the key of the client ${client}`);
}

/** A client brings this key for the provider that it pins; without one nobody may see it. */
export function watchOwn(key: string, provider: string | undefined): void {
  const { providers } = watch(key, 'a key that a client brought');
  if (provider !== undefined) providers.add(provider);
}

/** A provider is at an address. Several may share one; then their keys are not told apart. */
export function placeProvider(id: string, url: string): void {
  if (!URL.canParse(url)) return;
  const { origin } = new URL(url);
  const known = providersAt.get(origin);
  if (known === undefined) providersAt.set(origin, new Set([id]));
  else known.add(id);
}

function watch(key: string, words: string): Watched {
  const known = watched.get(key);
  if (known !== undefined) return known;
  if (key.length < leastLength) {
    throw new Error(`"${key}" is too short for a key of a test: nobody could tell it from other text.`);
  }
  const made = { words, providers: new Set<string>(), forms: formsOf(key) };
  watched.set(key, made);
  longestFirst = undefined;
  return made;
}

/** In base64 three bytes make four characters, so a secret looks different at each of three offsets. */
function formsOf(key: string): string[] {
  const bytes = Buffer.from(key);
  const encoded = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
  });
  return [...new Set([key, encodeURIComponent(key), ...encoded])];
}

/** What came to an upstream at `url`. */
export interface Arrival {
  readonly method: string;
  readonly path: string;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** Notes what of a request is not for the provider that got it; returns the notes. */
export function watchArrival(url: string, { method, path, rawHeaders, body }: Arrival): readonly string[] {
  if (watched.size === 0) return [];
  const here = providersAt.get(url) ?? new Set<string>();
  const found = secretsIn(`${path}\n${rawHeaders.join('\n')}\n${body.toString('latin1')}`);
  const where = `${method} ${path.split('?')[0]} at ${[...here].join(', ') || url}`;
  const notes = found
    .filter(({ providers }) => ![...providers].some((provider) => here.has(provider)))
    .map(({ words }) => `${words} came with ${where}`);
  if (notes.length === 0 && found.length > 1) {
    notes.push(`${found.map(({ words }) => words).join(' and ')} came together with ${where}`);
  }
  strays.push(...notes);
  return notes;
}

/** Notes secrets in what is written down: a row, a line of the log. */
export function watchText(where: string, text: string): void {
  if (watched.size === 0) return;
  strays.push(...secretsIn(text).map(({ words }) => `${words} stands in ${where}: ${text.slice(0, 500)}`));
}

/** The longest first: a key may hold another one (`key-of-a` and `key-of-ab`). */
function secretsIn(text: string): Watched[] {
  const found: Watched[] = [];
  let left = text;
  longestFirst ??= [...watched].sort(([a], [b]) => b.length - a.length).map(([, secret]) => secret);
  for (const secret of longestFirst) {
    const forms = text.length > mostEncoded ? secret.forms.slice(0, 2) : secret.forms;
    const hits = forms.filter((form) => left.includes(form));
    if (hits.length === 0) continue;
    found.push(secret);
    for (const form of hits) left = left.replaceAll(form, '…');
  }
  return found;
}

/** What was noted since the last call. */
export function takeStrays(): readonly string[] {
  const taken = strays;
  strays = [];
  return taken;
}
