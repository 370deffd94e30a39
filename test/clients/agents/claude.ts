import { clientBinary } from '../harness/places.ts';
import type { Finished } from '../harness/run-program.ts';
import type { Door, Stage } from '../harness/stage.ts';

export interface ClaudeOptions {
  /** Which variable holds the key: it is sent as `Authorization: Bearer`, as `x-api-key`, or as both. */
  readonly auth?: 'token' | 'key' | 'both';
  /** Fewer tools and a small request. */
  readonly bare?: boolean;
  readonly prefix?: string;
  readonly model?: string;
  readonly timeoutMs?: number;
}

export const claudePrompt = 'Read secret.txt with a shell command and tell me what it says.';

/** `claude -p` as a person would set it up for a gateway. */
export function runClaude(stage: Stage, door: Door, options: ClaudeOptions): Promise<Finished> {
  const auth = options.auth ?? 'token';
  const keys = {
    ...(auth === 'key' ? {} : { ANTHROPIC_AUTH_TOKEN: door.key }),
    ...(auth === 'key' ? { ANTHROPIC_API_KEY: door.key } : {}),
    // With both set the client sends both, and they differ: the one that is not ours must do no harm.
    ...(auth === 'both' ? { ANTHROPIC_API_KEY: 'sk-ant-somebody-elses' } : {}),
  };
  const args = [
    '-p',
    claudePrompt,
    '--output-format',
    'json',
    '--allowedTools',
    'Bash(cat:*)',
    ...(options.bare === true ? ['--bare'] : []),
    ...(options.model === undefined ? [] : ['--model', options.model]),
  ];
  return stage.run(
    clientBinary('claude'),
    args,
    {
      ...keys,
      ANTHROPIC_BASE_URL: `${door.url}${options.prefix ?? ''}`,
      DISABLE_TELEMETRY: '1',
      DISABLE_ERROR_REPORTING: '1',
      DISABLE_AUTOUPDATER: '1',
    },
    options.timeoutMs,
  );
}
