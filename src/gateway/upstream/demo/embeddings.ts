import { createHash } from 'node:crypto';
import { type DemoAnswer, jsonAnswer, tokens } from './demo-answer.ts';
import { type Fields, fields, list, text } from './json.ts';

/** Length of a vector when the request names none, and the greatest that is made. */
const usualDimensions = 256;
const mostDimensions = 4096;

/** OpenAI's embeddings: `input` is a text, a list of texts, or tokens; the SDKs ask for base64. */
export function openaiEmbeddings(body: Fields, model: string): DemoAnswer {
  const inputs = openaiInputs(body.input);
  const size = dimensions(body.dimensions);
  const encode = (values: readonly number[]): unknown =>
    body.encoding_format === 'base64' ? base64(values) : values;
  const used = inputs.reduce((sum, input) => sum + tokens(input), 0);
  return jsonAnswer({
    object: 'list',
    data: inputs.map((input, index) => ({
      object: 'embedding',
      index,
      embedding: encode(vector(input, size)),
    })),
    model,
    usage: { prompt_tokens: used, total_tokens: used },
  });
}

/** Gemini's `embedContent`. */
export function geminiEmbedding(body: Fields): DemoAnswer {
  return jsonAnswer({ embedding: geminiVector(body) });
}

/** Gemini's `batchEmbedContents`. */
export function geminiEmbeddings(body: Fields): DemoAnswer {
  return jsonAnswer({ embeddings: list(body.requests).map((request) => geminiVector(fields(request))) });
}

/** A vector of length 1 that depends on nothing but the text. */
function vector(input: string, size: number): number[] {
  const values: number[] = [];
  for (let block = 0; values.length < size; block += 1) {
    const hash = createHash('sha256').update(`${block} ${input}`).digest();
    for (let at = 0; at < hash.length && values.length < size; at += 4) {
      values.push(hash.readInt32LE(at) / 0x8000_0000);
    }
  }
  const norm = Math.hypot(...values);
  return values.map((value) => value / norm);
}

function geminiVector(request: Fields): { values: number[] } {
  const parts = list(fields(request.content).parts).map((part) => text(fields(part).text));
  return { values: vector(parts.join('\n'), dimensions(request.outputDimensionality)) };
}

function openaiInputs(input: unknown): string[] {
  if (typeof input === 'string') return [input];
  const items = list(input);
  if (items.every((item) => typeof item === 'number')) return [items.join(' ')];
  return items.map((item) => (typeof item === 'string' ? item : list(item).join(' ')));
}

function dimensions(wish: unknown): number {
  if (typeof wish !== 'number' || !Number.isInteger(wish) || wish < 1) return usualDimensions;
  return Math.min(wish, mostDimensions);
}

function base64(values: readonly number[]): string {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, at) => {
    bytes.writeFloatLE(value, at * 4);
  });
  return bytes.toString('base64');
}
