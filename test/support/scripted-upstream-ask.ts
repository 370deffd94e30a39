import type { Dialect } from '../../src/gateway/exchange/dialect.ts';
import { isRecord, type JsonRecord, listAt, textAt, valueAt } from './json-value.ts';
import { schemaIn } from './scripted-upstream-schema.ts';

/** What an endpoint of a provider is for. */
export type UpstreamOperation =
  | 'generate'
  | 'count-tokens'
  | 'embed'
  | 'batch-embed'
  | 'models'
  | 'model'
  | 'stored-response'
  | 'compact'
  | 'probe'
  | 'unknown';

/** A tool that runs shell commands, under the name and in the form in which this client offers it. */
export interface ShellTool {
  readonly kind: 'function' | 'custom';
  readonly name: string;
  readonly namespace?: string;
}

/** What a request asks of the provider. */
export interface UpstreamAsk {
  readonly dialect: Dialect;
  readonly operation: UpstreamOperation;
  readonly model: string;
  readonly stream: boolean;
  /** Gemini with `alt=sse`; false is a JSON array when streaming. All other dialects stream as SSE. */
  readonly sse: boolean;
  /** Chat and legacy completions: `stream_options.include_usage`. */
  readonly includeUsage: boolean;
  readonly shell?: ShellTool;
  /** JSON schema that the answer must obey; undefined: free text. */
  readonly schema: unknown;
  /** Text of every tool result in the request, in order. */
  readonly toolResults: readonly string[];
}

/** Reads path, headers and body of a request to a provider. Unknown paths have the operation `unknown`. */
export function readAsk(
  method: string,
  path: string,
  header: (name: string) => string | undefined,
  json: unknown,
): UpstreamAsk {
  const url = new URL(path, 'http://upstream.invalid');
  const place = placeOf(method, url, header);
  return {
    ...place,
    model: place.model ?? textAt(json, 'model') ?? '',
    stream: place.stream ?? valueAt(json, 'stream') === true,
    sse: place.dialect !== 'gemini-generate' || url.searchParams.get('alt') === 'sse',
    includeUsage: valueAt(json, 'stream_options', 'include_usage') === true,
    schema: schemaIn(json),
    toolResults: toolResults(place.dialect, json),
    ...shellOf(json),
  };
}

interface Place {
  readonly dialect: Dialect;
  readonly operation: UpstreamOperation;
  readonly model?: string;
  readonly stream?: boolean;
}

const geminiActions: Readonly<Record<string, { operation: UpstreamOperation; stream: boolean }>> = {
  generateContent: { operation: 'generate', stream: false },
  streamGenerateContent: { operation: 'generate', stream: true },
  countTokens: { operation: 'count-tokens', stream: false },
  embedContent: { operation: 'embed', stream: false },
  batchEmbedContents: { operation: 'batch-embed', stream: false },
};

/** A base path may stand before the version, but a version twice (`/v1/v1/…`) is nowhere, as at a real provider. */
function placeOf(method: string, url: URL, header: (name: string) => string | undefined): Place {
  const lister = listerOf(url, header);
  const unknown: Place = { dialect: lister, operation: 'unknown' };
  if (/\/v1(beta)?\/(.*\/)?v1(beta)?(\/|$)/.test(url.pathname)) return unknown;
  if (method === 'HEAD') return { dialect: lister, operation: 'probe' };
  const path = url.pathname.replace(/^.*\/v1(beta)?(?=\/)/, '');
  const action = /\/models\/(.+):([A-Za-z]+)$/.exec(path);
  if (action?.[1] !== undefined && action[2] !== undefined) {
    const known = method === 'POST' ? geminiActions[action[2]] : undefined;
    if (known === undefined) return { dialect: 'gemini-generate', operation: 'unknown' };
    return { dialect: 'gemini-generate', model: decodeURIComponent(action[1]), ...known };
  }
  if (method === 'GET') {
    const model = /\/models\/(.+)$/.exec(path)?.[1];
    if (model !== undefined) return { dialect: lister, operation: 'model', model: decodeURIComponent(model) };
    if (path.endsWith('/models')) return { dialect: lister, operation: 'models' };
    if (/\/responses\/[^/]+$/.test(path))
      return { dialect: 'openai-responses', operation: 'stored-response' };
    return unknown;
  }
  if (method !== 'POST') {
    return method === 'DELETE' && /\/responses\/[^/]+$/.test(path)
      ? { dialect: 'openai-responses', operation: 'stored-response' }
      : unknown;
  }
  if (path.endsWith('/chat/completions')) return { dialect: 'openai-chat', operation: 'generate' };
  if (path.endsWith('/completions')) return { dialect: 'openai-completions', operation: 'generate' };
  if (path.endsWith('/embeddings')) return { dialect: 'openai-embeddings', operation: 'embed' };
  if (path.endsWith('/responses')) return { dialect: 'openai-responses', operation: 'generate' };
  if (path.endsWith('/responses/compact')) return { dialect: 'openai-responses', operation: 'compact' };
  if (path.endsWith('/messages')) return { dialect: 'anthropic-messages', operation: 'generate' };
  if (path.endsWith('/messages/count_tokens'))
    return { dialect: 'anthropic-messages', operation: 'count-tokens' };
  return unknown;
}

