import type { Citation } from '../conversation.ts';
import { countOf, type Fields, fieldsOf, listOf, textOf } from '../json-value.ts';
import type { HostedBlock } from '../reply.ts';

/** Sources of one answer are some; a recorded one repeated four of them hundreds of times. */
export const mostCitations = 200;

/** `groundingMetadata` as citations of `text`, which begins `before` bytes into the answer's text. */
export function citationsOf(metadata: Fields, text: string, before: number): Citation[] {
  const chunks = listOf(metadata.groundingChunks).map((chunk) => fieldsOf(chunk) ?? {});
  const place = new BytePlaces(text, before);
  const supports = listOf(metadata.groundingSupports).map((support) => fieldsOf(support) ?? {});
  const cited = supports.flatMap((support) => {
    const stretch = place.ofSegment(fieldsOf(support.segment) ?? {});
    return listOf(support.groundingChunkIndices).flatMap((index) => {
      const chunk = typeof index === 'number' ? chunks[index] : undefined;
      return chunk === undefined
        ? []
        : [citationOf(chunk, stretch, { groundingChunk: chunk, groundingSupport: support })];
    });
  });
  const found =
    cited.length > 0 ? cited : chunks.map((chunk) => citationOf(chunk, {}, { groundingChunk: chunk }));
  return found.filter(({ url, title }) => url !== undefined || title !== undefined);
}

/** `citationMetadata`: sources that the answer recites, each once. */
export function recitationsOf(metadata: Fields, text: string, before: number): Citation[] {
  const place = new BytePlaces(text, before);
  const distinct = new Map<string, Citation>();
  for (const each of listOf(metadata.citations ?? metadata.citationSources)) {
    const source = fieldsOf(each) ?? {};
    const [url, title] = [textOf(source.uri), textOf(source.title)];
    if (url === undefined && title === undefined) continue;
    const stretch = place.ofSegment(source);
    distinct.set(JSON.stringify([url, title, stretch]), {
      ...(url !== undefined && { url }),
      ...(title !== undefined && { title }),
      ...stretch,
      dialect: 'gemini-generate',
      value: { citation: source },
    });
  }
  return [...distinct.values()];
}

function citationOf(chunk: Fields, stretch: { start?: number; end?: number }, value: Fields): Citation {
  const source = fieldsOf(chunk.web ?? chunk.retrievedContext ?? chunk.maps ?? chunk.image) ?? {};
  const url = textOf(source.uri ?? source.sourceUri);
  const title = textOf(source.title ?? source.documentName ?? source.fileSearchStore);
  const quote = textOf(fieldsOf(chunk.retrievedContext)?.text);
  return {
    ...(url !== undefined && { url }),
    ...(title !== undefined && { title }),
    ...(quote !== undefined && { quote }),
    ...stretch,
    dialect: 'gemini-generate',
    value,
  };
}

/** Google counts bytes of UTF-8 from the start of the answer's text, everybody else UTF-16 units of the block's. */
class BytePlaces {
  readonly #text: string;
  readonly #bytes: Buffer;
  readonly #before: number;

  constructor(text: string, before: number) {
    this.#text = text;
    this.#bytes = Buffer.from(text);
    this.#before = before;
  }

  /** Undefined start and end: the stretch is not in this text. */
  ofSegment(segment: Fields): { start?: number; end?: number } {
    const end = countOf(segment.endIndex);
    if (end === undefined) return {};
    const start = this.#unit((countOf(segment.startIndex) ?? 0) - this.#before);
    const stop = this.#unit(end - this.#before);
    const quoted = textOf(segment.text);
    const isRight = start !== undefined && stop !== undefined && stop >= start;
    if (isRight && (quoted === undefined || this.#text.slice(start, stop) === quoted))
      return { start, end: stop };
    // The text itself is a second witness where the count is of something else (one part of several).
    const found = quoted === undefined ? -1 : this.#text.indexOf(quoted);
    return found < 0 || quoted === undefined ? {} : { start: found, end: found + quoted.length };
  }

  #unit(byte: number): number | undefined {
    if (byte < 0 || byte > this.#bytes.length) return undefined;
    return this.#bytes.toString('utf8', 0, byte).length;
  }
}

/** What Google's own tools did, as far as the candidate's metadata tell. */
export function hostedBlocksOf(grounding: Fields | undefined, urlContext: Fields | undefined): HostedBlock[] {
  const blocks: HostedBlock[] = [];
  if (grounding !== undefined) {
    const queries = [...listOf(grounding.webSearchQueries), ...listOf(grounding.imageSearchQueries)];
    const chunks = listOf(grounding.groundingChunks).map((chunk) => fieldsOf(chunk) ?? {});
    const isSearch = queries.length > 0 || grounding.searchEntryPoint !== undefined;
    const isRetrieval = chunks.some((chunk) => chunk.retrievedContext !== undefined);
    if (isSearch || isRetrieval)
      blocks.push({
        kind: 'hosted',
        tool: isSearch ? 'web-search' : 'file-search',
        text: [...queries.filter((one) => typeof one === 'string'), ...chunks.map(lineOf)]
          .filter((line) => line !== '')
          .join('\n'),
        dialect: 'gemini-generate',
        value: { groundingMetadata: grounding },
      });
  }
  if (urlContext !== undefined && listOf(urlContext.urlMetadata).length > 0)
    blocks.push({
      kind: 'hosted',
      tool: 'web-fetch',
      text: listOf(urlContext.urlMetadata)
        .map((one) => textOf(fieldsOf(one)?.retrievedUrl) ?? '')
        .join('\n'),
      dialect: 'gemini-generate',
      value: { urlContextMetadata: urlContext },
    });
  return blocks;
}

function lineOf(chunk: Fields): string {
  const source = fieldsOf(chunk.web ?? chunk.retrievedContext ?? chunk.maps) ?? {};
  return [textOf(source.title), textOf(source.uri)].filter((one) => one !== undefined).join(' ');
}
