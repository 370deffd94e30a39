import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authHeaders } from '../../../src/gateway/upstream/credentials.ts';
import { forwardHeaders } from '../../../src/gateway/upstream/request-headers.ts';
import { returnHeaders } from '../../../src/gateway/upstream/response-headers.ts';

function names(headers: readonly string[]): string[] {
  return headers.filter((_, at) => at % 2 === 0);
}

describe('authHeaders', () => {
  it('puts the key where the provider looks for it', () => {
    expect(authHeaders('bearer', 'k')).toEqual(['authorization', 'Bearer k']);
    expect(authHeaders('x-api-key', 'k')).toEqual(['x-api-key', 'k']);
    expect(authHeaders('x-goog-api-key', 'k')).toEqual(['x-goog-api-key', 'k']);
    expect(authHeaders('none', 'k')).toEqual([]);
  });
});

describe('what of a client’s headers goes upstream', () => {
  it('keeps vendor headers in their order, in lower case', () => {
    const raw = [
      ...['Accept', 'application/json', 'User-Agent', 'claude-cli/2', 'X-Stainless-Lang', 'js'],
      ...['anthropic-version', '2023-06-01', 'OpenAI-Beta', 'responses=v1', 'session-id', 's'],
      ...['HTTP-Referer', 'https://app', 'X-Title', 'App', 'Content-Type', 'application/json'],
      ...['x-client-request-id', 'r', 'Originator', 'codex_exec', 'chatgpt-account-id', 'a'],
    ];
    expect(forwardHeaders(raw, [])).toEqual(
      raw.map((part, at) => (at % 2 === 0 ? part.toLowerCase() : part)),
    );
  });

  it.each([
    ...['Connection', 'Keep-Alive', 'TE', 'Trailer', 'Transfer-Encoding', 'Upgrade', 'HTTP2-Settings'],
    ...['Proxy-Authorization', 'Proxy-Connection', 'Host', 'Content-Length', 'Accept-Encoding'],
    ...['Content-Encoding', 'Expect', 'Authorization', 'X-Api-Key', 'X-Goog-Api-Key', 'Api-Key', 'Cookie'],
    ...['X-Patchbay-Key', 'X-Patchbay-User', 'X-RouterX-Provider-Order', 'Origin', 'Sec-Fetch-Site'],
    ...['Sec-WebSocket-Key', 'X-Forwarded-For', 'X-Forwarded-Proto', 'Forwarded', 'Via', 'X-Real-IP'],
  ])('drops %s', (name) => {
    for (const spelling of [name, name.toLowerCase(), name.toUpperCase()]) {
      expect(forwardHeaders([spelling, 'secret', 'x-kept', 'y'], [])).toEqual(['x-kept', 'y']);
    }
  });

  it('drops what holds one of the keys that the client came with, and no other', () => {
    const key = 'pbk-0123456789';
    const raw = [
      'Referer',
      `http://page/?key=${key}`,
      'X-Title',
      `for ${key}`,
      'X-Kept',
      'pbk-other',
      'X-Y',
      'x',
    ];
    expect(forwardHeaders(raw, ['x-api-key', 'theirs'], ['x', key])).toEqual([
      ...['x-kept', 'pbk-other', 'x-y', 'x'],
      ...['x-api-key', 'theirs'],
    ]);
  });

  it('drops what Connection names, wherever that stands', () => {
    const raw = ['X-Before', '1', 'Connection', 'close, X-Before , x-after', 'X-After', '2', 'X-Kept', '3'];
    expect(forwardHeaders(raw, [])).toEqual(['x-kept', '3']);
    expect(forwardHeaders(['connection', 'x-a', 'x-a', '1', 'CONNECTION', 'x-b', 'x-b', '2'], [])).toEqual(
      [],
    );
    expect(forwardHeaders(['connection', 'Keep-Alive, close', 'close', '1'], [])).toEqual(['close', '1']);
  });

  it('appends ours, which replace the client’s of the same name', () => {
    const raw = [
      'X-Mine',
      'client',
      'X-Other',
      'o',
      'x-mine',
      'again',
      'Authorization',
      'Bearer gateway-key',
    ];
    expect(forwardHeaders(raw, ['authorization', 'Bearer provider-key', 'x-mine', 'ours'])).toEqual([
      ...['x-other', 'o', 'authorization', 'Bearer provider-key', 'x-mine', 'ours'],
    ]);
  });

  it('adds Connection’s own names when they are ours', () => {
    expect(forwardHeaders(['connection', 'x-mine', 'x-mine', '1'], ['x-mine', 'ours'])).toEqual([
      'x-mine',
      'ours',
    ]);
  });

  it('unites trial features, each once, the client’s first', () => {
    const raw = ['anthropic-beta', 'a, b', 'Anthropic-Beta', 'c'];
    expect(forwardHeaders(raw, ['anthropic-beta', 'b,d'])).toEqual(['anthropic-beta', 'a,b,c,d']);
    expect(forwardHeaders(raw, [])).toEqual(['anthropic-beta', 'a, b', 'anthropic-beta', 'c']);
    expect(forwardHeaders([], ['anthropic-beta', 'd'])).toEqual(['anthropic-beta', 'd']);
  });

  it('keeps repeated headers and odd values as they are', () => {
    const raw = ['x-a', '1', 'x-a', '', 'x-b', 'ÿ ü'];
    expect(forwardHeaders(raw, [])).toEqual(raw);
  });

  it('never lets a credential through, in any spelling, however many names there were before', () => {
    const spelling = fc
      .constantFrom('authorization', 'x-api-key', 'x-goog-api-key', 'api-key', 'cookie', 'x-patchbay-key')
      .chain((name) =>
        fc
          .array(fc.boolean(), { minLength: name.length, maxLength: name.length })
          .map((upper) => [...name].map((c, at) => (upper[at] ? c.toUpperCase() : c)).join('')),
      );
    fc.assert(
      fc.property(spelling, fc.string(), (name, other) => {
        expect(forwardHeaders([`x-${other}`, '1', name, 'canary'], [])).not.toContain('canary');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('what of an upstream’s headers goes to the client', () => {
  it('keeps type, rate limits, request ids and vendor headers; repeated ones stay repeated', () => {
    const headers = {
      'content-type': 'text/event-stream',
      'x-request-id': 'r',
      'request-id': 'r2',
      'anthropic-ratelimit-requests-remaining': '9',
      'x-ratelimit-reset-tokens': '1s',
      'retry-after': '3',
      'openai-processing-ms': '12',
      'cache-control': 'no-cache',
      'x-twice': ['a', 'b'],
      'x-absent': undefined,
    };
    expect(returnHeaders(headers)).toEqual([
      ...['content-type', 'text/event-stream', 'x-request-id', 'r', 'request-id', 'r2'],
      ...[
        'anthropic-ratelimit-requests-remaining',
        '9',
        'x-ratelimit-reset-tokens',
        '1s',
        'retry-after',
        '3',
      ],
      ...['openai-processing-ms', '12', 'cache-control', 'no-cache', 'x-twice', 'a', 'x-twice', 'b'],
    ]);
  });

  it.each([
    ...['connection', 'keep-alive', 'transfer-encoding', 'trailer', 'upgrade', 'te', 'proxy-authenticate'],
    ...['content-length', 'content-encoding', 'set-cookie', 'alt-svc', 'strict-transport-security'],
    ...['access-control-allow-origin', 'access-control-expose-headers', 'clear-site-data'],
    ...['x-patchbay-request-id', 'x-routerx-provider'],
  ])('drops %s', (name) => {
    expect(names(returnHeaders({ [name]: 'x', 'x-kept': 'y' }))).toEqual(['x-kept']);
    expect(names(returnHeaders({ [name]: ['x', 'z'], 'x-kept': 'y' }))).toEqual(['x-kept']);
  });

  it('drops what Connection names', () => {
    expect(returnHeaders({ connection: 'keep-alive, X-Hop', 'x-hop': '1', 'x-kept': '2' })).toEqual([
      'x-kept',
      '2',
    ]);
  });
});
