import type { UpstreamHeaders } from '../exchange/ports.ts';
import type { Ask } from './ask.ts';

/** Headers of an upstream's answer for a client that gets it in another form: rate limits and ids stay, the type is new. */
export function translatedHeaders(headers: UpstreamHeaders, ask: Ask, streams: boolean): UpstreamHeaders {
  return { ...headers, 'content-type': streams ? streamType(ask) : 'application/json; charset=utf-8' };
}

function streamType({ dialect, query }: Ask): string {
  const isArray = dialect === 'gemini-generate' && new URLSearchParams(query).get('alt') !== 'sse';
  return isArray ? 'application/json; charset=utf-8' : 'text/event-stream; charset=utf-8';
}
