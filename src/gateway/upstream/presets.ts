import { allDialects, type Dialect } from '../exchange/dialect.ts';
import type {
  AuthForm,
  Endpoint,
  KeyCheck,
  Provider,
  Quirks,
  Timeouts,
  Vendor,
} from '../exchange/provider.ts';

/** Where a fact about a provider is written, and the day on which it was looked up (ISO date). */
export interface Source {
  readonly url: string;
  readonly checked: string;
}

/** What is known of a provider: the config fills in from it what the user left out. */
export interface Preset {
  readonly id: string;
  readonly name: string;
  readonly vendor: Vendor;
  /** In the order of preference: the provider's own dialect first. */
  readonly endpoints: ReadonlyMap<Dialect, Endpoint>;
  readonly quirks: Quirks;
  /** Environment variable that its own documentation uses for the key; absent: it takes none. */
  readonly keyEnv?: string;
  /** Where its list of models needs no key: what needs one and costs nothing. */
  readonly keyCheck?: KeyCheck;
  /** Runs on the user's own machines: its tokens cost nothing. */
  readonly local?: boolean;
  /** Its documentation of the endpoints above. */
  readonly sources: readonly Source[];
}

const openai: Preset = {
  id: 'openai',
  name: 'OpenAI',
  vendor: 'openai',
  endpoints: endpoints('bearer', 'https://api.openai.com/v1', [
    'openai-responses',
    'openai-chat',
    'openai-completions',
    'openai-embeddings',
  ]),
  quirks: {
    streamUsage: 'ask',
    reasoningInsideOutput: true,
    developerRole: 'keep',
    maxTokensField: 'max_completion_tokens',
  },
  keyEnv: 'OPENAI_API_KEY',
  sources: [{ url: 'https://platform.openai.com/docs/api-reference', checked: '2026-11-21' }],
};

const anthropic: Preset = {
  id: 'anthropic',
  name: 'Anthropic',
  vendor: 'anthropic',
  endpoints: endpoints('x-api-key', 'https://api.anthropic.com', ['anthropic-messages']),
  quirks: { mostCacheMarks: 4 },
  keyEnv: 'ANTHROPIC_API_KEY',
  sources: [{ url: 'https://platform.claude.com/docs/en/api/overview', checked: '2026-11-21' }],
};

const gemini: Preset = {
  id: 'gemini',
  name: 'Google Gemini',
  vendor: 'google',
  endpoints: new Map<Dialect, Endpoint>([
    ['gemini-generate', at('x-goog-api-key', 'https://generativelanguage.googleapis.com')],
    // As paths, so that they stay right when the address is replaced by a mirror's.
    [
      'openai-chat',
      at('bearer', 'https://generativelanguage.googleapis.com', '/v1beta/openai/chat/completions'),
    ],
    [
      'openai-embeddings',
      at('bearer', 'https://generativelanguage.googleapis.com', '/v1beta/openai/embeddings'),
    ],
  ]),
  quirks: { streamUsage: 'ask', developerRole: 'system' },
  keyEnv: 'GEMINI_API_KEY',
  sources: [
    { url: 'https://ai.google.dev/api/generate-content', checked: '2026-11-21' },
    { url: 'https://ai.google.dev/gemini-api/docs/openai', checked: '2026-11-21' },
  ],
};

const openrouter: Preset = {
  id: 'openrouter',
  name: 'OpenRouter',
  vendor: 'other',
  endpoints: endpoints('bearer', 'https://openrouter.ai/api/v1', [
    'openai-chat',
    'openai-responses',
    'anthropic-messages',
    'openai-embeddings',
  ]),
  quirks: { streamUsage: 'ask', reasoningInsideOutput: true, reasoningField: 'reasoning' },
  keyEnv: 'OPENROUTER_API_KEY',
  keyCheck: { path: '/v1/key' },
  sources: [
    { url: 'https://openrouter.ai/docs/api/reference/overview', checked: '2026-11-21' },
    { url: 'https://openrouter.ai/docs/api/reference/responses/overview', checked: '2026-11-21' },
    {
      url: 'https://openrouter.ai/docs/api/api-reference/anthropic-messages/create-a-message',
      checked: '2026-11-21',
    },
    {
      url: 'https://openrouter.ai/docs/api/api-reference/embeddings/create-embeddings',
      checked: '2026-11-21',
    },
    {
      url: 'https://openrouter.ai/docs/api/api-reference/api-keys/get-current-key',
      checked: '2026-11-26',
    },
  ],
};

