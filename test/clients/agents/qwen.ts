import { clientBinary } from '../harness/places.ts';
import type { Finished } from '../harness/run-program.ts';
import type { Door, Stage } from '../harness/stage.ts';

const prompt = 'Read secret.txt with a shell command and tell me what it says.';

/** Qwen Code, a Chat Completions client. With dash as its shell it loses what commands print. */
export async function runQwen(stage: Stage, door: Door): Promise<Finished> {
  await stage.write(
    '.qwen/settings.json',
    JSON.stringify({
      privacy: { usageStatisticsEnabled: false },
      // Its terminal needs a native part that is not built here.
      tools: { shell: { enableInteractiveShell: false } },
    }),
  );
  return stage.run(
    clientBinary('qwen'),
    ['-p', prompt, '--yolo', '--auth-type', 'openai', '--output-format', 'text'],
    {
      OPENAI_BASE_URL: `${door.url}/v1`,
      OPENAI_API_KEY: door.key,
      OPENAI_MODEL: 'some-model',
      SHELL: '/bin/bash',
    },
  );
}
