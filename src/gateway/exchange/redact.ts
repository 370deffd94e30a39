/** What stands in the place of a secret. */
const mask = '[redacted]';

/** Shorter secrets are not learned: they would blank out ordinary words ("local", "demo") in every line. */
const leastLength = 8;

/** Letters and digits in a row by which a secret is recognised; they survive every encoding below as they are. */
const anchorLength = 6;

/** Limits of `fields`: logs are for reading, and a value may be as large as a body. */
const mostDepth = 6;
const mostEntries = 100;
const mostCharacters = 4_000;

/** Short texts that were found clean are remembered: the same paths, models and programs come with every request. */
const rememberedCharacters = 200;
const mostRemembered = 2_000;

/**
 * Takes secrets out of text on its way to a log, a record, an event or an answer. It knows every secret that it
 * has learned, as it is, percent-encoded (also twice), with the escapes of JSON (also nested) and inside base64
 * (Basic credentials, at any alignment, also base64url), and what looks like a key although nobody told it.
 */
export interface Redactor {
  /** Learns a secret; white space around it does not count. Shorter than 8 characters: ignored. */
  learn(secret: string): void;
  /** Undoes one `learn` of the same secret; the last one forgets it. */
  forget(secret: string): void;
  /** The text without secrets; the same string when there is nothing to take out. */
  text(value: string): string;
  /** A copy for a log line or an event: strings redacted, values of names such as `authorization` masked, sizes bounded. */
  fields(value: Readonly<Record<string, unknown>>): Record<string, unknown>;
}

/** One form of one secret. */
interface Needle {
  readonly pattern: RegExp;
  readonly length: number;
  /** Rolling hash of the anchor; undefined: it has none, and every text is searched for the pattern itself. */
  readonly anchor: number | undefined;
}

/**
 * A redactor without secrets. Looking at a text costs one pass over its characters, however many secrets there
 * are: a rolling hash of the last six is looked up in a table, and only a hit leads to a search.
 */
export function createRedactor(): Redactor {
  const learned = new Map<string, { count: number; readonly needles: readonly Needle[] }>();
  const buckets = new Map<number, Set<Needle>>();
  const unanchored = new Set<Needle>();
  /** How many anchors fall on a slot: most texts never leave this table. */
  const slots = new Uint16Array(1 << 16);
  const clean = new Set<string>();

  function add(needle: Needle): void {
    if (needle.anchor === undefined) {
      unanchored.add(needle);
      return;
    }
    const bucket = buckets.get(needle.anchor);
    if (bucket === undefined) {
      buckets.set(needle.anchor, new Set([needle]));
      const slot = slotOf(needle.anchor);
      slots[slot] = Math.min(0xffff, (slots[slot] ?? 0) + 1);
    } else bucket.add(needle);
  }

  function remove(needle: Needle): void {
    if (needle.anchor === undefined) {
      unanchored.delete(needle);
      return;
    }
    const bucket = buckets.get(needle.anchor);
    bucket?.delete(needle);
    if (bucket?.size !== 0) return;
    buckets.delete(needle.anchor);
    const slot = slotOf(needle.anchor);
    slots[slot] = (slots[slot] ?? 1) - 1;
  }

  /** The needles whose anchor occurs in the text; undefined for nearly every text. */
  function candidates(value: string): Set<Needle> | undefined {
    let found: Set<Needle> | undefined = unanchored.size > 0 ? new Set(unanchored) : undefined;
    if (buckets.size === 0) return found;
    let hash = 0;
    for (let at = 0; at < value.length; at += 1) {
      hash = ((hash << 5) ^ value.charCodeAt(at)) & 0x3fffffff;
      if (slots[(hash ^ (hash >>> 14)) & 0xffff] === 0) continue;
      const bucket = buckets.get(hash);
      if (bucket === undefined) continue;
      found ??= new Set();
      for (const needle of bucket) found.add(needle);
    }
    return found;
  }

  function text(value: string): string {
    if (clean.has(value)) return value;
    const redacted = withoutKeyShapes(withoutLearned(value));
    if (redacted === value && value.length <= rememberedCharacters) {
      if (clean.size >= mostRemembered) clean.clear();
      clean.add(value);
    }
    return redacted;
  }

  function withoutLearned(value: string): string {
    const found = candidates(value);
    if (found === undefined) return value;
    // The longest first: a secret may be the beginning of another.
    return [...found]
      .sort((a, b) => b.length - a.length)
      .reduce((text, needle) => text.replace(needle.pattern, mask), value);
  }

  function copy(value: unknown, name: string, depth: number): unknown {
    if (typeof value === 'string') {
      if (value !== '' && secretName.test(name)) return mask;
      return cut(text(value));
    }
    if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? String(value) : value;
    if (secretName.test(name)) return mask;
    if (value instanceof Error) return cut(text(errorText(value)));
    if (depth >= mostDepth) return '…';
    if (Array.isArray(value)) return value.slice(0, mostEntries).map((each) => copy(each, name, depth + 1));
    return copyObject(value, depth + 1);
  }

  function copyObject(value: object, depth: number): Record<string, unknown> {
    const entries = Object.entries(value).slice(0, mostEntries);
    return Object.fromEntries(entries.map(([name, each]) => [text(name), copy(each, name, depth)]));
  }

  return {
    learn(secret) {
      const plain = secret.trim();
      if (plain.length < leastLength || mask.includes(plain)) return;
      const known = learned.get(plain);
      if (known !== undefined) {
        known.count += 1;
        return;
      }
      clean.clear();
      const needles = needlesOf(plain);
      learned.set(plain, { count: 1, needles });
      for (const needle of needles) add(needle);
    },
    forget(secret) {
      const plain = secret.trim();
      const known = learned.get(plain);
      if (known === undefined) return;
      known.count -= 1;
      if (known.count > 0) return;
      learned.delete(plain);
      for (const needle of known.needles) remove(needle);
    },
    text,
    fields: (value) => copyObject(value, 0),
  };
}