const deepseek: Preset = {
  id: 'deepseek',
  name: 'DeepSeek',
  vendor: 'other',
  endpoints: new Map<Dialect, Endpoint>([
    // The documented paths have no version.
    ['openai-chat', at('bearer', 'https://api.deepseek.com', '/chat/completions')],
    ['anthropic-messages', at('x-api-key', 'https://api.deepseek.com/anthropic')],
    ['openai-responses', at('bearer', 'https://api.deepseek.com', '/responses')],
    ['openai-completions', at('bearer', 'https://api.deepseek.com/beta', '/completions')],
  ]),
  quirks: {
    streamUsage: 'ask',
    reasoningInsideOutput: true,
    developerRole: 'system',
    maxTokensField: 'max_tokens',
    reasoningField: 'reasoning_content',
  },
  keyEnv: 'DEEPSEEK_API_KEY',
  sources: [
    { url: 'https://api-docs.deepseek.com/api/create-chat-completion', checked: '2026-11-21' },
    { url: 'https://api-docs.deepseek.com/guides/anthropic_api', checked: '2026-11-21' },
    { url: 'https://api-docs.deepseek.com/guides/responses_api', checked: '2026-11-21' },
    { url: 'https://api-docs.deepseek.com/api/create-completion', checked: '2026-11-21' },
  ],
};

const ollama: Preset = {
  id: 'ollama',
  name: 'Ollama',
  vendor: 'other',
  endpoints: new Map([
    ...endpoints('none', 'http://localhost:11434/v1', ['openai-chat', 'openai-responses']),
    ...endpoints('none', 'http://localhost:11434', ['anthropic-messages']),
    ...endpoints('none', 'http://localhost:11434/v1', ['openai-completions', 'openai-embeddings']),
  ]),
  quirks: {
    streamUsage: 'ask',
    reasoningInsideOutput: true,
    developerRole: 'system',
    maxTokensField: 'max_tokens',
    reasoningField: 'reasoning',
  },
  local: true,
  sources: [
    { url: 'https://docs.ollama.com/api/openai-compatibility', checked: '2026-11-21' },
    { url: 'https://docs.ollama.com/api/anthropic-compatibility', checked: '2026-11-21' },
  ],
};

/** Every preset by its id. */
export const presets: Readonly<Record<string, Preset>> = {
  openai,
  anthropic,
  gemini,
  openrouter,
  deepseek,
  ollama,
};

/** Milliseconds; what a provider gets when its config names no others. */
export const defaultTimeouts: Timeouts = {
  connectMs: 10_000,
  firstByteMs: 120_000,
  idleMs: 300_000,
  totalMs: 600_000,
};

/** A name that no resolver answers (RFC 6761): the demo provider is a transport of its own and is never called. */
const demoAddress = 'http://demo.invalid';

/** The built-in provider: answers without network and key, in every dialect, to the model name `demo`. */
export const demoProvider: Provider = {
  id: 'demo',
  name: 'Demo (built in)',
  vendor: 'other',
  endpoints: endpoints('none', demoAddress, allDialects),
  quirks: { streamUsage: 'ask', reasoningInsideOutput: true },
  accounts: [{ id: 'demo', priority: 1, weight: 1, enabled: true, passthrough: false }],
  models: ['demo'],
  local: true,
  headers: {},
  timeouts: defaultTimeouts,
  role: 'primary',
  enabled: true,
};

function at(auth: AuthForm, baseUrl: string, path?: string): Endpoint {
  return path === undefined ? { baseUrl, auth } : { baseUrl, path, auth };
}

function endpoints(auth: AuthForm, baseUrl: string, dialects: readonly Dialect[]): Map<Dialect, Endpoint> {
  return new Map(dialects.map((dialect) => [dialect, at(auth, baseUrl)]));
}
