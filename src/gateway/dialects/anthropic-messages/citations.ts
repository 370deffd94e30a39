import type { Mutable } from '../../exchange/mutable.ts';
import type { Citation } from '../conversation.ts';
import { type Fields, isFields, listOf, textOf } from '../json-value.ts';

/**
 * A citation of a text block. It is for the whole block: Anthropic cuts text where a source begins and ends, and the
 * places that it names are places in the source.
 */
export function readCitation(value: Fields): Citation {
  const citation: Mutable<Citation> = { dialect: 'anthropic-messages', value };
  const url = textOf(value.url) ?? addressIn(value.source);
  const title = textOf(value.title) ?? textOf(value.document_title);
  const quote = textOf(value.cited_text);
  if (url !== undefined) citation.url = url;
  if (title !== undefined) citation.title = title;
  if (quote !== undefined) citation.quote = quote;
  return citation;
}

/** All of them; undefined for none, whether that is written `null`, `[]` or not at all. */
export function readCitations(value: unknown): readonly Citation[] | undefined {
  const found = listOf(value).filter(isFields);
  return found.length === 0 ? undefined : found.map(readCitation);
}

/** The `source` of a search result may be any text. */
function addressIn(source: unknown): string | undefined {
  return typeof source === 'string' && /^https?:\/\//i.test(source) ? source : undefined;
}
