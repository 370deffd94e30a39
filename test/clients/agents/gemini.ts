import { clientBinary } from '../harness/places.ts';
import type { Finished } from '../harness/run-program.ts';
import type { Door, Stage } from '../harness/stage.ts';

export interface GeminiOptions {
  /** Absent: the client first asks a small model which one to use. */
  readonly model?: string;
  readonly prefix?: string;
  readonly timeoutMs?: number;
}

export const geminiPrompt = 'Read secret.txt with a shell command and tell me what it says.';

/** `gemini -p` as a person would set it up for a gateway. */
export async function runGemini(stage: Stage, door: Door, options: GeminiOptions): Promise<Finished> {
  // Without the chosen type the base URL selects "gateway", which this version then refuses (exit 41).
  await stage.write(
    '.gemini/settings.json',
    JSON.stringify({
      security: { auth: { selectedType: 'gemini-api-key' } },
      privacy: { usageStatisticsEnabled: false },
      general: { disableAutoUpdate: true, disableUpdateNag: true },
    }),
  );
  const model = options.model === undefined ? [] : ['-m', options.model];
  return stage.run(
    clientBinary('gemini'),
    ['-p', geminiPrompt, ...model, '--yolo', '--skip-trust', '--output-format', 'json'],
    { GOOGLE_GEMINI_BASE_URL: `${door.url}${options.prefix ?? ''}`, GEMINI_API_KEY: door.key },
    options.timeoutMs,
  );
}
