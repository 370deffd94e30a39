import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinUrl } from '../../../src/gateway/upstream/join-url.ts';

function joined(base: string, path: string): string {
  const { origin, path: rest } = joinUrl(base, path);
  return `${origin}${rest}`;
}

describe('joinUrl', () => {
  it.each([
    ['https://x', '/v1/chat/completions', 'https://x/v1/chat/completions'],
    ['https://x/', '/v1/chat/completions', 'https://x/v1/chat/completions'],
    ['https://x/v1', '/v1/chat/completions', 'https://x/v1/chat/completions'],
    ['https://x/v1/', '/v1/chat/completions', 'https://x/v1/chat/completions'],
    ['https://x//v1//', '/v1/chat/completions', 'https://x/v1/chat/completions'],
    ['https://x/api/v1', '/v1/chat/completions', 'https://x/api/v1/chat/completions'],
    ['https://x/v1/chat/completions', '/v1/chat/completions', 'https://x/v1/chat/completions'],
    ['https://x/v1/messages', '/v1/messages/count_tokens', 'https://x/v1/messages/count_tokens'],
    ['https://x:8443/v1', '/v1/responses', 'https://x:8443/v1/responses'],
    ['http://[::1]:11434', '/v1/responses', 'http://[::1]:11434/v1/responses'],
    ['https://x/v1beta', '/v1beta/models/a:b', 'https://x/v1beta/models/a:b'],
    ['https://x', '/v1beta/models/a:b?alt=sse', 'https://x/v1beta/models/a:b?alt=sse'],
    ['https://x/v1', '/v1beta/models/a:b', 'https://x/v1/models/a:b'],
    // Real ones.
    ['https://api.z.ai/api/paas/v4', '/v1/chat/completions', 'https://api.z.ai/api/paas/v4/chat/completions'],
    [
      'https://generativelanguage.googleapis.com/v1beta/openai/',
      '/v1/chat/completions',
      'https://generativelanguage.googleapis.com/v1beta/openai/chat/completions',
    ],
    ['https://api.deepseek.com/anthropic', '/v1/messages', 'https://api.deepseek.com/anthropic/v1/messages'],
    [
      'https://gateway.ai.cloudflare.com/v1/a/b/anthropic',
      '/v1/messages?beta=true',
      'https://gateway.ai.cloudflare.com/v1/a/b/anthropic/v1/messages?beta=true',
    ],
    [
      'https://gateway.ai.cloudflare.com/v1/a/b/openai',
      '/v1/responses',
      'https://gateway.ai.cloudflare.com/v1/a/b/openai/responses',
    ],
    ['https://api.deepseek.com/beta', '/completions', 'https://api.deepseek.com/beta/completions'],
    ['https://x/v4/chat/completions', '/v1/chat/completions', 'https://x/v4/chat/completions'],
    // Azure's address has a query of its own.
    ['https://x/openai?api-version=1', '/v1/responses', 'https://x/openai/v1/responses?api-version=1'],
    ['https://x/v1?a=1', '/v1/responses?b=2', 'https://x/v1/responses?a=1&b=2'],
  ])('%s and %s is %s', (base, path, expected) => {
    expect(joined(base, path)).toBe(expected);
    expect(joined(base, path)).toBe(expected);
  });

  it('never doubles a version, whatever was appended', () => {
    const prefix = fc.constantFrom('', '/api', '/openai', '/a/b');
    const version = fc.constantFrom('/v1', '/v1beta', '/v1alpha1', '/v2');
    const rest = fc.constantFrom('/chat/completions', '/messages', '/models/m:generateContent', '/models');
    fc.assert(
      fc.property(prefix, version, rest, fc.constantFrom('', '/', '//'), (before, v, after, slash) => {
        const expected = `https://x${before}${v}${after}`;
        expect(joined(`https://x${before}${slash}`, `${v}${after}`)).toBe(expected);
        expect(joined(`https://x${before}${v}${slash}`, `${v}${after}`)).toBe(expected);
        expect(joined(`https://x${before}${v}${slash}`, `/v1${after}`)).toBe(expected);
        expect(joined(expected, `${v}${after}`)).toBe(expected);
      }),
    );
  });

  it('forgets, rather than grows without end', () => {
    for (let n = 0; n < 1000; n += 1) {
      expect(joined(`https://host-${n}`, '/v1/models')).toBe(`https://host-${n}/v1/models`);
      expect(joined('https://x', `/v1beta/models/m${n}:go`)).toBe(`https://x/v1beta/models/m${n}:go`);
    }
  });
});
