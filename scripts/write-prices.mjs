// Writes src/gateway/catalog/price-snapshot.ts: what vendors and resellers charge for tokens.
// Usage: node scripts/write-prices.mjs [VERSION of @pydantic/genai-prices] [VERSION of @earendil-works/pi-ai] [--force]
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { withPackage } from './fetch-package.mjs';
import { genaiPrices, piPrices } from './price-sources.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { force: { type: 'boolean' } },
});
const [genaiVersion = '0.1.8', piVersion = '1.5.2'] = positionals;
const target = new URL('../src/gateway/catalog/price-snapshot.ts', import.meta.url);

/**
 * Providers that charge by the token, with the hosts of their APIs (`.x` stands for every host below x) and their names
 * in the two sources. Of OpenRouter's models genai-prices has many that are gone, so that pi-ai says which there are.
 */
const providers = {
  anthropic: { hosts: ['api.anthropic.com'], genai: 'anthropic', pi: 'anthropic' },
  openai: { hosts: ['api.openai.com'], genai: 'openai', pi: 'openai' },
  google: {
    hosts: ['generativelanguage.googleapis.com', 'aiplatform.googleapis.com'],
    genai: 'google',
    pi: 'google',
  },
  openrouter: { hosts: ['openrouter.ai'], genai: 'openrouter', pi: 'openrouter', only: 'pi' },
  azure: { hosts: ['.openai.azure.com', '.services.ai.azure.com'], genai: 'azure', pi: 'azure' },
  'github-copilot': {
    hosts: ['api.githubcopilot.com', 'api.individual.githubcopilot.com'],
    genai: 'github-copilot',
    pi: 'github-copilot',
  },
  opencode: { hosts: ['opencode.ai'], pi: 'opencode' },
  xai: { hosts: ['api.x.ai'], genai: 'x-ai', pi: 'xai' },
  deepseek: { hosts: ['api.deepseek.com'], genai: 'deepseek', pi: 'deepseek' },
  mistral: { hosts: ['api.mistral.ai'], genai: 'mistral', pi: 'mistral' },
  groq: { hosts: ['api.groq.com'], genai: 'groq', pi: 'groq' },
  cerebras: { hosts: ['api.cerebras.ai'], genai: 'cerebras', pi: 'cerebras' },
  moonshotai: { hosts: ['api.moonshot.ai'], genai: 'moonshotai', pi: 'moonshotai' },
  zai: { hosts: ['api.z.ai'], genai: 'zai', pi: 'zai' },
  minimax: { hosts: ['api.minimax.io'], genai: 'minimax', pi: 'minimax' },
  xiaomi: { hosts: ['api.xiaomimimo.com'], pi: 'xiaomi' },
  meta: { hosts: ['api.meta.ai'], pi: 'meta' },
  fireworks: { hosts: ['api.fireworks.ai'], genai: 'fireworks', pi: 'fireworks' },
  together: { hosts: ['api.together.xyz', 'api.together.ai'], genai: 'together', pi: 'together' },
  baseten: { hosts: ['inference.baseten.co'], genai: 'baseten', pi: 'baseten' },
  cohere: { hosts: ['api.cohere.com', 'api.cohere.ai'], genai: 'cohere' },
  perplexity: { hosts: ['api.perplexity.ai'], genai: 'perplexity' },
  novita: { hosts: ['api.novita.ai'], genai: 'novita' },
  voyageai: { hosts: ['api.voyageai.com'], genai: 'voyageai' },
};

/** Prices that are known for certain: a source that says otherwise is broken. */
const fixed = {
  'anthropic claude-sonnet-4-5': { in: 3, out: 15, read: 0.3, write: 3.75, hour: 6 },
  'openai gpt-4o': { in: 2.5, out: 10, read: 1.25 },
  'google gemini-2.5-pro': { in: 1.25, out: 10, read: 0.125 },
};
const leastModels = 700;
/** A refresh that changes more than this part of the prices is looked at by a person first. */
const mostChanged = 0.2;
/** Columns that every line has, and those that are written with their name. */
const columns = ['in', 'out', 'read', 'write', 'hour'];
const named = ['r', 'ai', 'ac', 'ao', 'ii', 'ic', 'io', 'q', 's'];

const genai = await withPackage('@pydantic/genai-prices', genaiVersion, (folder, { version }) => ({
  version,
  rows: genaiPrices(folder),
}));
const pi = await withPackage('@earendil-works/pi-ai', piVersion, (folder, { version }) => ({
  version,
  rows: piPrices(folder),
  date: JSON.parse(
    readFileSync(join(folder, 'dist/providers/data/.manifest.json'), 'utf8'),
  ).generatedAt.slice(0, 10),
}));
checkRules(genai.rows.get('anthropic'));

