import type { Citation } from '../conversation.ts';
import { type Fields, fieldsOf } from '../json-value.ts';
import type { HostedBlock } from '../reply.ts';

/**
 * The sources of an answer as `groundingMetadata` and `citationMetadata` of its candidate. Texts and their citations are
 * gathered while the answer is written, since both stand beside the parts and count from the start of all text.
 */
export class GroundingWriter {
  readonly #own: Record<string, unknown> = {};
  readonly #chunks: Fields[] = [];
  readonly #supports: { segment: Fields; groundingChunkIndices: number[] }[] = [];
  readonly #recited: Fields[] = [];
  /** Bytes of the text blocks before the present one. */
  #before = 0;

  /** A step of Google's own tools that stands beside the parts. False: it is no such step. */
  takeHosted({ value }: HostedBlock): boolean {
    const { groundingMetadata, urlContextMetadata } = value;
    if (groundingMetadata === undefined && urlContextMetadata === undefined) return false;
    Object.assign(this.#own, value);
    return true;
  }

  /** A text block is complete: its text, and what it cites. Returns how many citations have no place. */
  takeText(text: string, citations: readonly Citation[]): number {
    let lost = 0;
    for (const citation of citations) if (!this.#cite(citation, text)) lost += 1;
    this.#before += Buffer.byteLength(text);
    return lost;
  }

  /** Members for the candidate. */
  members(): Fields {
    const { groundingMetadata, urlContextMetadata } = this.#own;
    const made = this.#chunks.length > 0 && {
      groundingChunks: this.#chunks,
      ...(this.#supports.length > 0 && { groundingSupports: this.#supports }),
    };
    return {
      ...(groundingMetadata !== undefined ? { groundingMetadata } : made && { groundingMetadata: made }),
      ...(urlContextMetadata !== undefined && { urlContextMetadata }),
      ...(this.#recited.length > 0 && { citationMetadata: { citations: this.#recited } }),
    };
  }

  #cite(citation: Citation, text: string): boolean {
    if (citation.dialect === 'gemini-generate' && fieldsOf(citation.value.citation) !== undefined) {
      this.#recited.push(fieldsOf(citation.value.citation) ?? {});
      return true;
    }
    const { url, title, start, end } = citation;
    if (url === undefined && title === undefined) return false;
    const index = this.#chunk(citation);
    if (start === undefined || end === undefined) return true;
    const startIndex = this.#before + Buffer.byteLength(text.slice(0, start));
    const quoted = text.slice(start, end);
    const endIndex = startIndex + Buffer.byteLength(quoted);
    const last = this.#supports.at(-1);
    if (last?.segment.endIndex === endIndex && (last.segment.startIndex ?? 0) === startIndex)
      last.groundingChunkIndices.push(index);
    else {
      // Like every zero of protobuf's JSON, that of the start is left out.
      const segment = { ...(startIndex > 0 && { startIndex }), endIndex, text: quoted };
      this.#supports.push({ segment, groundingChunkIndices: [index] });
    }
    return true;
  }

  #chunk({ url, title, dialect, value }: Citation): number {
    const own = dialect === 'gemini-generate' ? fieldsOf(value.groundingChunk) : undefined;
    const chunk = own ?? {
      web: { ...(url !== undefined && { uri: url }), ...(title !== undefined && { title }) },
    };
    const text = JSON.stringify(chunk);
    const known = this.#chunks.findIndex((one) => JSON.stringify(one) === text);
    return known >= 0 ? known : this.#chunks.push(chunk) - 1;
  }
}
