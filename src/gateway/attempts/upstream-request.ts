import { type BodyEdit, replaceModel, spliceBody } from '../dialects/body-scan.ts';
import { wireOf } from '../dialects/wires.ts';
import type { UpstreamRequest } from '../exchange/ports.ts';
import type { Endpoint, Provider } from '../exchange/provider.ts';
import type { Candidate } from '../routing/view.ts';
import { authHeaders } from '../upstream/credentials.ts';
import { joinUrl } from '../upstream/join-url.ts';
import { forwardHeaders } from '../upstream/request-headers.ts';
import type { Ask } from './ask.ts';

/**
 * The upstream request of one candidate in the client's own dialect: the client's bytes and headers with the
 * model's name, the credentials and (chat streams) the wish for figures exchanged.
 */
export function upstreamRequest(
  ask: Ask,
  candidate: Candidate,
  provider: Provider,
  endpoint: Endpoint,
  key: string | undefined,
): UpstreamRequest {
  const target = joinUrl(endpoint.baseUrl, pathOf(ask, candidate, endpoint));
  const add: string[] = key === undefined ? [] : authHeaders(endpoint.auth, key);
  for (const name in provider.headers) add.push(name.toLowerCase(), provider.headers[name] ?? '');
  const body = bodyOf(ask, candidate, provider);
  add.push('accept-encoding', 'identity');
  if (body.length > 0 || ask.method === 'POST') add.push('content-length', String(body.length));
  return {
    origin: target.origin,
    path: target.path,
    method: ask.method,
    headers: forwardHeaders(ask.rawHeaders, add),
    body: body.length > 0 ? body : undefined,
    connectMs: provider.timeouts.connectMs,
    ...(provider.proxy !== undefined && { proxy: provider.proxy }),
  };
}

function pathOf(ask: Ask, candidate: Candidate, endpoint: Endpoint): string {
  if (ask.rawPath !== undefined) return ask.query === '' ? ask.rawPath : `${ask.rawPath}?${ask.query}`;
  // An address of one's own is that of answers and vectors; other operations have the dialect's places.
  const own = ask.operation === 'generate' || ask.operation === 'embed';
  if (own && endpoint.path !== undefined)
    return ask.query === '' ? endpoint.path : `${endpoint.path}?${ask.query}`;
  return wireOf(ask.dialect).path({
    operation: ask.operation,
    model: candidate.model,
    stream: ask.stream,
    ...(ask.action !== undefined && { action: ask.action }),
    query: ask.query,
  });
}

function bodyOf(ask: Ask, candidate: Candidate, provider: Provider): Buffer {
  const edits: BodyEdit[] = [];
  const named = ask.bodyModel;
  if (named !== undefined && named.name !== candidate.model) edits.push(replaceModel(named, candidate.model));
  if (ask.askUsage !== undefined && provider.quirks.streamUsage !== 'never') edits.push(ask.askUsage);
  if (edits.length === 0 && ask.edits.length === 0) return ask.body;
  edits.push(...ask.edits);
  edits.sort((a, b) => a.start - b.start);
  return spliceBody(ask.body, edits);
}
