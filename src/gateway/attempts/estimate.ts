import { noUsage, type Usage } from '../exchange/usage.ts';
import type { OutputSize } from './stream-reader.ts';

/** English text and code are near four characters a token in every current tokenizer. */
const bytesPerToken = 4;

/** What an event weighs beside its text when there are too few to tell: a chat chunk of OpenAI is about this. */
const usualFrame = 250;

/**
 * Figures for an answer whose provider sent none (or whose client left before they came), marked as estimated.
 * Most providers send about a token an event; those that send more at once show it in the size beyond the frame.
 */
export function estimateUsage(requestBytes: number, size: OutputSize): Usage {
  const frame = size.events < 3 ? Math.min(usualFrame, size.smallest) : size.smallest;
  const text = Math.max(0, size.bytes - size.events * frame);
  return {
    ...noUsage,
    input: Math.ceil(requestBytes / bytesPerToken),
    output: Math.max(size.events, Math.ceil(text / bytesPerToken)),
    estimated: true,
  };
}

/** The same for a JSON answer: by its size. */
export function estimateWhole(requestBytes: number, answerBytes: number): Usage {
  return {
    ...noUsage,
    input: Math.ceil(requestBytes / bytesPerToken),
    output: Math.ceil(Math.max(0, answerBytes - usualFrame) / bytesPerToken),
    estimated: true,
  };
}
