import type { Mutable } from '../exchange/mutable.ts';
import type { Quirks } from '../exchange/provider.ts';
import type { MediaTokens, ToldUsage } from '../exchange/usage.ts';
import type { Figures } from './figures.ts';
import { countOf, type Fields, fieldsOf } from './json-value.ts';
import { reportedCost } from './reported-cost.ts';

/** What OpenAI-like usage objects tell, chat and Responses alike: providers mix the two spellings. */
export type OpenAiFigure =
  | 'prompt'
  | 'completion'
  | 'total'
  | 'cacheRead'
  | 'cacheWrite'
  | 'cacheWrite1h'
  | 'reasoning'
  | 'audioBeside'
  | 'audioInput'
  | 'audioOutput'
  | 'imageInput'
  | 'imageOutput'
  | 'reportedNanoUsd';

export type OpenAiFigures = Figures<OpenAiFigure>;

/** Reads a `usage` object of any OpenAI-like provider; undefined when it holds none of the main figures. */
export function readOpenAiFigures(usage: Fields): OpenAiFigures | undefined {
  const prompt = largest(usage.prompt_tokens, usage.input_tokens);
  const completion = largest(usage.completion_tokens, usage.output_tokens);
  const total = countOf(usage.total_tokens);
  if (prompt === undefined && completion === undefined && total === undefined) return undefined;
  const input = fieldsOf(usage.prompt_tokens_details) ?? fieldsOf(usage.input_tokens_details) ?? {};
  const output = fieldsOf(usage.completion_tokens_details) ?? fieldsOf(usage.output_tokens_details) ?? {};
  const written = fieldsOf(usage.cache_creation) ?? {};
  const cacheRead = largest(
    input.cached_tokens, // OpenAI, xAI, OpenRouter
    usage.prompt_cache_hit_tokens, // DeepSeek
    usage.num_cached_tokens, // Mistral
    usage.cached_tokens, // Together, Hugging Face, Moonshot
    usage.cache_read_input_tokens, // Vercel, Doubleword, Venice
  );
  const cacheWrite = largest(input.cache_write_tokens, usage.cache_creation_input_tokens);
  const cacheWrite1h = countOf(written.ephemeral_1h_input_tokens);
  const reasoning = largest(output.reasoning_tokens, usage.reasoning_tokens);
  // Mistral counts audio beside the prompt, and says so by naming its seconds.
  const audioBeside = countOf(usage.prompt_audio_seconds);
  const figures: Mutable<OpenAiFigures> = {};
  if (prompt !== undefined) figures.prompt = prompt;
  if (completion !== undefined) figures.completion = completion;
  if (total !== undefined) figures.total = total;
  if (cacheRead !== undefined) figures.cacheRead = cacheRead;
  if (cacheWrite !== undefined) figures.cacheWrite = cacheWrite;
  if (cacheWrite1h !== undefined) figures.cacheWrite1h = cacheWrite1h;
  if (reasoning !== undefined) figures.reasoning = reasoning;
  if (audioBeside !== undefined) figures.audioBeside = audioBeside;
  addPositive(figures, 'audioInput', input.audio_tokens);
  addPositive(figures, 'imageInput', input.image_tokens);
  addPositive(figures, 'audioOutput', output.audio_tokens);
  addPositive(figures, 'imageOutput', output.image_tokens);
  const reported = reportedCost(usage);
  if (reported !== undefined) figures.reportedNanoUsd = reported;
  return figures;
}

/** Most answers have none of these tokens, and say so. */
function addPositive(figures: Mutable<OpenAiFigures>, name: OpenAiFigure, value: unknown): void {
  const count = countOf(value) ?? 0;
  if (count > 0) figures[name] = count;
}

/**
 * Makes the figures disjoint. OpenAI counts cached tokens inside the prompt and reasoning inside the completion; others
 * count one or the other beside it. Where the total tells which, it is believed before the provider's quirk: xAI counts
 * reasoning beside the output in chat and inside in Responses.
 */
export function openAiUsage(figures: OpenAiFigures, quirks: Quirks): ToldUsage {
  const { prompt = 0, completion = 0, total, cacheRead = 0, cacheWrite = 0 } = figures;
  const cached = cacheRead + cacheWrite;
  /** What the total has beyond prompt and completion, as far as nothing explains it. */
  let spare = total === undefined ? 0 : total - prompt - completion;

  let reasoning = figures.reasoning ?? 0;
  let output = completion;
  if (isReasoningBeside(figures, quirks)) spare -= reasoning;
  else {
    reasoning = Math.min(reasoning, completion);
    output -= reasoning;
  }

  let input = prompt;
  let read = cacheRead;
  let write = cacheWrite;
  if (cached > 0 && spare === cached) spare = 0;
  else {
    // Azure's Grok reports more cached tokens than the prompt has; OpenRouter reads and writes of the same ones.
    read = Math.min(cacheRead, prompt);
    write = Math.min(cacheWrite, prompt - read);
    input -= read + write;
  }

  if (spare > 0) {
    if (prompt === 0 || figures.audioBeside !== undefined) input += spare;
    // Google's OpenAI-compatible endpoint: thinking is in the total and nowhere else.
    else if (reasoning === 0) reasoning = spare;
  }
  const write1h = Math.min(figures.cacheWrite1h ?? 0, write);
  const media = mediaOf(figures);
  const { reportedNanoUsd } = figures;
  return {
    ...(media !== undefined && { media }),
    ...(reportedNanoUsd !== undefined && { reportedNanoUsd }),
    input,
    cacheRead: read,
    cacheWrite5m: write - write1h,
    cacheWrite1h: write1h,
    output,
    reasoning,
    estimated: false,
  };
}

function mediaOf(figures: OpenAiFigures): MediaTokens | undefined {
  const { audioInput, audioOutput, imageInput, imageOutput } = figures;
  const sum = (audioInput ?? 0) + (audioOutput ?? 0) + (imageInput ?? 0) + (imageOutput ?? 0);
  if (sum === 0) return undefined;
  return {
    ...(audioInput !== undefined && { audioInput }),
    ...(audioOutput !== undefined && { audioOutput }),
    ...(imageInput !== undefined && { imageInput }),
    ...(imageOutput !== undefined && { imageOutput }),
  };
}

function isReasoningBeside(figures: OpenAiFigures, quirks: Quirks): boolean {
  const { prompt = 0, completion = 0, total, reasoning = 0, cacheRead = 0, cacheWrite = 0 } = figures;
  if (reasoning === 0) return false;
  if (total !== undefined) {
    const beyond = total - prompt - completion;
    if (beyond === 0) return false;
    if (beyond === reasoning || beyond === reasoning + cacheRead + cacheWrite) return true;
  }
  return reasoning > completion || quirks.reasoningInsideOutput === false;
}

/** The largest of the counts that are there: providers send a zero under one name beside the figure under another. */
function largest(...values: readonly unknown[]): number | undefined {
  let found: number | undefined;
  for (const value of values) {
    const count = countOf(value);
    if (count !== undefined && (found === undefined || count > found)) found = count;
  }
  return found;
}
