import type { Citation } from '../conversation.ts';
import { countOf, type Fields, textOf } from '../json-value.ts';
import type { Losses } from '../losses.ts';

/** Reads an annotation of an `output_text`. Files are cited by name, without an address. */
export function citationOf(annotation: Fields): Citation {
  const url = textOf(annotation.url);
  const title = textOf(annotation.title) ?? textOf(annotation.filename);
  const start = countOf(annotation.start_index);
  const end = countOf(annotation.end_index);
  return {
    ...(url !== undefined && { url }),
    ...(title !== undefined && { title }),
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
    dialect: 'openai-responses',
    value: annotation,
  };
}

/**
 * Writes an annotation: this dialect's as it came, an address of another one as `url_citation`, whose places are not
 * optional (the whole text, when they are not known). `written` is the text's length so far.
 */
export function annotationOf(
  citation: Citation,
  written: number,
  losses: Losses,
  at: string,
): Fields | undefined {
  if (citation.dialect === 'openai-responses') return citation.value;
  const { url, title, start, end } = citation;
  if (url === undefined) {
    losses.add('citation', at, 'a source without an address');
    return undefined;
  }
  return {
    type: 'url_citation',
    url,
    title: title ?? url,
    start_index: start ?? 0,
    end_index: end ?? written,
  };
}