const sections = Object.entries(providers).map(([name, from]) => ({ name, from, rows: rowsOf(name, from) }));
check(sections);
const lines = sections.flatMap(({ name, from, rows }) => [
  [`@${name}`, ...from.hosts].join(' '),
  ...rows.map(linesOf).sort().flat(),
]);
const content = lines.join('\n');
const hash = createHash('sha256').update(content).digest('hex').slice(0, 6);
const text = `\
// Made by scripts/write-prices.mjs from @earendil-works/pi-ai ${pi.version} (${pi.date}) and @pydantic/genai-prices
// ${genai.version} (both MIT; see NOTICE.md).

/** Kept with every cost that is computed from these prices: the day of the newer source, and a hash of what follows. */
export const snapshotVersion = '${pi.date}-${hash}';

/**
 * \`@provider host …\`, then its models: names, then US dollars per million tokens of input, output, cache read, cache
 * write for 5 minutes and for an hour; \`-\` where it is not known. With a name: r reasoning, ai ac ao audio (input, cache
 * read, output), ii ic io the same of images, q a thousand requests, s a thousand web searches. Below a model, with a blank
 * before: \`>N\` for prompts of more than N tokens, \`from=\` a day on, \`utc=\` between two times of every day.
 */
export const priceSnapshot = \`\\
${content}
\`;
`;
writeFileSync(target, text);
console.log(`${sections.flatMap(({ rows }) => rows).length} models, ${text.length} bytes`);

/** pi-ai is the newer one; genai-prices knows more of a model, and says nothing where it knows nothing. */
function rowsOf(name, from) {
  const newer = new Map((pi.rows.get(from.pi) ?? []).map((row) => [row.names[0].toLowerCase(), row]));
  const newerOf = (each) => newer.get(each.toLowerCase());
  const rows = [];
  const taken = new Set();
  for (const row of genai.rows.get(from.genai) ?? []) {
    const same = row.names.filter((each) => newerOf(each) !== undefined && isSame(row, newerOf(each)));
    if (from.only === 'pi' && same.length === 0) continue;
    // A name whose price has changed since leaves the others that it was listed with.
    const names = row.names.filter((each) => newerOf(each) === undefined || same.includes(each));
    for (const each of same) taken.add(each.toLowerCase());
    const [first] = same;
    rows.push({ names, periods: first === undefined ? row.periods : withNewer(row.periods, newerOf(first)) });
  }
  for (const [key, row] of newer) {
    if (!taken.has(key)) rows.push(name === 'anthropic' ? withRules(row) : row);
  }
  const current = rows.map(withoutSilent).map((row) => ({ ...row, periods: currentOnly(row.periods) }));
  return unique(current).filter(({ names }) => names.length > 0);
}

/** Names of models of sound whose sound has no price in the source: they would pass for as cheap as text. */
function withoutSilent({ names, periods }) {
  const isPriced = periods.every(({ tiers }) => tiers.every(({ rates }) => rates.ai ?? rates.ao));
  const kept = isPriced ? names : names.filter((each) => !/audio|realtime|transcribe|-tts|-live-/.test(each));
  return { names: kept, periods };
}

/** Costs are computed once, when they arise: what had been replaced when the sources were made is not needed. */
function currentOnly(periods) {
  const last = periods.findLastIndex(({ from }) => from !== undefined && from <= pi.date);
  return last < 0 ? periods : [{ tiers: periods[last].tiers }, ...periods.slice(last + 1)];
}

/** Whether input and output cost what one of the periods says. */
function isSame({ periods }, newer) {
  const { in: input, out: output } = newer.periods[0].tiers[0].rates;
  return periods.some(({ tiers: [{ rates }] }) => near(rates.in, input) && near(rates.out, output));
}

/** Tiers and cache prices that the newer source has, in the one period that they can be of. */
function withNewer(periods, newer) {
  if (periods.length > 1) return periods;
  const [{ tiers: known, ...time }] = periods;
  const fresh = newer.periods[0].tiers;
  const isNear = (tier) => (other) => Math.abs(other.above - tier.above) <= 1;
  const tiers = known.map((tier) => ({
    ...tier,
    rates: { ...tier.rates, ...fresh.find(isNear(tier))?.rates },
  }));
  // What goes by the piece costs the same however long the prompt is.
  const { q, s } = known[0].rates;
  const pieces = { ...(q !== undefined && { q }), ...(s !== undefined && { s }) };
  const more = fresh
    .filter((tier) => !known.some(isNear(tier)))
    .map((tier) => ({ ...tier, rates: { ...pieces, ...tier.rates } }));
  return [{ ...time, tiers: [...tiers, ...more].sort((one, other) => one.above - other.above) }];
}

