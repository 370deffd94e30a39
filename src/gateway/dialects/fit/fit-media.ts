import type { Abilities, MediaAbilities } from '../codec.ts';
import type { MediaPart, Part, TextPart, Turn } from '../conversation.ts';
import type { Losses } from '../losses.ts';

/** Which media the model itself understands, when that is known. */
export interface ModelSenses {
  readonly images?: boolean;
  readonly audio?: boolean;
  readonly documents?: boolean;
}

/**
 * Media that the target or its model cannot take become a note in words, never text of base64: agents resend their
 * history, and a picture as text would fill the context of every turn after it.
 */
export function fitMedia(
  turns: readonly Turn[],
  abilities: Abilities,
  senses: ModelSenses,
  losses: Losses,
): readonly Turn[] {
  return turns.map((turn) => {
    if (!turn.parts.some(mayHoldMedia)) return turn;
    return { ...turn, parts: turn.parts.map((part) => fitPart(part, abilities, senses, losses)) };
  });
}

function mayHoldMedia(part: Part): boolean {
  return part.kind === 'media' || part.kind === 'tool-result';
}

function fitPart(part: Part, abilities: Abilities, senses: ModelSenses, losses: Losses): Part {
  if (part.kind === 'media') return fitOne(part, abilities.media, senses, losses);
  if (part.kind !== 'tool-result') return part;
  if (!part.content.some((inner) => inner.kind === 'media')) return part;
  const content = part.content.map((inner) =>
    inner.kind === 'media' ? fitOne(inner, abilities.resultMedia, senses, losses) : inner,
  );
  return { ...part, content };
}

function fitOne(part: MediaPart, takes: MediaAbilities, senses: ModelSenses, losses: Losses): Part {
  if (isSensed(part, senses) && isTaken(part, takes)) return part;
  const text = asText(part);
  if (text !== undefined) return textPart(part, text);
  losses.add(
    'media',
    part.at,
    `${part.media}: ${isSensed(part, senses) ? 'the provider' : 'the model'} takes none of this kind here`,
  );
  return textPart(part, note(part));
}

function isSensed({ media, source }: MediaPart, senses: ModelSenses): boolean {
  if (media === 'image') return senses.images !== false;
  if (media === 'audio') return senses.audio !== false;
  return media !== 'document' || source.kind === 'text' || senses.documents !== false;
}

function isTaken({ media, source }: MediaPart, takes: MediaAbilities): boolean {
  if (source.kind === 'file-id') return false;
  if (source.kind === 'text') return media === 'document' && takes.document.includes('text');
  if (!takes[media].includes(source.kind)) return false;
  const type = source.mimeType;
  return (
    media !== 'document' ||
    takes.documents === undefined ||
    type === undefined ||
    takes.documents.includes(type)
  );
}

/** The words of a document that is text; undefined when it is not. */
function asText({ media, source, title, filename }: MediaPart): string | undefined {
  if (media !== 'document') return undefined;
  const name = title ?? filename;
  const head = name === undefined ? '' : `${name}\n\n`;
  if (source.kind === 'text') return head + source.text;
  if (source.kind !== 'base64' || !isTextType(source.mimeType)) return undefined;
  return head + Buffer.from(source.data, 'base64').toString('utf8');
}

function isTextType(type: string): boolean {
  return /^text\/|[/+](json|xml|yaml|x-yaml|javascript|typescript|toml)$/i.test(type);
}

function textPart({ cache, at }: MediaPart, text: string): TextPart {
  return { kind: 'text', text, ...(cache !== undefined && { cache }), at };
}

function note({ media, source, filename, title }: MediaPart): string {
  const name = title ?? filename;
  const named = name === undefined ? '' : ` "${name}"`;
  const where = source.kind === 'url' && !source.url.startsWith('data:') ? ` at ${source.url}` : '';
  return `[${media}${named}${where} left out: the model that answers now cannot be given it]`;
}