/** Model lists stand at one path for three vendors; their headers tell them apart. */
function listerOf(url: URL, header: (name: string) => string | undefined): Dialect {
  if (header('anthropic-version') !== undefined) return 'anthropic-messages';
  if (header('x-goog-api-key') !== undefined || url.searchParams.has('key')) return 'gemini-generate';
  return 'openai-chat';
}

function toolResults(dialect: Dialect, json: unknown): string[] {
  const texts = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    if (Array.isArray(value)) return value.flatMap((part) => texts(valueAt(part, 'text') ?? part));
    return [];
  };
  switch (dialect) {
    case 'openai-chat':
      return listAt(json, 'messages')
        .filter((message) => textAt(message, 'role') === 'tool')
        .map((message) => texts(valueAt(message, 'content')).join(''));
    case 'openai-responses':
      return listAt(json, 'input')
        .filter((item) => textAt(item, 'type')?.endsWith('_call_output') === true)
        .map((item) => texts(valueAt(item, 'output')).join(''));
    case 'anthropic-messages':
      return listAt(json, 'messages')
        .flatMap((message) => listAt(message, 'content'))
        .filter((block) => textAt(block, 'type') === 'tool_result')
        .map((block) => texts(valueAt(block, 'content')).join(''));
    case 'gemini-generate':
      return listAt(json, 'contents')
        .flatMap((content) => listAt(content, 'parts'))
        .map((part) => valueAt(part, 'functionResponse', 'response'))
        .filter((response) => response !== undefined)
        .map(
          (response) => textAt(response, 'output') ?? textAt(response, 'content') ?? JSON.stringify(response),
        );
    default:
      return [];
  }
}

/** Names under which agents offer a shell: Codex, Claude Code, Gemini CLI, and the usual ones of SDK programs. */
const shellNames: ReadonlySet<string> = new Set([
  'exec_command',
  'Bash',
  'run_shell_command',
  'shell',
  'bash',
  'exec',
]);

/** Walks the tool lists of all dialects, Codex's `additional_tools` item and namespaces included. */
function shellOf(json: unknown): { shell?: ShellTool } {
  const offered = [
    ...listAt(json, 'tools'),
    ...listAt(json, 'input').filter((item) => textAt(item, 'type') === 'additional_tools'),
  ].filter(isRecord);
  const shell = findShell(offered, undefined);
  return shell === undefined ? {} : { shell };
}

/** Where a dialect has no groups of tools, the group's name stands before the tool's. */
function bareName(name: string): string {
  return name.slice(name.lastIndexOf('__') + 1).replace(/^_/, '');
}

function findShell(tools: readonly JsonRecord[], namespace: string | undefined): ShellTool | undefined {
  for (const tool of tools) {
    const name = textAt(tool, 'name') ?? textAt(tool, 'function', 'name');
    const inner = [...listAt(tool, 'tools'), ...listAt(tool, 'functionDeclarations')].filter(isRecord);
    if (inner.length > 0) {
      const found = findShell(inner, textAt(tool, 'type') === 'namespace' ? name : namespace);
      if (found !== undefined) return found;
    } else if (name !== undefined && shellNames.has(bareName(name))) {
      const kind = tool.type === 'custom' ? 'custom' : 'function';
      return { kind, name, ...(namespace === undefined ? {} : { namespace }) };
    }
  }
  return undefined;
}
