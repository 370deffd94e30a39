/** Per model, how much more or less a provider reports than is counted here. */
export interface Correction {
  /** What counts are multiplied with; 1 until something was learned. */
  factor(key: string): number;
  /** A provider reported `reported` tokens for a request that was counted as `raw`. */
  learn(key: string, raw: number, reported: number): void;
}

/** How much weight what was learned before keeps when something new comes: the last ten or so count. */
const kept = 0.9;
/** Tokens that stand for "the count is right" at the beginning: small requests alone do not move it. */
const doubt = 2000;
/** One request has at most this weight. */
const mostWeight = 20_000;
/** Beyond it the report is about something else: results of hosted tools, a stored conversation, a compaction. */
const farOff = 2;
const mostModels = 500;

/** The ratio of reported to counted tokens, of requests weighted by their size; between a half and two. */
export function createCorrection(): Correction {
  const learned = new Map<string, { raw: number; reported: number }>();
  return {
    factor(key) {
      const known = learned.get(key);
      return known === undefined ? 1 : (known.reported + doubt) / (known.raw + doubt);
    },
    learn(key, raw, reported) {
      const ratio = reported / raw;
      if (!(raw > 0) || !(ratio >= 1 / farOff && ratio <= farOff)) return;
      const weight = Math.min(raw, mostWeight);
      const { raw: before, reported: reportedBefore } = learned.get(key) ?? { raw: 0, reported: 0 };
      // Set anew, so that the models in use stand last.
      learned.delete(key);
      learned.set(key, { raw: before * kept + weight, reported: reportedBefore * kept + weight * ratio });
      const [oldest] = learned.keys();
      if (learned.size > mostModels && oldest !== undefined) learned.delete(oldest);
    },
  };
}