/**
 * Anthropic's rules for all its models: a cache write for an hour costs twice the input, a thousand searches 10 dollars.
 * https://platform.claude.com/docs/en/about-claude/pricing
 */
function withRules(row) {
  const periods = row.periods.map((period) => ({
    ...period,
    tiers: period.tiers.map(({ above, rates }) => ({
      above,
      rates: { ...rates, hour: 2 * rates.in, s: 10 },
    })),
  }));
  return { ...row, periods };
}

function checkRules(rows) {
  for (const { names, periods } of rows) {
    for (const { rates } of periods.flatMap(({ tiers }) => tiers)) {
      if (rates.hour !== undefined && !near(rates.hour, 2 * rates.in)) {
        throw new Error(`${names[0]}: an hour's cache write is not twice the input; the rule has changed.`);
      }
      if (rates.s !== undefined && rates.s !== 10)
        throw new Error(`${names[0]}: the price of searches has changed.`);
    }
  }
}

/** Each name once, the first row's. */
function unique(rows) {
  const seen = new Set();
  return rows.map((row) => ({
    ...row,
    names: row.names.filter((name) => {
      if (/[\s,`\\$]/.test(name)) throw new Error(`${name} cannot be written.`);
      return !seen.has(name) && seen.add(name);
    }),
  }));
}

function linesOf({ names, periods }) {
  const out = [];
  for (const { from, utc, tiers } of periods) {
    for (const { above, rates } of tiers) {
      const when = [from === undefined ? '' : `from=${from}`, utc === undefined ? '' : `utc=${utc}`].join('');
      const head = above > 0 ? ` >${above}` : when === '' ? names.join(',') : ` ${when}`;
      out.push(`${head} ${figuresOf(rates)}`);
    }
  }
  return out;
}

function figuresOf(rates) {
  const plain = columns.map((column) => figure(rates[column]));
  const extra = named
    .filter((name) => rates[name] !== undefined)
    .map((name) => `${name}=${figure(rates[name])}`);
  if (extra.length > 0) return [...plain, ...extra].join(' ');
  return plain.join(' ').replace(/(?: -)+$/, '');
}

/** To the millionth of a dollar per million tokens, which is a whole number of pico-dollars per token. */
function figure(price) {
  return price === undefined ? '-' : String(Math.round(price * 1e6) / 1e6);
}

function near(a, b) {
  return a !== undefined && b !== undefined && Math.abs(a - b) <= 1e-6 * Math.max(1, a, b);
}

function check(all) {
  const count = all.flatMap(({ rows }) => rows).length;
  if (count < leastModels) throw new Error(`Only ${count} models: the sources have changed.`);
  for (const [key, rates] of Object.entries(fixed)) {
    const [provider, name] = key.split(' ');
    const row = all.find((each) => each.name === provider)?.rows.find(({ names }) => names.includes(name));
    const found = row?.periods[0].tiers[0].rates;
    for (const column of Object.keys(rates)) {
      if (!near(found?.[column], rates[column])) {
        throw new Error(`${key} costs ${JSON.stringify(found)} instead of ${JSON.stringify(rates)}.`);
      }
    }
  }
  const before = pricesIn(readFileSync(target, { encoding: 'utf8', flag: 'a+' }).split('\n'));
  const now = pricesIn(all.flatMap(({ name, rows }) => [`@${name}`, ...rows.flatMap(linesOf)]));
  const both = [...now.keys()].filter((key) => before.has(key));
  const changed = both.filter((key) => now.get(key) !== before.get(key));
  for (const key of changed) console.log(`${key}: ${before.get(key)} is now ${now.get(key)}`);
  if (changed.length > both.length * mostChanged && values.force !== true) {
    throw new Error(`${changed.length} of ${both.length} prices changed; --force takes them all the same.`);
  }
}

function pricesIn(lines) {
  const found = new Map();
  let provider = '';
  for (const line of lines) {
    if (line.startsWith('@')) provider = line.slice(1).split(' ')[0];
    else if (provider !== '' && !line.startsWith(' ')) {
      const [names, ...figures] = line.split(' ');
      for (const name of names.split(',')) found.set(`${provider} ${name}`, figures.join(' '));
    }
  }
  return found;
}
