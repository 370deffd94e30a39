import type { MediaTokens, ToldUsage } from '../../exchange/usage.ts';
import type { Figures, FiguresFace } from '../figures.ts';
import { countOf, type Fields, fieldsOf, listOf } from '../json-value.ts';

export type GeminiFigure =
  | 'prompt'
  | 'candidates'
  | 'thoughts'
  | 'toolUse'
  | 'cached'
  | 'total'
  | 'audioPrompt'
  | 'audioCached'
  | 'audioOutput'
  | 'imagePrompt'
  | 'imageCached'
  | 'imageOutput';

/** Figures of Gemini: `usageMetadata`, cumulative over the stream. */
export const geminiFigures: FiguresFace<GeminiFigure> = {
  key: 'usageMetadata',
  read: readGeminiFigures,
  find: (data) => fieldsOf(data.usageMetadata),
  toUsage: geminiUsage,
};

/** Vertex sends an object with no more than a traffic type: that is no figure. */
function readGeminiFigures(usage: Fields): Figures<GeminiFigure> | undefined {
  const prompt = countOf(usage.promptTokenCount);
  const candidates = countOf(usage.candidatesTokenCount);
  const thoughts = countOf(usage.thoughtsTokenCount);
  const toolUse = countOf(usage.toolUsePromptTokenCount);
  const cached = countOf(usage.cachedContentTokenCount);
  const total = countOf(usage.totalTokenCount);
  const figures: Figures<GeminiFigure> = {
    ...modalities(usage.promptTokensDetails, 'audioPrompt', 'imagePrompt'),
    ...modalities(usage.cacheTokensDetails, 'audioCached', 'imageCached'),
    ...modalities(usage.candidatesTokensDetails, 'audioOutput', 'imageOutput'),
    ...(prompt !== undefined && { prompt }),
    ...(candidates !== undefined && { candidates }),
    ...(thoughts !== undefined && { thoughts }),
    ...(toolUse !== undefined && { toolUse }),
    ...(cached !== undefined && { cached }),
    ...(total !== undefined && { total }),
  };
  return Object.keys(figures).length === 0 ? undefined : figures;
}

/** Cached tokens stand inside the prompt; thoughts and the prompt that hosted tools made stand beside the others. */
function geminiUsage(figures: Figures<GeminiFigure>): ToldUsage {
  const { prompt = 0, thoughts = 0, toolUse = 0, total = 0 } = figures;
  const cacheRead = Math.min(figures.cached ?? 0, prompt);
  // Left out when nothing was produced; otherwise the total tells.
  const candidates =
    figures.candidates ?? (prompt > 0 ? Math.max(0, total - prompt - thoughts - toolUse) : 0);
  const media = mediaOf(figures);
  return {
    ...(media !== undefined && { media }),
    input: prompt - cacheRead + toolUse,
    cacheRead,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    output: candidates,
    reasoning: thoughts,
    estimated: false,
  };
}

/** Tokens by what they stand for; text is what remains. */
function modalities<A extends GeminiFigure, I extends GeminiFigure>(
  details: unknown,
  audio: A,
  image: I,
): Figures<A | I> {
  const found: { [name in A | I]?: number } = {};
  for (const detail of listOf(details)) {
    const { modality, tokenCount } = fieldsOf(detail) ?? {};
    const count = countOf(tokenCount) ?? 0;
    if (count > 0 && modality === 'AUDIO') found[audio] = count;
    if (count > 0 && modality === 'IMAGE') found[image] = count;
  }
  return found;
}

/** Of the prompt's sound and pictures those that were cached are counted twice. */
function mediaOf(figures: Figures<GeminiFigure>): MediaTokens | undefined {
  const { audioPrompt = 0, audioCached = 0, audioOutput = 0 } = figures;
  const { imagePrompt = 0, imageCached = 0, imageOutput = 0 } = figures;
  if (audioPrompt + audioOutput + imagePrompt + imageOutput === 0) return undefined;
  return {
    audioInput: Math.max(0, audioPrompt - audioCached),
    audioCacheRead: audioCached,
    audioOutput,
    imageInput: Math.max(0, imagePrompt - imageCached),
    imageCacheRead: imageCached,
    imageOutput,
  };
}
