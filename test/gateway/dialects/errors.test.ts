import { describe, expect, it } from 'vitest';
import { readError } from '../../../src/gateway/dialects/read-error.ts';
import { mark } from '../../../src/gateway/dialects/wire.ts';
import { wireOf } from '../../../src/gateway/dialects/wires.ts';
import { allDialects, type Dialect } from '../../../src/gateway/exchange/dialect.ts';
import type { ErrorAnswer } from '../../../src/gateway/exchange/errors.ts';
import { textAt, valueAt } from '../../support/json-value.ts';

const error = (status: number, more: Partial<ErrorAnswer> = {}): ErrorAnswer => ({
  code: 'upstream_failed',
  status,
  message: 'Nobody answered "é".',
  requestId: 'req-1',
  provider: 'acme',
  class: 'overload',
  ...more,
});
const parsed = (bytes: Buffer): unknown => JSON.parse(bytes.toString());
const errorBody = (dialect: Dialect, answer: ErrorAnswer) => parsed(wireOf(dialect).errorBody(answer));
const broken = (dialect: Dialect, answer: ErrorAnswer, started = true) =>
  wireOf(dialect).brokenStream(answer, started).toString();
const lastData = (events: string): unknown => JSON.parse(events.trimEnd().split('data: ').at(-1) ?? '');

describe.each(allDialects)('an error body of %s', (dialect) => {
  it('names the request, the provider and the class, and can be read back', () => {
    const read = readError(wireOf(dialect).errorBody(error(502)));
    expect(read.message).toBe('Nobody answered "é". (provider acme, class overload, request req-1)');
    expect(JSON.stringify(errorBody(dialect, error(502)))).toMatch(/"provider":"acme"/);
  });

  it('does without a provider', () => {
    const { provider: _, class: __, ...own } = error(401);
    expect(readError(wireOf(dialect).errorBody(own)).message).toBe('Nobody answered "é". (request req-1)');
  });
});

describe('types and codes', () => {
  it.each([
    [400, 'invalid_request_error'],
    [401, 'authentication_error'],
    [402, 'insufficient_quota'],
    [403, 'permission_error'],
    [404, 'invalid_request_error'],
    [429, 'rate_limit_error'],
    [500, 'server_error'],
    [504, 'server_error'],
  ])('OpenAI %i', (status, type) => {
    expect(errorBody('openai-chat', error(status))).toMatchObject({
      error: { type, param: null, code: 'upstream_failed', request_id: 'req-1' },
    });
  });

  it.each([
    [400, 'invalid_request_error'],
    [401, 'authentication_error'],
    [402, 'billing_error'],
    [403, 'permission_error'],
    [404, 'not_found_error'],
    [413, 'request_too_large'],
    [422, 'invalid_request_error'],
    [429, 'rate_limit_error'],
    [500, 'api_error'],
    [502, 'api_error'],
    [503, 'overloaded_error'],
    [504, 'timeout_error'],
    [529, 'overloaded_error'],
  ])('Anthropic %i', (status, type) => {
    expect(errorBody('anthropic-messages', error(status))).toMatchObject({
      type: 'error',
      error: { type },
      request_id: 'req-1',
    });
  });

  it.each([
    [400, 'INVALID_ARGUMENT'],
    [401, 'UNAUTHENTICATED'],
    [403, 'PERMISSION_DENIED'],
    [404, 'NOT_FOUND'],
    [429, 'RESOURCE_EXHAUSTED'],
    [500, 'INTERNAL'],
    [503, 'UNAVAILABLE'],
    [504, 'DEADLINE_EXCEEDED'],
  ])('Google %i', (status, name) => {
    expect(errorBody('gemini-generate', error(status))).toMatchObject({
      error: { code: status, status: name },
    });
  });

  it('Google’s body tells the time to wait', () => {
    const read = readError(wireOf('gemini-generate').errorBody(error(429, { retryAfterSeconds: 7 })));
    expect(read.retryDelayMs).toBe(7000);
  });

  it('context overflow is named as each client knows it', () => {
    const overflow = error(400, { code: 'context_overflow', message: 'Too long.' });
    expect(errorBody('openai-responses', overflow)).toMatchObject({
      error: { code: 'context_length_exceeded' },
    });
    expect(textAt(errorBody('anthropic-messages', overflow), 'error', 'message')).toMatch(
      /^prompt is too long: /,
    );
    const said = { ...overflow, message: 'prompt is too long: 2 > 1' };
    expect(textAt(errorBody('anthropic-messages', said), 'error', 'message')).toMatch(
      /^prompt is too long: 2 > 1/,
    );
  });
});

