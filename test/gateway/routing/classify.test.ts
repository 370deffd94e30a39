import { describe, expect, it } from 'vitest';
import type { UpstreamError } from '../../../src/gateway/exchange/failure.ts';
import { classifyAnswer, classifyEvent, classifyTransport } from '../../../src/gateway/routing/classify.ts';
import { now } from './sample-view.ts';

const json = { 'content-type': 'application/json' };
const html = { 'content-type': 'text/html; charset=UTF-8' };

function classify(status: number, error: UpstreamError, headers: Record<string, string> = json) {
  return classifyAnswer({ status, headers, error, now });
}

type Row = readonly [what: string, status: number, error: UpstreamError, expected: string, code: string];

describe('a refusal', () => {
  const rows: readonly Row[] = [
    // client
    [
      'OpenAI validation',
      400,
      { type: 'invalid_request_error', code: 'empty_array', message: "Invalid 'messages': empty array." },
      'client',
      'empty_array',
    ],
    [
      'Anthropic validation',
      400,
      {
        type: 'invalid_request_error',
        message: 'tools.0.custom.input_schema: Input does not match the expected shape.',
      },
      'client',
      'invalid_request_error',
    ],
    [
      'Gemini validation',
      400,
      { code: '400', type: 'INVALID_ARGUMENT', message: 'Invalid value at contents' },
      'client',
      'INVALID_ARGUMENT',
    ],
    [
      'a parameter the model lacks',
      400,
      {
        type: 'invalid_request_error',
        code: 'unsupported_parameter',
        message: "Unsupported parameter: 'temperature' is not supported with this model.",
      },
      'client',
      'unsupported_parameter',
    ],
    [
      'an option that is off for the model',
      400,
      {
        code: '3051',
        type: 'invalid_request_invalid_args',
        message: 'Logprobs are not enabled for this model',
      },
      'client',
      'invalid_request_invalid_args',
    ],
    [
      'a model without images',
      400,
      { message: 'The model gemma does not support image input' },
      'client',
      'http_400',
    ],
    [
      'a model without a feature',
      400,
      { message: 'The model gemma is not supported with tools' },
      'client',
      'http_400',
    ],
    [
      'a client that quotes an overload',
      400,
      { message: 'Invalid value: "the server is overloaded, invalid api key, 429"' },
      'client',
      'http_400',
    ],
    [
      'a missing previous response',
      404,
      {
        type: 'invalid_request_error',
        code: 'previous_response_not_found',
        message: "Previous response with id 'resp_1' not found.",
      },
      'client',
      'previous_response_not_found',
    ],
    [
      'a body that is too large',
      413,
      { type: 'request_too_large', message: 'Request exceeds the maximum size' },
      'client',
      'request_too_large',
    ],
    ['422', 422, { message: 'field required' }, 'client', 'http_422'],
    [
      'OpenAI context',
      400,
      {
        type: 'invalid_request_error',
        code: 'context_length_exceeded',
        message: "This model's maximum context length is 128000 tokens.",
      },
      'client',
      'context_overflow',
    ],
    [
      'Anthropic context',
      400,
      { type: 'invalid_request_error', message: 'prompt is too long: 210000 tokens > 200000 maximum' },
      'client',
      'context_overflow',
    ],
    [
      'Anthropic context with max_tokens',
      400,
      {
        type: 'invalid_request_error',
        message: 'input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000',
      },
      'client',
      'context_overflow',
    ],
    [
      'Gemini context',
      400,
      {
        type: 'INVALID_ARGUMENT',
        message: 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
      },
      'client',
      'context_overflow',
    ],
    [
      'llama.cpp context',
      400,
      {
        code: '400',
        type: 'exceed_context_size_error',
        message: 'request (2009 tokens) exceeds the available context size (512 tokens), try increasing it',
      },
      'client',
      'context_overflow',
    ],
    [
      'context as 500',
      500,
      { message: 'input is too long for requested model' },
      'client',
      'context_overflow',
    ],
    [
      'content policy',
      400,
      {
        type: 'invalid_request_error',
        code: 'content_policy_violation',
        message: 'Your request was rejected',
      },
      'client',
      'content_policy_violation',
    ],
    [
      'Azure content filter',
      400,
      { code: 'content_filter', message: 'The response was filtered' },
      'client',
      'content_filter',
    ],
    [
      'OpenRouter moderation',
      403,
      { code: '403', message: 'Your chosen model requires moderation and your input was flagged' },
      'client',
      'content_policy',
    ],
    [
      'Groq tool call',
      400,
      { type: 'invalid_request_error', code: 'tool_use_failed', message: 'Tool call validation failed' },
      'client',
      'tool_use_failed',
    ],

    // credential
    [
      'OpenAI key',
      401,
      { type: 'invalid_request_error', code: 'invalid_api_key', message: 'Incorrect API key provided: x.' },
      'credential',
      'invalid_api_key',
    ],
    [
      'Anthropic key',
      401,
      { type: 'authentication_error', message: 'invalid x-api-key' },
      'credential',
      'authentication_error',
    ],
    [
      'Anthropic permission',
      403,
      {
        type: 'permission_error',
        message: 'Your API key does not have permission to use the specified resource',
      },
      'credential',
      'permission_error',
    ],
    [
      'xAI key, as 400',
      400,
      {
        code: 'Client specified an invalid argument',
        message: 'Incorrect API key provided: xx. You can obtain an API key from https://console.x.ai.',
      },
      'credential',
      'Client_specified_an_invalid_argument',
    ],
    [
      'Google key, as 400',
      400,
      { code: '400', type: 'INVALID_ARGUMENT', message: 'API key not valid. Please pass a valid API key.' },
      'credential',
      'INVALID_ARGUMENT',
    ],
    [
      'Google key, by its reason',
      400,
      { code: 'API_KEY_INVALID', type: 'INVALID_ARGUMENT', message: 'x' },
      'credential',
      'API_KEY_INVALID',
    ],
    [
      'Google location',
      400,
      { type: 'FAILED_PRECONDITION', message: 'User location is not supported for the API use.' },
      'credential',
      'FAILED_PRECONDITION',
    ],
    [
      'DeepSeek key',
      401,
      { type: 'authentication_error', code: 'invalid_request_error', message: 'Authentication Fails' },
      'credential',
      'invalid_request_error',
    ],
    ['Mistral key', 401, { message: 'Invalid API Key' }, 'credential', 'http_401'],
    ['an empty 401', 401, {}, 'credential', 'http_401'],
    [
      'a forbidden key',
      403,
      { code: 'forbidden', type: 'invalid_request_error', message: 'Forbidden' },
      'credential',
      'forbidden',
    ],

    // quota
    [
      'OpenAI limit',
      429,
      {
        type: 'requests',
        code: 'rate_limit_exceeded',
        message: 'Rate limit reached for gpt-4o in organization x',
      },
      'quota',
      'rate_limit_exceeded',
    ],
    [
      'OpenAI money',
      429,
      { type: 'insufficient_quota', code: 'insufficient_quota', message: 'You exceeded your current quota' },
      'quota',
      'insufficient_quota',
    ],
    [
      'OpenAI billing',
      429,
      { code: 'billing_not_active', message: 'Your account is not active' },
      'quota',
      'billing_not_active',
    ],
    [
      'Anthropic limit',
      429,
      { type: 'rate_limit_error', message: 'This request would exceed your rate limit' },
      'quota',
      'rate_limit_error',
    ],
    [
      'Anthropic money, as 400',
      400,
      {
        type: 'invalid_request_error',
        message: 'Your credit balance is too low to access the Anthropic API.',
      },
      'quota',
      'invalid_request_error',
    ],
    ['DeepSeek money', 402, { message: 'Insufficient Balance' }, 'quota', 'http_402'],
    [
      'xAI money, as 403',
      403,
      { message: 'Your team has either used all available credits or reached its monthly spending limit.' },
      'quota',
      'http_403',
    ],
    [
      'OpenRouter key limit, as 403',
      403,
      { code: '403', message: 'Key limit exceeded (total limit)' },
      'quota',
      'http_403',
    ],
    [
      'Google quota',
      429,
      { code: '429', type: 'RESOURCE_EXHAUSTED', message: 'You exceeded your current quota' },
      'quota',
      'RESOURCE_EXHAUSTED',
    ],
    [
      'Groq size limit of an account, as 413',
      413,
      { type: 'tokens', code: 'rate_limit_exceeded', message: 'Request too large for model `x`' },
      'quota',
      'rate_limit_exceeded',
    ],
    [
      'Codex window',
      429,
      { type: 'usage_limit_reached', message: 'The usage limit has been reached' },
      'quota',
      'usage_limit_reached',
    ],
    ['an empty 429', 429, {}, 'quota', 'http_429'],

    // overload
    ['500', 500, { type: 'server_error', message: 'The server had an error' }, 'overload', 'server_error'],
    [
      'Anthropic 529',
      529,
      { type: 'overloaded_error', message: 'Overloaded' },
      'overload',
      'overloaded_error',
    ],
    [
      'Gemini 503',
      503,
      { code: '503', type: 'UNAVAILABLE', message: 'The model is overloaded. Please try again later.' },
      'overload',
      'UNAVAILABLE',
    ],
    [
      'an overload as 429',
      429,
      { type: 'overloaded_error', message: 'Overloaded' },
      'overload',
      'overloaded_error',
    ],
    [
      'an overload as 400',
      400,
      { message: 'The model is currently overloaded. Please try again later.' },
      'overload',
      'http_400',
    ],
    [
      'Vertex capacity as 429',
      429,
      { type: 'RESOURCE_EXHAUSTED', message: 'Resource exhausted. Please try again later.' },
      'overload',
      'RESOURCE_EXHAUSTED',
    ],
    [
      'OpenRouter’s upstream limit',
      429,
      { code: '429', message: 'Provider returned error' },
      'overload',
      'http_429',
    ],
    ['Cloudflare 520', 520, {}, 'overload', 'http_520'],
    ['408', 408, {}, 'overload', 'request_timeout'],
    ['another gateway’s 424', 424, { message: 'all providers failed' }, 'overload', 'http_424'],

    // model
    [
      'OpenAI model',
      404,
      {
        type: 'invalid_request_error',
        code: 'model_not_found',
        message: 'The model `x` does not exist or you do not have access to it.',
      },
      'model-unsupported',
      'model_not_found',
    ],
    [
      'Anthropic model',
      404,
      { type: 'not_found_error', message: 'model: claude-x' },
      'model-unsupported',
      'not_found_error',
    ],
    [
      'Gemini model',
      404,
      {
        code: '404',
        type: 'NOT_FOUND',
        message: 'models/x is not found for API version v1beta, or is not supported for generateContent.',
      },
      'model-unsupported',
      'NOT_FOUND',
    ],
    [
      'Vertex model',
      404,
      {
        type: 'NOT_FOUND',
        message: 'Publisher Model `projects/p/x` was not found or your project does not have access to it.',
      },
      'model-unsupported',
      'NOT_FOUND',
    ],
    [
      'Azure deployment',
      404,
      {
        type: 'invalid_request_error',
        code: 'DeploymentNotFound',
        message: 'The API deployment for this resource does not exist.',
      },
      'model-unsupported',
      'DeploymentNotFound',
    ],
    [
      'Ollama model',
      404,
      { message: 'model "llama3" not found, try pulling it first' },
      'model-unsupported',
      'http_404',
    ],
    [
      'DeepSeek model, as 400',
      400,
      { type: 'invalid_request_error', code: 'invalid_request_error', message: 'Model Not Exist' },
      'model-unsupported',
      'invalid_request_error',
    ],
    [
      'Mistral model, as 400',
      400,
      { type: 'invalid_model', code: '1500', message: 'Invalid model: x' },
      'model-unsupported',
      'invalid_model',
    ],
    [
      'OpenRouter model, as 400',
      400,
      { code: '400', message: 'foo/bar is not a valid model ID' },
      'model-unsupported',
      'http_400',
    ],
    [
      'OpenRouter endpoints',
      404,
      { code: '404', message: 'No endpoints found for foo/bar.' },
      'model-unsupported',
      'http_404',
    ],
    [
      'Groq retirement',
      400,
      { code: 'model_decommissioned', message: 'The model `x` has been decommissioned' },
      'model-unsupported',
      'model_decommissioned',
    ],
    [
      'Copilot',
      400,
      { code: 'model_not_supported', message: 'The requested model is not supported.' },
      'model-unsupported',
      'model_not_supported',
    ],
    [
      'Codex with a subscription',
      400,
      { message: "The 'gpt-x' model is not supported when using Codex with a ChatGPT account." },
      'model-unsupported',
      'http_400',
    ],
    [
      'a model that the account may not sample',
      403,
      { type: 'invalid_request_error', message: 'You are not allowed to sample from this model' },
      'model-unsupported',
      'invalid_request_error',
    ],
    ['an endpoint that is not there', 404, {}, 'model-unsupported', 'endpoint_not_found'],
    [
      'FastAPI without the endpoint',
      404,
      { message: 'Not Found' },
      'model-unsupported',
      'endpoint_not_found',
    ],
    [
      'OpenAI without the endpoint',
      404,
      { type: 'invalid_request_error', message: 'Invalid URL (POST /v1/nothing)' },
      'model-unsupported',
      'endpoint_not_found',
    ],
    [
      '501',
      501,
      { type: 'not_supported_error', message: 'This server does not support embeddings.' },
      'model-unsupported',
      'not_supported_error',
    ],

    // transport
    ['a redirect', 302, {}, 'transport', 'unexpected_redirect'],
    ['a proxy that wants a login', 407, {}, 'transport', 'proxy_refused'],
    ['a 200 that is no answer', 200, {}, 'transport', 'bad_response'],
  ];

  it.each(rows)('%s (%d)', (_, status, error, expected, code) => {
    expect(classify(status, error)).toMatchObject({ class: expected, code });
  });

  it('with a page of HTML is not the client’s', () => {
    const page = { message: '<html><body>Attention Required</body></html>' };
    expect(classify(403, page, html)).toMatchObject({ class: 'transport', code: 'blocked_page' });
    expect(classify(400, page, html)).toMatchObject({ class: 'transport', code: 'blocked_page' });
    expect(classify(404, page, html)).toMatchObject({ class: 'model-unsupported' });
    expect(classify(502, page, html)).toMatchObject({ class: 'overload', code: 'http_502' });
    expect(classify(429, page, html)).toMatchObject({ class: 'quota' });
  });

  it('of a 200 with an error in it is what the error says', () => {
    expect(classify(200, { type: 'overloaded_error', message: 'Overloaded' })).toMatchObject({
      class: 'overload',
      code: 'overloaded_error',
    });
  });

  it('that the vendor wants to see again is not the client’s', () => {
    const error = { message: 'Conflict' };
    expect(classify(409, error).class).toBe('client');
    expect(classify(409, error, { ...json, 'x-should-retry': 'true' })).toMatchObject({
      class: 'overload',
      shouldRetry: true,
    });
    expect(classify(529, {}, { ...json, 'x-should-retry': 'false' }).shouldRetry).toBe(false);
  });

  it('carries the status, and the time at which to ask again unless it is the client’s', () => {
    const headers = { ...json, 'retry-after': '9' };
    expect(classify(503, {}, headers)).toMatchObject({ status: 503, retryAt: now + 9000 });
    expect(classify(429, {}, headers).retryAt).toBe(now + 9000);
    expect(classify(400, { message: 'no' }, headers)).not.toHaveProperty('retryAt');
  });

  it('has a message of at most 500 characters on one line, and never none', () => {
    const long = classify(500, { message: `a\nb\u0000${'x'.repeat(9000)}` }).message;
    expect(long).toHaveLength(500);
    expect(long.startsWith('a b x')).toBe(true);
    expect(classify(500, {}).message).toMatch(/500/);
    expect(classify(500, { code: 'x'.repeat(900) }).code).toHaveLength(80);
  });
});

