import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePath } from '../../../src/gateway/ingress/path.ts';

const value = (url: string): Record<string, unknown> => {
  const parsed = parsePath(url);
  return parsed.ok ? { ...parsed.value } : { refused: parsed.path };
};

describe('one spelling for every way in which clients append to a base address', () => {
  it.each([
    ['/v1/chat/completions', '/v1/chat/completions'],
    ['/chat/completions', '/v1/chat/completions'],
    ['/v1/v1/chat/completions', '/v1/chat/completions'],
    ['/api/v1/chat/completions', '/v1/chat/completions'],
    ['//v1/messages', '/v1/messages'],
    ['/responses', '/v1/responses'],
    ['/v1/responses/', '/v1/responses'],
    ['/messages/count_tokens', '/v1/messages/count_tokens'],
    ['/models', '/v1/models'],
    ['/embeddings', '/v1/embeddings'],
    ['/v1beta/models/a/b:generateContent', '/v1beta/models/a/b:generateContent'],
    ['/v1beta/models/gemini-1.5-pro:countTokens', '/v1beta/models/gemini-1.5-pro:countTokens'],
    ['/api/status', '/api/status'],
    ['/api/hello', '/api/hello'],
    ['/', '/'],
    ['/something/else', '/something/else'],
  ])('%s is %s', (url, path) => {
    expect(value(url)).toEqual({ path, query: '' });
  });

  it('keeps the query apart', () => {
    expect(value('/v1/messages?beta=true&x=/../')).toEqual({
      path: '/v1/messages',
      query: 'beta=true&x=/../',
    });
  });
});

describe('prefixes', () => {
  it('are taken off in any order, each once', () => {
    expect(value('/t/one/p/deepseek/k/secret/v1/messages')).toEqual({
      path: '/v1/messages',
      query: '',
      provider: 'deepseek',
      terminal: 'one',
      key: 'secret',
    });
    expect(value('/claude/messages')).toEqual({ path: '/v1/messages', query: '', vendor: 'anthropic' });
    expect(value('/t/x/openai/v1/files')).toEqual({
      path: '/v1/files',
      query: '',
      terminal: 'x',
      vendor: 'openai',
    });
    expect(value('/gemini/v1beta/models/m:countTokens')).toMatchObject({ vendor: 'google' });
    expect(value('/p/deep%20seek/')).toEqual({ path: '/', query: '', provider: 'deep seek' });
  });

  it.each([
    '/p/a/p/b/v1/messages',
    '/t/a/t/b/v1/messages',
    '/k/a/k/b/v1/messages',
    '/openai/claude/v1/messages',
    '/p/a/openai/v1/messages',
    '/openai/openai/v1/messages',
    '/p',
    '/p/',
    '/p//v1/messages',
    '/t/%/v1/messages',
  ])('%s is refused', (url) => {
    expect(value(url)).toHaveProperty('refused');
  });
});

describe('paths that two programs could read differently', () => {
  it.each([
    '/p/../v1/messages',
    '/v1/./messages',
    '/v1/..',
    '/v1/%2e%2e/api/status',
    '/v1/.%2E/x',
    '/v1/a%2fb',
    '/v1/a%5Cb',
    '/v1\\messages',
    '/v1/a%00b',
    '/v1/a%0d%0ab',
    'http://evil/v1/messages',
    '*',
  ])('%s is refused', (url) => {
    expect(value(url)).toHaveProperty('refused');
  });

  it('never yields a dot segment, whatever comes in', () => {
    const part = fc.constantFrom(
      '.',
      '..',
      '%2e',
      '%2E',
      '/',
      'p',
      't',
      'v1',
      'api',
      'x',
      '%2f',
      '\\',
      'messages',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const parsed = parsePath(`/${parts.join('')}`);
        if (!parsed.ok) return;
        const segments = decodeURIComponent(parsed.value.path).split('/');
        expect(segments).not.toContain('..');
        expect(segments).not.toContain('.');
      }),
    );
  });
});
