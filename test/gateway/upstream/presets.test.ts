import { describe, expect, it } from 'vitest';
import { allDialects, type Dialect } from '../../../src/gateway/exchange/dialect.ts';
import { joinUrl } from '../../../src/gateway/upstream/join-url.ts';
import { demoProvider, presets } from '../../../src/gateway/upstream/presets.ts';

/** The path that each dialect's own API documents. */
const documented: Record<Dialect, string> = {
  'openai-chat': '/v1/chat/completions',
  'openai-responses': '/v1/responses',
  'anthropic-messages': '/v1/messages',
  'gemini-generate': '/v1beta/models/m:generateContent',
  'openai-completions': '/v1/completions',
  'openai-embeddings': '/v1/embeddings',
};

function addresses(id: string): Record<string, string> {
  const endpoints = presets[id]?.endpoints ?? new Map();
  return Object.fromEntries(
    [...endpoints].map(([dialect, endpoint]) => {
      const target = joinUrl(endpoint.baseUrl, endpoint.path ?? documented[dialect as Dialect]);
      return [dialect, `${endpoint.auth} ${target.origin}${target.path}`];
    }),
  );
}

describe('presets', () => {
  it('are the six providers', () => {
    expect(Object.keys(presets)).toEqual([
      'openai',
      'anthropic',
      'gemini',
      'openrouter',
      'deepseek',
      'ollama',
    ]);
    for (const [id, preset] of Object.entries(presets)) expect(preset.id).toBe(id);
  });

  it('reach every endpoint where its provider documents it', () => {
    expect(addresses('openai')).toEqual({
      'openai-responses': 'bearer https://api.openai.com/v1/responses',
      'openai-chat': 'bearer https://api.openai.com/v1/chat/completions',
      'openai-completions': 'bearer https://api.openai.com/v1/completions',
      'openai-embeddings': 'bearer https://api.openai.com/v1/embeddings',
    });
    expect(addresses('anthropic')).toEqual({
      'anthropic-messages': 'x-api-key https://api.anthropic.com/v1/messages',
    });
    expect(addresses('gemini')).toEqual({
      'gemini-generate':
        'x-goog-api-key https://generativelanguage.googleapis.com/v1beta/models/m:generateContent',
      'openai-chat': 'bearer https://generativelanguage.googleapis.com/v1beta/openai/chat/completions',
      'openai-embeddings': 'bearer https://generativelanguage.googleapis.com/v1beta/openai/embeddings',
    });
    expect(addresses('openrouter')).toEqual({
      'openai-chat': 'bearer https://openrouter.ai/api/v1/chat/completions',
      'openai-responses': 'bearer https://openrouter.ai/api/v1/responses',
      'anthropic-messages': 'bearer https://openrouter.ai/api/v1/messages',
      'openai-embeddings': 'bearer https://openrouter.ai/api/v1/embeddings',
    });
    expect(addresses('deepseek')).toEqual({
      'openai-chat': 'bearer https://api.deepseek.com/chat/completions',
      'anthropic-messages': 'x-api-key https://api.deepseek.com/anthropic/v1/messages',
      'openai-responses': 'bearer https://api.deepseek.com/responses',
      'openai-completions': 'bearer https://api.deepseek.com/beta/completions',
    });
    expect(addresses('ollama')).toEqual({
      'openai-chat': 'none http://localhost:11434/v1/chat/completions',
      'openai-responses': 'none http://localhost:11434/v1/responses',
      'anthropic-messages': 'none http://localhost:11434/v1/messages',
      'openai-completions': 'none http://localhost:11434/v1/completions',
      'openai-embeddings': 'none http://localhost:11434/v1/embeddings',
    });
  });

  it('name a key’s variable exactly where a key is needed, and their sources with a date', () => {
    for (const preset of Object.values(presets)) {
      const needsKey = [...preset.endpoints.values()].some((endpoint) => endpoint.auth !== 'none');
      expect(preset.keyEnv !== undefined).toBe(needsKey);
      expect(preset.sources.length).toBeGreaterThan(0);
      for (const source of preset.sources) {
        expect(URL.canParse(source.url)).toBe(true);
        expect(source.checked).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      }
    }
  });

  it('know a free check of the key where the list of models needs none', () => {
    const checks = Object.values(presets).flatMap(({ id, keyCheck }) => {
      if (keyCheck === undefined) return [];
      const { baseUrl = '' } = [...(presets[id]?.endpoints.values() ?? [])][0] ?? {};
      const target = joinUrl(baseUrl, keyCheck.path);
      return [`${id} ${target.origin}${target.path}`];
    });
    expect(checks).toEqual(['openrouter https://openrouter.ai/api/v1/key']);
  });

  it('have addresses as the config wants them: absolute, without a slash at the end', () => {
    for (const preset of [...Object.values(presets), demoProvider]) {
      for (const { baseUrl } of preset.endpoints.values()) expect(baseUrl).toMatch(/^https?:\/\/.*[^/]$/);
    }
  });
});

describe('the demo provider', () => {
  it('speaks every dialect, has one model and needs no key', () => {
    expect([...demoProvider.endpoints.keys()]).toEqual(allDialects);
    expect(demoProvider.models).toEqual(['demo']);
    expect(demoProvider.accounts.map((account) => account.key)).toEqual([undefined]);
    for (const { auth } of demoProvider.endpoints.values()) expect(auth).toBe('none');
  });
});
