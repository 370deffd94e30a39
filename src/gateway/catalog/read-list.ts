import { listedFacts } from './listed-facts.ts';
import { readListedPrice } from './listed-price.ts';
import type { DiscoveredModel } from './model.ts';

/** More than any provider lists (OpenRouter about 500, Hugging Face's router about 2,000). */
const mostModels = 10_000;
/** Longest name that is kept; a name goes into paths, tables and messages. */
const longestId = 256;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the model list of any provider: OpenAI's and Anthropic's `{data: […]}`, Google's `{models: [{name:
 * "models/x"}]}`, Ollama's `{models: [{name, model}]}`, OpenRouter's with prices, a bare array of objects or names.
 * Names come once each, in the provider's order, at most 10,000. Undefined when the body is not a model list; an
 * empty list is one. Never throws.
 */
export function readModelList(body: Buffer): DiscoveredModel[] | undefined {
  const rows = rowsOf(parse(body));
  if (rows === undefined) return undefined;
  const models = new Map<string, DiscoveredModel>();
  for (const row of rows) {
    const model = typeof row === 'string' ? namedOnly(row) : isFields(row) ? readModel(row) : undefined;
    if (model !== undefined && !models.has(model.id)) models.set(model.id, model);
    if (models.size >= mostModels) break;
  }
  return models.size === 0 && rows.length > 0 ? undefined : [...models.values()];
}

/**
 * The query that asks for the next page of a list (`after_id=…` for Anthropic, `pageToken=…` for Google), to be
 * appended to the path of the first; undefined on the last page.
 */
export function nextListPage(body: Buffer): string | undefined {
  const list = parse(body);
  if (!isFields(list)) return undefined;
  if (list.has_more === true && typeof list.last_id === 'string' && list.last_id !== '') {
    return `after_id=${encodeURIComponent(list.last_id)}`;
  }
  if (typeof list.nextPageToken === 'string' && list.nextPageToken !== '') {
    return `pageToken=${encodeURIComponent(list.nextPageToken)}`;
  }
  return undefined;
}

/** llama.cpp sends `data` beside an Ollama-like `models`; `data` knows more. */
function rowsOf(list: unknown): readonly unknown[] | undefined {
  if (Array.isArray(list)) return list;
  if (!isFields(list)) return undefined;
  for (const rows of [list.data, list.models]) if (Array.isArray(rows)) return rows;
  return undefined;
}

function readModel(row: Fields): DiscoveredModel | undefined {
  const id = readId(row);
  if (id === undefined) return undefined;
  const name =
    text(row.display_name) ?? text(row.displayName) ?? (row.name === id ? undefined : text(row.name));
  const createdAt = moment(row.created ?? row.created_at);
  const ownedBy = text(row.owned_by);
  const price = isFields(row.pricing) ? readListedPrice(row.pricing) : undefined;
  return {
    id,
    ...(name !== undefined && !name.startsWith('models/') && { name }),
    ...listedFacts(row),
    ...(createdAt !== undefined && { createdAt }),
    ...(ownedBy !== undefined && { ownedBy }),
    ...(price !== undefined && { price }),
  };
}

/** Google prefixes its names with `models/` (or `publishers/…/models/`) in lists, but not in paths. */
function readId(row: Fields): string | undefined {
  const id = text(row.id) ?? text(row.name) ?? text(row.model) ?? text(row.slug);
  if (id === undefined || id.length > longestId || /[\u0000-\u001f\u007f]/.test(id)) return undefined;
  const short =
    row.id === undefined ? id.replace(/^(?:publishers\/[^/]+\/)?models\//, '') : id.replace(/^models\//, '');
  return short === '' ? undefined : short;
}

function namedOnly(id: string): DiscoveredModel | undefined {
  return readModel({ id });
}

/** Epoch seconds or a date; 0 and the epoch itself mean "not known" (llama.cpp, aliases at Anthropic). */
function moment(value: unknown): number | undefined {
  const at =
    typeof value === 'number' ? value * 1000 : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(at) && at > 0 ? at : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
