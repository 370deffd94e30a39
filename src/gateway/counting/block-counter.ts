import { countTokens } from './count-tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Shorter texts are counted sooner than remembered. */
const leastRemembered = 256;
/** Texts that are remembered: a long conversation has some hundred blocks, and several are counted side by side. */
const mostRemembered = 8192;
/** Characters that one call counts whole; some 15 ms. Of longer texts behind it every eighth stretch is counted. */
const mostWhole = 512 * 1024;
const leastSampled = 16 * 1024;
const stretch = 2048;
const every = 8;

/**
 * Counts the texts of one request after the other. Clients count the same conversation again and again, each time with
 * one turn more: counts of texts are remembered by a hash of 64 bits, never the texts.
 */
export interface BlockCounter {
  /** The counter for one request, whose work is bounded. */
  request(): (text: string) => number;
}

export function createBlockCounter(vocabulary: Vocabulary): BlockCounter {
  const remembered = new Map<string, number>();
  return {
    request() {
      let whole = 0;
      return (text) => {
        if (text.length < leastRemembered) return text === '' ? 0 : countTokens(text, vocabulary);
        const key = hashOf(text);
        const known = remembered.get(key);
        if (known !== undefined) return known;
        whole += text.length;
        if (whole > mostWhole && text.length > leastSampled) return sampled(text, vocabulary);
        const count = countTokens(text, vocabulary);
        remembered.set(key, count);
        if (remembered.size > mostRemembered) forgetHalf(remembered);
        return count;
      };
    },
  };
}

/** The older half; by then the texts that are still in use have been counted long before, and are once more. */
function forgetHalf(remembered: Map<string, number>): void {
  let left = remembered.size / 2;
  for (const key of remembered.keys()) {
    if (left <= 0) return;
    left -= 1;
    remembered.delete(key);
  }
}

function sampled(text: string, vocabulary: Vocabulary): number {
  let tokens = 0;
  let seen = 0;
  for (let at = 0; at < text.length; at += stretch * every) {
    const part = text.slice(at, at + stretch);
    seen += part.length;
    tokens += countTokens(part, vocabulary);
  }
  return Math.round((tokens / seen) * text.length);
}

/** Two hashes of 32 bits with different factors (both of FNV's and of Murmur's kind), and the length. */
function hashOf(text: string): string {
  let one = 0x811c9dc5;
  let two = 0x9747b28c;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    one = Math.imul(one ^ unit, 0x01000193);
    two = Math.imul((two << 13) | (two >>> 19), 5) + Math.imul(unit, 0x5bd1e995);
  }
  return `${one >>> 0}.${two >>> 0}.${text.length}`;
}
