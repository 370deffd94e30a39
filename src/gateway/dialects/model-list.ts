/** Whose shape a caller of the model list expects. */
export type ModelListFace = 'openai' | 'anthropic' | 'google' | 'codex';

/** A model as lists show it. */
export interface ShownModel {
  /** What a client may ask for. */
  readonly id: string;
  readonly provider: string;
  /** Name for people. */
  readonly name?: string;
  /** Milliseconds since the epoch. */
  readonly createdAt?: number;
  readonly contextTokens?: number;
  readonly outputTokens?: number;
  /** How it is told how much to think. */
  readonly thinking?: 'effort' | 'budget' | 'none';
}

/** Answers `limit` and `pageSize` at most with this many, as Anthropic and Google do. */
const mostRows = 1000;
/** What Anthropic and Google give when nothing is asked for. */
const usualAnthropicRows = 20;
const usualGoogleRows = 50;

/**
 * Who asks: four programs use one path. Codex names its version in the query, Anthropic's clients send
 * `anthropic-version`, Google's `x-goog-api-key` (genai 3.1 calls `/v1/models`, too).
 */
export function modelListFace(
  path: string,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  query: string,
): ModelListFace {
  if (new URLSearchParams(query).has('client_version')) return 'codex';
  if (headers['anthropic-version'] !== undefined) return 'anthropic';
  const isGoogle =
    path.startsWith('/v1beta') ||
    headers['x-goog-api-key'] !== undefined ||
    headers['x-goog-api-client'] !== undefined;
  return isGoogle ? 'google' : 'openai';
}

/** The list as JSON. Anthropic's and Google's come in pages, by the `query` that their clients send. */
export function renderModelList(
  face: ModelListFace,
  models: readonly ShownModel[],
  ask: { readonly path: string; readonly query: string },
): Buffer {
  const query = new URLSearchParams(ask.query);
  switch (face) {
    case 'anthropic':
      return bytes(anthropicPage(models, query));
    case 'google':
      return bytes(googlePage(models, query));
    default:
      // Codex reads this shape, too, and falls back to its own catalogue.
      return bytes({ object: 'list', data: models.map(openAiRow) });
  }
}

/** One model as JSON. */
export function renderModel(face: ModelListFace, model: ShownModel): Buffer {
  switch (face) {
    case 'anthropic':
      return bytes(anthropicRow(model));
    case 'google':
      return bytes(googleRow(model));
    default:
      return bytes(openAiRow(model));
  }
}

function openAiRow(model: ShownModel): unknown {
  return {
    id: model.id,
    object: 'model',
    created: Math.floor((model.createdAt ?? 0) / 1000),
    owned_by: model.provider,
    ...(model.name !== undefined && { display_name: model.name }),
    // OpenRouter's names for them, which several agents read.
    ...(model.contextTokens !== undefined && { context_length: model.contextTokens }),
    ...(model.outputTokens !== undefined && { max_completion_tokens: model.outputTokens }),
  };
}

function anthropicRow(model: ShownModel): { readonly id: string } {
  const row = {
    type: 'model',
    id: model.id,
    display_name: model.name ?? model.id,
    created_at: new Date(model.createdAt ?? 0).toISOString().replace('.000Z', 'Z'),
    ...(model.contextTokens !== undefined && { max_input_tokens: model.contextTokens }),
    ...(model.outputTokens !== undefined && { max_tokens: model.outputTokens }),
  };
  return row;
}

function anthropicPage(models: readonly ShownModel[], query: URLSearchParams): unknown {
  const limit = rows(query.get('limit'), usualAnthropicRows);
  const after = query.get('after_id');
  const before = query.get('before_id');
  let from = 0;
  let to = models.length;
  if (before !== null) {
    to = Math.max(0, indexOf(models, before, 0));
    from = Math.max(0, to - limit);
  } else {
    // An id that is gone ends the paging: starting again would make a client loop.
    if (after !== null) from = indexOf(models, after, models.length) + 1;
    to = Math.min(models.length, from + limit);
  }
  const data = models.slice(from, to).map(anthropicRow);
  return {
    data,
    has_more: before === null ? to < models.length : from > 0,
    first_id: data.at(0)?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  };
}

function googleRow(model: ShownModel): unknown {
  const embeds = /embed/i.test(model.id);
  return {
    name: `models/${model.id}`,
    baseModelId: model.id,
    version: '001',
    displayName: model.name ?? model.id,
    description: `By ${model.provider}, through Patchbay.`,
    ...(model.contextTokens !== undefined && { inputTokenLimit: model.contextTokens }),
    ...(model.outputTokens !== undefined && { outputTokenLimit: model.outputTokens }),
    ...(model.thinking !== undefined && { thinking: model.thinking !== 'none' }),
    supportedGenerationMethods: embeds
      ? ['embedContent', 'batchEmbedContents']
      : ['generateContent', 'streamGenerateContent', 'countTokens'],
  };
}

function googlePage(models: readonly ShownModel[], query: URLSearchParams): unknown {
  const size = rows(query.get('pageSize'), usualGoogleRows);
  const token = query.get('pageToken') ?? '';
  const from = /^\d{1,9}$/.test(token) ? Number(token) : 0;
  const to = from + size;
  return {
    models: models.slice(from, to).map(googleRow),
    ...(to < models.length && { nextPageToken: String(to) }),
  };
}

function rows(value: string | null, usual: number): number {
  const asked = value === null ? Number.NaN : Number.parseInt(value, 10);
  return Number.isNaN(asked) || asked < 1 ? usual : Math.min(asked, mostRows);
}

function indexOf(models: readonly ShownModel[], id: string, missing: number): number {
  const at = models.findIndex((model) => model.id === id);
  return at < 0 ? missing : at;
}

function bytes(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
