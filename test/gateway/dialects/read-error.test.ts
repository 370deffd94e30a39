import { describe, expect, it } from 'vitest';
import { readError } from '../../../src/gateway/dialects/read-error.ts';
import { recordings } from '../../support/corpus.ts';

const body = (value: unknown) => readError(Buffer.from(JSON.stringify(value, null, 2)));
const event = (text: string) => readError(Buffer.from(text).toString('latin1'));

describe('an error body', () => {
  it.each([
    [
      'OpenAI',
      { error: { message: 'No é', type: 'invalid_request_error', param: null, code: 'invalid_api_key' } },
      { message: 'No é', type: 'invalid_request_error', code: 'invalid_api_key' },
    ],
    [
      'OpenAI without a code',
      { error: { message: 'No', type: 'tokens', code: null } },
      { message: 'No', type: 'tokens' },
    ],
    [
      'Anthropic',
      { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' }, request_id: null },
      { message: 'Overloaded', type: 'overloaded_error' },
    ],
    [
      'Anthropic’s edge, without the outer type',
      { error: { type: 'request_too_large', message: 'Too large' } },
      { message: 'Too large', type: 'request_too_large' },
    ],
    [
      'Google',
      { error: { code: 404, message: 'No model', status: 'NOT_FOUND' } },
      { message: 'No model', type: 'NOT_FOUND', code: '404' },
    ],
    [
      'Google, with details',
      {
        error: {
          code: 400,
          message: 'API key not valid.',
          status: 'INVALID_ARGUMENT',
          details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' }],
        },
      },
      { message: 'API key not valid.', type: 'INVALID_ARGUMENT', code: 'API_KEY_INVALID' },
    ],
    [
      'Google, with a time to wait',
      {
        error: {
          code: 429,
          message: 'Quota',
          status: 'RESOURCE_EXHAUSTED',
          details: [{ retryDelay: '34.07s' }],
        },
      },
      { message: 'Quota', type: 'RESOURCE_EXHAUSTED', code: '429', retryDelayMs: 34_070 },
    ],
    ['Google, in a list', [{ error: { code: 500, message: 'x' } }], { message: 'x', code: '500' }],
    [
      'Mistral, flat',
      { object: 'error', message: 'No logprobs', type: 'invalid', code: '3051', raw_status_code: 400 },
      { message: 'No logprobs', type: 'invalid', code: '3051' },
    ],
    ['a detail alone', { detail: 'Invalid API Key' }, { message: 'Invalid API Key' }],
    [
      'FastAPI’s list',
      { detail: [{ loc: ['body', 'model'], msg: 'field required', type: 'missing' }] },
      { message: 'body.model: field required' },
    ],
    [
      'Mistral’s list in a message',
      { object: 'error', message: { detail: [{ loc: ['body'], msg: 'no' }] }, code: null },
      { message: 'body: no' },
    ],
    ['xAI', { code: 'Client error', error: 'Wrong key' }, { message: 'Wrong key', code: 'Client error' }],
    ['Ollama', { error: 'model not found' }, { message: 'model not found' }],
    [
      'OpenRouter, with what its provider said',
      {
        error: { code: 429, message: 'Provider returned error', metadata: { raw: 'limited upstream' } },
        user_id: 'u',
      },
      { message: 'Provider returned error: limited upstream', code: '429' },
    ],
    [
      'OpenRouter, in a choice',
      { choices: [{ error: { code: 502, message: 'x' } }] },
      { message: 'x', code: '502' },
    ],
    [
      'LiteLLM',
      { error: { message: 'x', type: 'None', param: 'None', code: '400' } },
      { message: 'x', code: '400' },
    ],
    [
      'Azure',
      { error: { code: '401', message: 'Access denied' } },
      { message: 'Access denied', code: '401' },
    ],
    [
      'Bedrock',
      { __type: 'ThrottlingException', message: 'slow' },
      { message: 'slow', type: 'ThrottlingException' },
    ],
    [
      'Cloudflare',
      { success: false, errors: [{ code: 7003, message: 'x' }] },
      { message: 'x', code: '7003' },
    ],
    [
      'ChatGPT’s limit',
      { error: { type: 'usage_limit_reached', message: 'x', plan_type: 'plus', resets_in_seconds: 90 } },
      { message: 'x', type: 'usage_limit_reached', retryDelayMs: 90_000 },
    ],
    [
      'Hugging Face',
      { error: 'loading', estimated_time: 20.5 },
      { message: 'loading', retryDelayMs: 20_500 },
    ],
    [
      'ChatGPT’s moment of the reset',
      { error: { type: 'usage_limit_reached', message: 'x', resets_at: 1_767_268_800 } },
      { message: 'x', type: 'usage_limit_reached', retryAt: 1_767_268_800_000 },
    ],
    [
      'headers that OpenRouter quotes',
      {
        error: {
          message: 'x',
          code: 429,
          metadata: { headers: { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': '1767268800000' } },
        },
      },
      { message: 'x', code: '429', retryAt: 1_767_268_800_000 },
    ],
    [
      'quoted headers of a limit that is not used up',
      {
        error: {
          message: 'x',
          code: 429,
          metadata: { headers: { 'X-RateLimit-Remaining': '3', 'X-RateLimit-Reset': '1767268800000' } },
        },
      },
      { message: 'x', code: '429' },
    ],
    ['a JSON string', 'no', { message: 'no' }],
    ['nothing known', { a: 1 }, {}],
    ['numbers', [1, 2], {}],
  ])('of %s', (_who, value, expected) => {
    expect(body(value)).toEqual(expected);
  });

  it('that is no JSON', () => {
    expect(readError(Buffer.from('upstream connect error\n'))).toEqual({ message: 'upstream connect error' });
    expect(readError(Buffer.from('<html><head><title>502 Bad Gateway</title></head></html>'))).toEqual({
      message: 'a page instead of an answer: 502 Bad Gateway',
    });
    for (const text of [
      '',
      '  ',
      '<html></html>',
      '{"error": {"mess',
      '[',
      'null',
      'true',
      '\u0000\ufffd{',
    ]) {
      expect(
        Object.keys(readError(Buffer.from(text))).every((key) => key === 'message'),
        text,
      ).toBe(true);
    }
    expect(readError(Buffer.from('{"error": {"mess'))).toEqual({});
    expect(readError(Buffer.alloc(0))).toEqual({});
  });

  it('is cut, and read in time however it is made', () => {
    expect(body({ error: { message: 'x'.repeat(100_000) } }).message?.length).toBe(4000);
    expect(readError(Buffer.from('<title'.repeat(170_000)))).toEqual({});
    expect(readError(Buffer.from(' '.repeat(1_000_000)))).toEqual({});
  });
});

describe('an error event', () => {
  it.each([
    ['data: {"error":{"message":"é","code":"x"}}\n\n', { message: 'é', code: 'x' }],
    [
      'event: error\ndata: {"type":"error","error":{"type":"api_error","message":"m"}}\n\n',
      { message: 'm', type: 'api_error' },
    ],
    [
      'data: {"type":"error","code":"server_error","message":"m"}\n\n',
      { message: 'm', code: 'server_error' },
    ],
    [
      'data: {"type":"response.failed","response":{"error":{"code":"c","message":"m"}}}\n\n',
      { message: 'm', code: 'c' },
    ],
    [
      'data: {"id":"1","error":{"code":400,"message":"m"},"choices":[]}\r\n\r\n',
      { message: 'm', code: '400' },
    ],
    ['\n,\r\n{"error": {"code": 503, "status": "UNAVAILABLE"}}', { type: 'UNAVAILABLE', code: '503' }],
    ['{\n  "error": {\n    "code": 499,\n    "message": "m"\n  }\n}\n', { message: 'm', code: '499' }],
    [': comment\n\n', {}],
    ['data: [DONE]\n\n', {}],
  ])('%j', (text, expected) => {
    expect(event(text)).toEqual(expected);
  });
});

const errors = recordings('error');
it.skipIf(errors.length === 0)('says something about every recorded error', () => {
  for (const { id, body: recorded } of errors) {
    const error = readError(recorded);
    expect(error.message, id).toMatch(/\w{2}/);
    expect(error.message, id).not.toMatch(/^\s*[{<]/);
  }
});