/** Names whose values are secrets whatever they look like. `tokens` and `key` of other things stay readable. */
const secretName =
  /^(?:(?:proxy-)?authorization|(?:set-)?cookie|x-api-key|x-goog-api-key|x-patchbay-(?:api-)?key|api[-_]?key|access[-_]?key|(?:access|refresh|id|auth)?[-_]?token|(?:client[-_]?)?secret|password|passwd)$/i;

/** The stack says more than the message and begins with it; causes follow, as many as fit. */
function errorText(error: Error): string {
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause instanceof Error ? `${own}\ncaused by ${error.cause.name}: ${error.cause.message}` : own;
}

function cut(value: string): string {
  return value.length > mostCharacters ? `${value.slice(0, mostCharacters)}…` : value;
}

function slotOf(hash: number): number {
  return (hash ^ (hash >>> 14)) & 0xffff;
}

/** Thirty bits, five per character: after six more characters nothing of an older one is left. */
function hashOf(anchor: string): number {
  let hash = 0;
  for (let at = 0; at < anchor.length; at += 1) hash = ((hash << 5) ^ anchor.charCodeAt(at)) & 0x3fffffff;
  return hash;
}

function needlesOf(secret: string): Needle[] {
  const bytes = Buffer.from(secret);
  // In base64 three bytes make four characters, so the secret looks different at each of three offsets.
  const encoded = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
  });
  return [secret, ...encoded].map((form) => ({
    pattern: new RegExp([...form].map(flexible).join(''), 'g'),
    length: form.length,
    anchor: anchorOf(form),
  }));
}

/** The end of the longest run of letters and digits: beginnings ("sk-proj-") are shared by many keys. */
function anchorOf(form: string): number | undefined {
  const runs = form.match(/[A-Za-z0-9]+/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  return longest.length < anchorLength ? undefined : hashOf(longest.slice(-anchorLength));
}

const shortEscapes: Readonly<Record<string, string>> = {
  '\n': 'n',
  '\r': 'r',
  '\t': 't',
  '\b': 'b',
  '\f': 'f',
};

/** A pattern for one character in all its encodings. Letters and digits have one. */
function flexible(character: string): string {
  if (/[A-Za-z0-9]/.test(character)) return character;
  const literal = character.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  const percent = [...Buffer.from(character)]
    .map((byte) => `%(?:25)*${anyCase(byte.toString(16).padStart(2, '0'))}`)
    .join('');
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  const unicode = units.map((unit) => `\\\\+u${anyCase(unit.toString(16).padStart(4, '0'))}`).join('');
  const forms = [`\\\\*${literal}`, percent, unicode];
  const short = shortEscapes[character];
  if (short !== undefined) forms.push(`\\\\+${short}`);
  if (character === ' ' || character === '+') forms.push(character === ' ' ? '\\+' : '-');
  if (character === '/') forms.push('_');
  return `(?:${forms.join('|')})`;
}

function anyCase(hex: string): string {
  return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

/** What looks like a key. A match keeps what names it (`Bearer `, `?key=`). */
const keyShapes: readonly string[] = [
  // OpenAI, Anthropic, OpenRouter, DeepSeek (sk-), our own (pbk-), xAI, Groq, NVIDIA, GitHub, Hugging Face.
  '(?<![a-z0-9])(?:sk|pbk|xai|gsk|nvapi|gh[opsu]|hf)[-_][a-z0-9_-]{12,}',
  // Google: API keys and access tokens.
  '(?<![a-z0-9])AIza[a-z0-9_-]{20,}',
  '(?<![a-z0-9])ya29\\.[a-z0-9_-]{16,}',
  // JSON web tokens.
  '(?<![a-z0-9])eyJ[\\w-]{8,}\\.eyJ[\\w-]{8,}(?:\\.[\\w-]*)?',
];

const namedShapes: readonly string[] = [
  '\\bauthorization\\\\*["\']?\\s*[:=]\\s*\\\\*["\']?(?:[a-z]+\\s+)?',
  // A digit or a sign of base64 tells a token from "bearer authentication".
  '\\b(?:Bearer|Basic)(?:\\s|%20|\\+)+(?=[^\\s"\',;]*[0-9=_+/-])',
  '(?:x-api-key|x-goog-api-key|x-patchbay-key|\\bapi[-_]?key)\\\\*["\']?\\s*[:=]\\s*\\\\*["\']?',
];

/** In an address every value of such a name is a key, however short. */
const queryKey = '(?:[?&]|%3F|%26)(?:key|api_?key|access_token|token)(?:=|%3D)';

/** `://user:password@`. */
const userInfo = '(?<=:\\/\\/[^\\s/:@]{0,100}:)[^\\s/@]+(?=@)';

const shapes = new RegExp(
  `(${namedShapes.join('|')})[^\\s"',;&\\\\]{8,}|(${queryKey})(?:(?!%26)[^\\s"'&#\\\\])+|${userInfo}|${keyShapes.join('|')}`,
  'gi',
);

function withoutKeyShapes(value: string): string {
  shapes.lastIndex = 0;
  if (!shapes.test(value)) return value;
  return value.replace(
    shapes,
    (_, named: string | undefined, query: string | undefined) => `${named ?? query ?? ''}${mask}`,
  );
}
