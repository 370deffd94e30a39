import type { Conversing } from '../../support/requests.ts';
import { clientBinary } from '../harness/places.ts';
import type { Finished } from '../harness/run-program.ts';
import type { Door, Stage } from '../harness/stage.ts';

const prompt = 'Read secret.txt with a shell command and tell me what it says.';

/** What pi calls the dialects, and what it wants before its own paths. */
const apis: Readonly<Record<Conversing, { readonly api: string; readonly path: string }>> = {
  'openai-chat': { api: 'openai-completions', path: '/v1' },
  'openai-responses': { api: 'openai-responses', path: '/v1' },
  'anthropic-messages': { api: 'anthropic-messages', path: '' },
  'gemini-generate': { api: 'google-generative-ai', path: '/v1beta' },
};

/** The pi coding agent, which speaks each of the four dialects. */
export async function runPi(stage: Stage, door: Door, dialect: Conversing): Promise<Finished> {
  const { api, path } = apis[dialect];
  const gateway = {
    baseUrl: `${door.url}${path}`,
    api,
    apiKey: door.key,
    models: [{ id: 'some-model', reasoning: true, contextWindow: 200_000, maxTokens: 32_000 }],
  };
  await stage.write('.pi/agent/models.json', JSON.stringify({ providers: { gateway } }));
  return stage.run(
    clientBinary('pi'),
    ['-p', '--no-session', '--provider', 'gateway', '--model', 'some-model', '--thinking', 'medium', prompt],
    { PI_OFFLINE: '1' },
  );
}
