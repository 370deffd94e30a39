import type { Mutable } from '../../exchange/mutable.ts';
import type { Citation } from '../conversation.ts';
import { countOf, type Fields, fieldsOf, textOf } from '../json-value.ts';

/**
 * The source in an entry of `annotations`; undefined for other entries (OpenRouter's parsed files). `before`: length of
 * the text in front of the part: the API counts in the whole message, the pivot in one part.
 */
export function readAnnotation(value: unknown, before: number): Citation | undefined {
  const entry = fieldsOf(value);
  const source = entry?.type === 'url_citation' ? fieldsOf(entry.url_citation) : undefined;
  if (entry === undefined || source === undefined) return undefined;
  const citation: Mutable<Citation> = { dialect: 'openai-chat', value: entry };
  const url = textOf(source.url);
  const title = textOf(source.title);
  const quote = textOf(source.content); // OpenRouter
  const start = countOf(source.start_index);
  const end = countOf(source.end_index);
  if (url !== undefined) citation.url = url;
  if (title !== undefined) citation.title = title;
  if (quote !== undefined) citation.quote = quote;
  if (start !== undefined && end !== undefined && end > start && start >= before) {
    citation.start = start - before;
    citation.end = end - before;
  }
  return citation;
}

/** A source that Perplexity names beside the answer: an entry of `search_results`, or an address in `citations`. */
export function readSource(value: unknown): Citation | undefined {
  const url = textOf(value) ?? textOf(fieldsOf(value)?.url);
  if (url === undefined) return undefined;
  const fields = fieldsOf(value) ?? { url };
  const title = textOf(fields.title);
  const quote = textOf(fields.snippet);
  return {
    url,
    ...(title !== undefined && { title }),
    ...(quote !== undefined && { quote }),
    dialect: 'openai-chat',
    value: fields,
  };
}

/** Undefined for a source without an address (a document of the request): the API has no other kind. */
export function writeAnnotation(citation: Citation, before: number): Fields | undefined {
  const { url, title = '', quote, start, end } = citation;
  if (url === undefined) return undefined;
  // The AI SDK wants all four of them, and refuses the answer otherwise.
  const source = {
    url,
    title,
    start_index: start === undefined ? 0 : start + before,
    end_index: end === undefined ? 0 : end + before,
  };
  return { type: 'url_citation', url_citation: quote === undefined ? source : { ...source, content: quote } };
}
