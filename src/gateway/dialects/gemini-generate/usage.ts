import type { Usage } from '../../exchange/usage.ts';
import type { Figures, FiguresFace } from '../figures.ts';
import { countOf, type Fields, fieldsOf } from '../json-value.ts';

export type GeminiFigure = 'prompt' | 'candidates' | 'thoughts' | 'toolUse' | 'cached' | 'total';

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
function geminiUsage(figures: Figures<GeminiFigure>): Usage {
  const { prompt = 0, thoughts = 0, toolUse = 0, total = 0 } = figures;
  const cacheRead = Math.min(figures.cached ?? 0, prompt);
  // Left out when nothing was produced; otherwise the total tells.
  const candidates =
    figures.candidates ?? (prompt > 0 ? Math.max(0, total - prompt - thoughts - toolUse) : 0);
  return {
    input: prompt - cacheRead + toolUse,
    cacheRead,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    output: candidates,
    reasoning: thoughts,
    estimated: false,
  };
}
