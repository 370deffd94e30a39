import type { UpstreamRequest } from '../../exchange/ports.ts';
import type { ListStyle } from './model-list.ts';

/** What a request to the demo provider is for. */
export type DemoRoute =
  | { readonly to: 'chat' | 'responses' | 'messages' | 'completions' }
  | { readonly to: 'embeddings' | 'count-messages' | 'count-responses' }
  | { readonly to: 'gemini'; readonly model: string; readonly action: string; readonly sse: boolean }
  | { readonly to: 'models'; readonly style: ListStyle }
  | { readonly to: 'model'; readonly style: ListStyle; readonly model: string }
  | { readonly to: 'nothing' };

const posts: Readonly<Record<string, DemoRoute>> = {
  '/chat/completions': { to: 'chat' },
  '/responses': { to: 'responses' },
  '/responses/input_tokens': { to: 'count-responses' },
  '/messages': { to: 'messages' },
  '/messages/count_tokens': { to: 'count-messages' },
  '/completions': { to: 'completions' },
  '/embeddings': { to: 'embeddings' },
};

/** Finds out by method, path and headers what is asked for; the version in front may be missing. */
export function demoRoute(request: UpstreamRequest): DemoRoute {
  const [whole = '', query = ''] = request.path.split('?', 2);
  const path = whole.replace(/^\/v1(beta)?(?=\/)/, '');
  if (request.method === 'POST') {
    const gemini = /^\/models\/(.+):([A-Za-z]+)$/.exec(path);
    if (gemini === null) return posts[path] ?? { to: 'nothing' };
    const sse = new URLSearchParams(query).get('alt') === 'sse';
    return { to: 'gemini', model: decodeURIComponent(gemini[1] ?? ''), action: gemini[2] ?? '', sse };
  }
  if (request.method !== 'GET') return { to: 'nothing' };
  const style = listStyle(request, whole.startsWith('/v1beta/'));
  if (path === '/models') return { to: 'models', style };
  const one = /^\/models\/(.+)$/.exec(path);
  return one === null ? { to: 'nothing' } : { to: 'model', style, model: decodeURIComponent(one[1] ?? '') };
}

function listStyle(request: UpstreamRequest, beta: boolean): ListStyle {
  if (beta) return 'google';
  for (let at = 0; at < request.headers.length; at += 2) {
    if (request.headers[at] === 'anthropic-version') return 'anthropic';
    if (request.headers[at] === 'x-goog-api-key') return 'google';
  }
  return 'openai';
}
