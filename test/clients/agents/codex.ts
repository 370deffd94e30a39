import { clientBinary } from '../harness/places.ts';
import type { Finished } from '../harness/run-program.ts';
import type { Door, Stage } from '../harness/stage.ts';

export interface CodexOptions {
  readonly model: string;
  /** `table`: a provider of our own in config.toml. `builtin`: the built-in one with `openai_base_url`, WebSocket first. */
  readonly provider?: 'table' | 'builtin';
  /** Path before `/v1`. */
  readonly prefix?: string;
  readonly timeoutMs?: number;
}

export const codexPrompt = 'Read secret.txt with a shell command and tell me what it says.';

/** `codex exec` as a person would set it up for a gateway. */
export async function runCodex(stage: Stage, door: Door, options: CodexOptions): Promise<Finished> {
  const base = `${door.url}${options.prefix ?? ''}/v1`;
  const builtin = options.provider === 'builtin';
  const lines = builtin
    ? [`model = "${options.model}"`, `openai_base_url = "${base}"`]
    : [
        `model = "${options.model}"`,
        'model_provider = "gw"',
        '[model_providers.gw]',
        'name = "gw"',
        `base_url = "${base}"`,
        'wire_api = "responses"',
        'env_key = "GW_KEY"',
      ];
  await stage.write('.codex/config.toml', `${lines.join('\n')}\n`);
  if (builtin) {
    const login = { auth_mode: 'apikey', OPENAI_API_KEY: door.key, tokens: null, last_refresh: null };
    await stage.write('.codex/auth.json', JSON.stringify(login));
  }
  return stage.run(
    clientBinary('codex'),
    [
      'exec',
      '--skip-git-repo-check',
      '--json',
      // The case is a sandbox already: a network namespace and a temporary folder.
      '--dangerously-bypass-approvals-and-sandbox',
      codexPrompt,
    ],
    { CODEX_HOME: `${stage.home}/.codex`, GW_KEY: door.key },
    options.timeoutMs,
  );
}
