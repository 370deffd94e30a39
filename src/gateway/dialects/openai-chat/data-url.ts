import type { MediaSource } from '../conversation.ts';

/** The source that an address names: the data itself when it is a `data:` URL. */
export function sourceOfUrl(url: string): MediaSource {
  if (!/^data:/i.test(url.slice(0, 5))) return { kind: 'url', url };
  const comma = url.indexOf(',');
  if (comma < 0) return { kind: 'url', url };
  const head = url.slice(5, comma);
  if (/;base64$/i.test(head))
    return {
      kind: 'base64',
      mimeType: head.slice(0, -7) || 'text/plain',
      data: packed(url.slice(comma + 1)),
    };
  const text = percentDecoded(url.slice(comma + 1));
  if (text === undefined) return { kind: 'url', url };
  return { kind: 'base64', mimeType: head || 'text/plain', data: Buffer.from(text).toString('base64') };
}

/** Base64 without line breaks, which some clients put in and every API but OpenAI's refuses. */
export function packed(data: string): string {
  return /\s/.test(data) ? data.replace(/\s+/g, '') : data;
}

/** Undefined: not sendable as an address (an upload at a provider, a document given as text). */
export function urlOfSource(source: MediaSource): string | undefined {
  if (source.kind === 'url') return source.url;
  return source.kind === 'base64' ? `data:${source.mimeType};base64,${source.data}` : undefined;
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
