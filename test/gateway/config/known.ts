import type { Config } from '../../../src/gateway/config/config.ts';
import { readConfig } from '../../../src/gateway/config/load.ts';
import type { KnownProviders } from '../../../src/gateway/config/preset.ts';
import { problemText } from '../../../src/gateway/config/problem.ts';
import type { Situation } from '../../../src/gateway/config/situation.ts';

/** Presets as the config sees them; small on purpose, so that a test shows what is filled in. */
export const known: KnownProviders = {
  presets: {
    anthropic: {
      name: 'Anthropic',
      vendor: 'anthropic',
      endpoints: new Map([
        ['anthropic-messages', { baseUrl: 'https://api.anthropic.com', auth: 'x-api-key' }],
      ]),
      quirks: {},
      keyEnv: 'ANTHROPIC_API_KEY',
    },
    deepseek: {
      name: 'DeepSeek',
      vendor: 'other',
      endpoints: new Map([
        ['openai-chat', { baseUrl: 'https://api.deepseek.com', path: '/chat/completions', auth: 'bearer' }],
        ['anthropic-messages', { baseUrl: 'https://api.deepseek.com/anthropic', auth: 'x-api-key' }],
      ]),
      quirks: { developerRole: 'system', streamUsage: 'ask' },
      keyEnv: 'DEEPSEEK_API_KEY',
    },
    ollama: {
      name: 'Ollama',
      vendor: 'other',
      endpoints: new Map([['openai-chat', { baseUrl: 'http://127.0.0.1:11434', auth: 'none' }]]),
      quirks: {},
    },
  },
  demo: {
    id: 'demo',
    name: 'Demo',
    vendor: 'other',
    endpoints: new Map([['openai-chat', { baseUrl: 'http://demo.invalid', auth: 'none' }]]),
    quirks: {},
    accounts: [{ id: 'main', priority: 1, weight: 1, enabled: true, passthrough: false }],
    models: ['demo'],
    headers: {},
    timeouts: { connectMs: 1, firstByteMs: 1, idleMs: 1, totalMs: 1 },
    role: 'primary',
    enabled: true,
  },
};

/** The problems of a config as they are printed, without the line numbers. */
export function problemsOf(value: unknown, situation: Situation = {}): string[] {
  const result = readConfig(JSON.stringify(value), known, situation);
  if (result.ok) return [];
  return result.problems.map(({ path, message }) => problemText({ path, message }));
}

/** The config, or an error that shows why there is none. */
export function configOf(value: unknown, situation: Situation = {}): Config {
  const result = readConfig(JSON.stringify(value), known, situation);
  if (!result.ok) throw new Error(result.problems.map(problemText).join('\n'));
  return result.config;
}

/** A provider that needs no preset. */
export const plain = { id: 'plain', baseUrl: 'https://llm.example.com', dialects: ['openai-chat'] };
