import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readError } from '../../../src/gateway/dialects/read-error.ts';
import { classifyAnswer } from '../../../src/gateway/routing/classify.ts';
import { now } from './sample-view.ts';

const folder = fileURLToPath(new URL('../../../../shared/corpus/error', import.meta.url));

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** What is expected by the start of the name; the longest that fits counts. */
const expected: Readonly<Record<string, string>> = {
  'anthropic-400': 'client',
  'anthropic-401': 'credential',
  'anthropic-404': 'model-unsupported',
  'azure-404': 'model-unsupported',
  'chatgpt-codex-401': 'credential',
  'deepseek-400': 'client',
  'deepseek-401': 'credential',
  'doubleword-403': 'credential',
  'google-404': 'model-unsupported',
  'google-429': 'quota',
  'groq-400': 'client',
  'llamacpp-400': 'client',
  'llamacpp-500': 'overload',
  'llamacpp-501': 'model-unsupported',
  'mistral-400': 'client',
  'mistral-401': 'credential',
  'ollama-401': 'credential',
  'openai-400': 'client',
  'openai-401': 'credential',
  'openai-403': 'model-unsupported',
  'openai-404': 'model-unsupported',
  'openrouter-400': 'client',
  'openrouter-429': 'overload',
  'perplexity-400': 'client',
  'perplexity-401': 'credential',
  'venice-404': 'model-unsupported',
  'vertex-400': 'client',
};

const overflows = ['llamacpp-400', 'openrouter-400', 'perplexity-400'];

describe.skipIf(!existsSync(folder))('every recorded error', () => {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];

  it.each(names)('%s', (name) => {
    const response = fields(fields(JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'))).response);
    const headers: Record<string, string> = {};
    for (const [key, value] of Object.entries(fields(response.headers))) headers[key] = String(value);
    const status = Number(response.status);
    const error = readError(Buffer.from(String(response.body_text)));
    const failure = classifyAnswer({ status, headers, error, now });
    const key = name
      .split('-')
      .slice(0, name.startsWith('chatgpt') ? 3 : 2)
      .join('-');
    expect(failure.class).toBe(expected[key]);
    if (overflows.includes(key)) expect(failure.code).toBe('context_overflow');
    expect(failure.status).toBe(status);
  });

  it('of a quota names the time and the model', () => {
    const name = names.find((one) => one.startsWith('google-429')) ?? '';
    const response = fields(fields(JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'))).response);
    const failure = classifyAnswer({
      status: 429,
      headers: {},
      error: readError(Buffer.from(String(response.body_text))),
      now,
    });
    expect(failure.scope).toBe('model');
    expect(Math.round(((failure.retryAt ?? 0) - now) / 1000)).toBe(48);
  });
});
