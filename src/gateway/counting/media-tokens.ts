import type { MediaPart } from '../dialects/conversation.ts';
import { type ImageSize, imageSize } from './image-size.ts';

/** How a vendor counts media; sizes in pixels, answers in tokens. */
export interface MediaRates {
  image(size: ImageSize, detail: string | undefined): number;
  /** Per page of a PDF: its picture. */
  readonly page: number;
  /** The text of pages is counted beside their pictures. */
  readonly pageText: boolean;
  /** Per second of sound. */
  readonly second: number;
  /** Sound counts in steps of so many seconds. */
  readonly soundStep?: number;
}

/** What an image is taken to be when its size is not known: a screenshot as agents send it. */
const usualImage: ImageSize = { width: 1280, height: 800 };
/** Documents that are not here (an address, an upload). */
const usualPages = 3;
/** Compressed sound without a header that tells: 128 kbit/s, the usual rate of MP3. */
const usualBytesPerSecond = 16_000;
/** One picture per second and its sound, as Gemini counts video; of 1 Mbit/s. */
const videoTokensPerSecond = 263;
const videoBytesPerSecond = 125_000;
/** A page full of text has about 600 tokens; compressed text about ten bytes per token, with fonts and the like. */
const mostPageText = 600;
const bytesPerPageToken = 10;
/** A PDF is searched for its pages no further. */
const mostPdfBytes = 32 * 1024 * 1024;

/** Tokens of a part that is no text. Texts of documents are counted as text elsewhere. */
export function mediaTokens(part: MediaPart, rates: MediaRates): number {
  if (isText(part)) return 0;
  const data = part.source.kind === 'base64' ? part.source.data : undefined;
  const bytes = data === undefined ? 0 : Math.floor((data.length * 3) / 4);
  switch (part.media) {
    case 'image':
      return rates.image((data === undefined ? undefined : imageSize(data)) ?? usualImage, part.detail);
    case 'audio':
      return Math.round(inSteps(seconds(data, bytes), rates.soundStep) * rates.second);
    case 'video':
      return Math.round((bytes / videoBytesPerSecond) * videoTokensPerSecond);
    case 'document': {
      const count = pages(data);
      const text = rates.pageText ? Math.min(mostPageText, bytes / count / bytesPerPageToken) : 0;
      return Math.round(count * (rates.page + text));
    }
  }
}

/** The text of a document that is given as text, in base64 or not; '' for all other media. */
export function textOfMedia({ source }: MediaPart): string {
  if (source.kind === 'text') return source.text;
  return source.kind === 'base64' && isTextType(source.mimeType)
    ? Buffer.from(source.data, 'base64').toString()
    : '';
}

function isText({ source }: MediaPart): boolean {
  return source.kind === 'text' || (source.kind === 'base64' && isTextType(source.mimeType));
}

function isTextType(mimeType: string): boolean {
  return /^text\/|^application\/(?:json|xml|javascript)\b/.test(mimeType);
}

function inSteps(amount: number, step: number | undefined): number {
  return step === undefined ? amount : Math.ceil(amount / step) * step;
}

/** A WAV file says how many bytes a second has. */
function seconds(data: string | undefined, bytes: number): number {
  if (data === undefined) return 0;
  const head = Buffer.from(data.slice(0, 64), 'base64');
  const isWave = head.length >= 32 && head.toString('latin1', 8, 12) === 'WAVE';
  const rate = isWave ? head.readUInt32LE(28) : usualBytesPerSecond;
  return bytes / (rate > 0 ? rate : usualBytesPerSecond);
}

/** Page objects of a PDF; where they are compressed away, the count of a page tree; else a guess by size. */
function pages(data: string | undefined): number {
  if (data === undefined) return usualPages;
  const text = Buffer.from(data.slice(0, mostPdfBytes), 'base64').toString('latin1');
  if (!text.startsWith('%PDF')) return 1;
  const objects = text.match(/\/Type\s*\/Page(?![A-Za-z])/g)?.length ?? 0;
  if (objects > 0) return objects;
  const counts = [...text.matchAll(/\/Count\s+(\d{1,6})/g)].map(([, count]) => Number(count));
  if (counts.length > 0) return Math.max(1, ...counts.slice(0, 1000));
  return Math.max(1, Math.round(text.length / 50_000));
}
