import type { Framing } from './wire.ts';

/** A comment that every client of OpenAI's dialects, and Claude Code before a stream has begun, passes over. */
export const keepAliveComment = Buffer.from(': keep-alive\n\n');

/**
 * Framing of a stream by its content type. Some servers send events as plain text or without any type, and what is
 * no stream then shows itself by having no events; JSON and HTML say clearly that they are none.
 */
export function sseFraming(contentType: string): Framing | undefined {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return type === 'text/event-stream' ||
    type === 'text/plain' ||
    type === 'application/octet-stream' ||
    type === ''
    ? 'sse'
    : undefined;
}

export function withQuery(path: string, query: string): string {
  return query === '' ? path : `${path}?${query}`;
}