describe('the scope of a quota', () => {
  const scope = (error: UpstreamError, headers: Record<string, string> = {}) =>
    classify(429, error, { ...json, ...headers }).scope;

  it('is the account when money is meant, or a subscription’s window', () => {
    expect(scope({ code: 'insufficient_quota' })).toBe('account');
    expect(scope({}, { 'anthropic-ratelimit-unified-status': 'rejected' })).toBe('account');
    expect(scope({}, { 'anthropic-ratelimit-unified-representative-claim': 'five_hour' })).toBe('account');
  });

  it('is the model when the limit is one of a model', () => {
    expect(scope({ message: 'Rate limit reached for gpt-4o in organization o on tokens per min' })).toBe(
      'model',
    );
    expect(scope({}, { 'x-ratelimit-remaining-tokens': '0' })).toBe('model');
    expect(scope({}, { 'anthropic-ratelimit-unified-representative-claim': 'seven_day_opus' })).toBe('model');
    expect(scope({ message: 'Quota exceeded for metric: m, limit: 10, model: gemini-2.5-flash' })).toBe(
      'model',
    );
  });

  it('is left open when nothing says so', () => {
    expect(scope({ message: 'slow down' })).toBeUndefined();
  });
});

describe('an error inside a stream', () => {
  it.each<readonly [UpstreamError, string, string]>([
    [{ type: 'overloaded_error', message: 'Overloaded' }, 'overload', 'overloaded_error'],
    [{ type: 'api_error', message: 'Internal server error' }, 'overload', 'api_error'],
    [{ code: 'server_error', message: 'x' }, 'overload', 'server_error'],
    [{ type: 'rate_limit_error', message: 'x' }, 'quota', 'rate_limit_error'],
    [{ code: 'rate_limit_exceeded', message: 'x' }, 'quota', 'rate_limit_exceeded'],
    [{ code: 'insufficient_quota', message: 'x' }, 'quota', 'insufficient_quota'],
    [{ type: 'authentication_error', message: 'x' }, 'credential', 'authentication_error'],
    [{ type: 'permission_error', message: 'x' }, 'credential', 'permission_error'],
    [{ code: 'context_length_exceeded', message: 'x' }, 'client', 'context_overflow'],
    [{ type: 'invalid_request_error', message: 'x' }, 'client', 'invalid_request_error'],
    [{ code: 'invalid_prompt', message: 'x' }, 'client', 'invalid_prompt'],
    [{ type: 'not_found_error', message: 'model: x' }, 'model-unsupported', 'not_found_error'],
    [{ type: 'not_found_error', message: 'no such file' }, 'client', 'not_found_error'],
    [{ code: '400', message: 'x' }, 'client', 'http_400'],
    [{ code: '429', message: 'x' }, 'quota', 'http_429'],
    [{ code: '502', message: 'x' }, 'overload', 'http_502'],
    [{ code: '503', type: 'UNAVAILABLE', message: 'x' }, 'overload', 'UNAVAILABLE'],
    [{ message: 'something' }, 'overload', 'stream_error'],
    [{}, 'overload', 'stream_error'],
  ])('%j', (error, expected, code) => {
    expect(classifyEvent(error)).toMatchObject({ class: expected, code });
  });
});

describe('the delay that an error inside a stream names', () => {
  it('becomes a time when the time is known', () => {
    const error = { code: '429', type: 'RESOURCE_EXHAUSTED', message: 'x', retryDelayMs: 5000 };
    expect(classifyEvent(error, now).retryAt).toBe(now + 5000);
    expect(classifyEvent(error)).not.toHaveProperty('retryAt');
    expect(classifyEvent({ ...error, code: '400', type: 'x' }, now)).not.toHaveProperty('retryAt');
  });
});

describe('a connection that failed', () => {
  it('is transport, except when we closed it', () => {
    expect(classifyTransport({ code: 'reset', message: 'ECONNRESET', stale: false })).toEqual({
      class: 'transport',
      code: 'reset',
      message: 'ECONNRESET',
    });
    expect(classifyTransport({ code: 'closed', message: '', stale: false }).class).toBe('cancelled');
  });
});
