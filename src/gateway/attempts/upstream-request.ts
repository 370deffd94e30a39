import { wireOf } from '../dialects/wires.ts';
import type { Operation } from '../exchange/dialect.ts';
import { hopHeader } from '../exchange/hop-header.ts';
import type { Mutable } from '../exchange/mutable.ts';
import type { UpstreamRequest } from '../exchange/ports.ts';
import type { Endpoint, Provider } from '../exchange/provider.ts';
import type { Candidate } from '../routing/view.ts';
import { authHeaders } from '../upstream/credentials.ts';
import { joinUrl } from '../upstream/join-url.ts';
import { forwardHeaders } from '../upstream/request-headers.ts';
import type { Ask } from './ask.ts';

/**
 * The upstream request of one candidate in the client's own dialect: the client's headers with the credentials
 * exchanged, and its bytes as `passedBody` has them.
 */
export function upstreamRequest(
  ask: Ask,
  candidate: Candidate,
  provider: Provider,
  endpoint: Endpoint,
  key: string | undefined,
  body: Buffer,
): UpstreamRequest {
  const target = joinUrl(endpoint.baseUrl, pathOf(ask, candidate, endpoint));
  const add: string[] = key === undefined ? [] : authHeaders(endpoint.auth, key);
  for (const name in provider.headers) add.push(name.toLowerCase(), provider.headers[name] ?? '');
  add.push(hopHeader, ask.hops, 'accept-encoding', 'identity');
  if (body.length > 0 || ask.method === 'POST') add.push('content-length', String(body.length));
  const request: Mutable<UpstreamRequest> = {
    origin: target.origin,
    path: target.path,
    method: ask.method,
    headers: forwardHeaders(ask.rawHeaders, add, ask.clientKeys),
    body: body.length > 0 ? body : undefined,
    connectMs: provider.timeouts.connectMs,
  };
  if (provider.proxy !== undefined) request.proxy = provider.proxy;
  return request;
}

/** Headers of a client that say who asks, and nothing about its dialect. */
const plainHeaders: ReadonlySet<string> = new Set([
  'user-agent',
  'x-title',
  'http-referer',
  'accept-language',
]);

/** What a dialect's API wants beside body and key: without the version Anthropic answers 400. */
const dialectHeaders: Partial<Record<Candidate['dialect'], readonly string[]>> = {
  'anthropic-messages': ['anthropic-version', '2023-06-01'],
};

/**
 * The upstream request of one candidate with a body that was written for it. In the client's own dialect its other
 * headers still hold; in another they would say things that are not so (trial features, SDK facts).
 */
export function rewrittenRequest(
  ask: Ask,
  candidate: Candidate,
  provider: Provider,
  endpoint: Endpoint,
  key: string | undefined,
  written: { readonly body: Buffer; readonly streams: boolean; readonly operation: Operation },
): UpstreamRequest {
  const { body, streams, operation } = written;
  const same = candidate.dialect === ask.dialect;
  const target = joinUrl(endpoint.baseUrl, writtenPath(ask, candidate, endpoint, streams, operation));
  const add: string[] = key === undefined ? [] : authHeaders(endpoint.auth, key);
  for (const name in provider.headers) add.push(name.toLowerCase(), provider.headers[name] ?? '');
  for (const part of same ? [] : (dialectHeaders[candidate.dialect] ?? [])) add.push(part);
  add.push('content-type', 'application/json', 'accept', streams ? 'text/event-stream' : 'application/json');
  add.push(hopHeader, ask.hops, 'accept-encoding', 'identity', 'content-length', String(body.length));
  const raw = same ? ask.rawHeaders : plain(ask.rawHeaders);
  const request: Mutable<UpstreamRequest> = {
    origin: target.origin,
    path: target.path,
    method: 'POST',
    headers: forwardHeaders(raw, add, ask.clientKeys),
    body,
    connectMs: provider.timeouts.connectMs,
  };
  if (provider.proxy !== undefined) request.proxy = provider.proxy;
  return request;
}

function plain(raw: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? '';
    if (plainHeaders.has(name.toLowerCase())) kept.push(name, raw[i + 1] ?? '');
  }
  return kept;
}

/** The client's query belongs to its dialect; Google's streams are asked for as events. */
function writtenPath(
  ask: Ask,
  { dialect, model }: Candidate,
  endpoint: Endpoint,
  streams: boolean,
  operation: Operation,
): string {
  if (endpoint.path !== undefined) return endpoint.path;
  const own = dialect === ask.dialect && dialect !== 'gemini-generate' ? ask.query : '';
  const query = dialect === 'gemini-generate' && streams ? 'alt=sse' : own;
  return wireOf(dialect).path({ operation, model, stream: streams, query });
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