describe('a broken stream', () => {
  it.each(['openai-chat', 'openai-completions'] as const)(
    'of %s ends with an error and without [DONE]',
    (dialect) => {
      const events = broken(dialect, error(502));
      expect(events).toMatch(/^data: \{"error":\{.*\}\}\n\n$/);
      expect(wireOf(dialect).classify(events)).toBe(mark.failure);
    },
  );

  it('of Messages ends with an error that Claude Code asks again after', () => {
    const events = broken('anthropic-messages', error(502));
    expect(events).toMatch(/^event: error\ndata: .*\n\n$/);
    expect(lastData(events)).toMatchObject({ type: 'error', error: { type: 'overloaded_error' } });
    expect(lastData(broken('anthropic-messages', error(500)))).toMatchObject({
      error: { type: 'api_error' },
    });
    expect(lastData(broken('anthropic-messages', error(429)))).toMatchObject({
      error: { type: 'rate_limit_error' },
    });
    const refused = error(403, { noRetry: true });
    expect(lastData(broken('anthropic-messages', refused))).toMatchObject({
      error: { type: 'permission_error' },
    });
  });

  it('of Gemini ends with nothing', () => {
    expect(broken('gemini-generate', error(502))).toBe('');
  });

  describe('of Responses', () => {
    const failed = (answer: ErrorAnswer) => lastData(broken('openai-responses', answer));
    const code = (answer: ErrorAnswer) => valueAt(failed(answer), 'response', 'error', 'code');

    it('ends with response.failed', () => {
      const events = broken('openai-responses', error(502));
      expect(events).toMatch(/^event: response\.failed\ndata: .*\n\n$/);
      expect(lastData(events)).toMatchObject({
        type: 'response.failed',
        response: { id: 'resp_req-1', object: 'response', status: 'failed', error: { code: 'server_error' } },
      });
      expect(typeof valueAt(lastData(events), 'sequence_number')).toBe('number');
      expect(wireOf('openai-responses').classify(events) & mark.failure).toBe(mark.failure);
    });

    it('begins with response.created when nothing has begun', () => {
      const events = broken('openai-responses', error(502), false).split('\n\n');
      expect(events[0]).toMatch(/^event: response\.created\n.*"sequence_number":0/);
      expect(events[1]).toMatch(/^event: response\.failed\n.*"sequence_number":1/);
    });

    it('has the code that makes Codex do what helps', () => {
      expect(code(error(400, { code: 'context_length_exceeded' }))).toBe('context_length_exceeded');
      expect(code(error(503))).toBe('server_error');
      expect(code(error(402, { noRetry: true }))).toBe('insufficient_quota');
      expect(code(error(429, { noRetry: true }))).toBe('insufficient_quota');
      expect(code(error(403, { noRetry: true }))).toBe('invalid_prompt');
      expect(code(error(400))).toBe('invalid_prompt');
      const wait = error(429, { retryAfterSeconds: 12 });
      expect(code(wait)).toBe('rate_limit_exceeded');
      expect(valueAt(failed(wait), 'response', 'error', 'message')).toMatch(/Please try again in 12s\.$/);
    });
  });
});
