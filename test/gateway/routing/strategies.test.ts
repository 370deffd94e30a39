import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../src/gateway/exchange/failure.ts';
import { classifyAnswer, classifyEvent, classifyTransport } from '../../../src/gateway/routing/classify.ts';
import { defaultStrategies, strategyTable } from '../../../src/gateway/routing/default-strategies.ts';
import { type Strategy, strategyFor } from '../../../src/gateway/routing/strategy.ts';
import { now } from './sample-view.ts';

const place = { provider: 'one', dialect: 'openai-chat', committed: false } as const;
const builtIn = strategyTable([]);
const rowFor = (failure: Failure, own: readonly Strategy[] = [], at: object = {}): Strategy =>
  strategyFor(strategyTable(own), failure, { ...place, ...at }, now);
const failed = (of: Failure['class'], more: Partial<Failure> = {}): Failure => ({
  class: of,
  code: 'x',
  message: 'x',
  ...more,
});
const refused = (status: number, error = {}, headers = {}): Failure =>
  classifyAnswer({ status, error: { message: 'no', ...error }, headers, now });

describe('the row for a failure', () => {
  it.each<[string, Failure, string]>([
    ['a 400', refused(400), 'client-mistake'],
    ['a 413', refused(413), 'client-mistake'],
    ['a 401', refused(401), 'key-refused'],
    ['a 402', refused(402), 'quota-used-up'],
    ['a 429', refused(429), 'quota-used-up'],
    ['a 429 for a minute', refused(429, {}, { 'retry-after': '60' }), 'quota-used-up'],
    ['a 429 for a moment', refused(429, {}, { 'retry-after-ms': '120' }), 'short-limit'],
    ['a 429 for a moment, in prose', refused(429, { message: 'try again in 120ms' }), 'short-limit'],
    ['a 429 for a moment, in the body', refused(429, { retryDelayMs: 900 }), 'short-limit'],
    ['a 404 of a model', refused(404, { code: 'model_not_found' }), 'model-missing'],
    ['a 500', refused(500), 'server-error'],
    ['a 502', refused(502), 'server-error'],
    ['a 503', refused(503), 'overloaded'],
    ['a 503 for a second', refused(503, {}, { 'retry-after': '1' }), 'short-overload'],
    ['a 503 for a minute', refused(503, {}, { 'retry-after': '60' }), 'overloaded'],
    ['a 529', refused(529, { type: 'overloaded_error' }, { 'x-should-retry': 'true' }), 'overloaded'],
    ['a 429 that means capacity', refused(429, { code: 'engine_overloaded' }), 'overloaded'],
    ['a lock', refused(409, {}, { 'x-should-retry': 'true' }), 'asked-again'],
    ['an overload in a stream', classifyEvent({ type: 'overloaded_error' }), 'overloaded-in-words'],
    ['Google’s overload in a stream', classifyEvent({ type: 'UNAVAILABLE' }), 'overloaded-in-words'],
    ['another error in a stream', classifyEvent({ message: 'oops' }), 'server-error'],
    [
      'nobody listening',
      classifyTransport({ code: 'connect_refused', message: '', stale: false }),
      'not-sent',
    ],
    ['a slow connection', failed('transport', { code: 'connect_timeout' }), 'unreachable'],
    ['silence', failed('transport', { code: 'first_byte_timeout' }), 'unreachable'],
    ['a reset', failed('transport', { code: 'reset' }), 'connection-lost'],
    ['a fault of ours', failed('internal'), 'anything-else'],
    ['the client left', failed('cancelled'), 'client-gone'],
  ])('%s: %#', (_, failure, id) => {
    expect(rowFor(failure).id).toBe(id);
  });

  it('after output is to tell the client, whatever it was and whatever the config says', () => {
    const own: Strategy = { id: 'mine', match: { class: 'transport' }, action: 'next-account' };
    const row = rowFor(failed('transport'), [own], { committed: true });
    expect(row).toMatchObject({ id: 'after-output', action: 'return' });
    expect(rowFor(failed('cancelled'), [own], { committed: true }).action).toBe('stop');
  });

  it('is by class what it ever was: a mistake returns, who left is left, everything else goes on', () => {
    for (const of of [
      'credential',
      'quota',
      'overload',
      'transport',
      'model-unsupported',
      'internal',
    ] as const)
      expect(rowFor(failed(of)).action).toMatch(/^next-/);
    expect(rowFor(failed('client')).action).toBe('return');
    expect(rowFor(failed('cancelled')).action).toBe('stop');
  });
});

describe('refused state', () => {
  const stateRefused = (more: Partial<Failure>): boolean =>
    rowFor({ ...failed('client'), code: 'invalid_request_error', status: 400, ...more }).id ===
    'state-refused';

  it.each([
    'messages.1.content.0: Invalid `signature` in `thinking` block',
    'messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`.',
    'messages.15.content.0: `thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified. These blocks must remain as they were in the original response.',
    'The encrypted content gAAAAABo… could not be verified. Reason: Encrypted content could not be decrypted or parsed.',
    "Item 'rs_68d0a3fb5f5881a28a' of type 'reasoning' was provided without its required following item.",
    "Item 'msg_68d0a3fb' of type 'message' was provided without its required 'reasoning' item: 'rs_68d0a3fb'.",
    "Item with id 'rs_68d0a3fb' not found. Items are not persisted when `store` is set to false.",
    'Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly.',
    'Unable to submit request because Thought signature is not valid.',
  ])('is told by: %s', (message) => {
    expect(stateRefused({ message })).toBe(true);
  });

  it('is told by its code', () => {
    expect(stateRefused({ code: 'invalid_encrypted_content' })).toBe(true);
  });

  it.each([
    'max_tokens must be greater than thinking.budget_tokens',
    "Item with id 'msg_1' not found.",
    'Unsupported parameter: `reasoning.effort`.',
    'messages.3: `tool_use` ids were found without `tool_result` blocks immediately after',
  ])('is not told by: %s', (message) => {
    expect(stateRefused({ message })).toBe(false);
  });

  it('is not told by a provider that is itself in trouble', () => {
    const message = 'Invalid `signature` in `thinking` block';
    expect(stateRefused({ status: 500, message })).toBe(false);
    expect(stateRefused({ class: 'credential', message })).toBe(false);
  });
});

describe('a row of one’s own', () => {
  const own = (match: Strategy['match'], id = 'mine'): readonly Strategy[] => [
    { id, match, action: 'return' },
  ];
  const failure: Failure = {
    class: 'overload',
    code: 'busy_now',
    type: 'Server_Error',
    message: 'The pool is full.',
    status: 503,
    retryAt: now + 5000,
    shouldRetry: true,
  };

  it.each<[string, Strategy['match'], boolean]>([
    ['class', { class: 'overload' }, true],
    ['another class', { class: 'quota' }, false],
    ['status', { status: [503] }, true],
    ['range', { status: [400, [500, 599]] }, true],
    ['another status', { status: [500, [504, 599]] }, false],
    ['code', { codes: new Set(['busy_now']) }, true],
    ['type, in any case', { codes: new Set(['server_error']) }, true],
    ['another code', { codes: new Set(['busy']) }, false],
    ['message', { pattern: /pool is full/i }, true],
    ['pattern in the code', { pattern: /^busy_/i }, true],
    ['another message', { pattern: /queue/i }, false],
    ['provider', { provider: 'one' }, true],
    ['another provider', { provider: 'two' }, false],
    ['dialect', { dialect: 'openai-chat' }, true],
    ['another dialect', { dialect: 'gemini-generate' }, false],
    ['x-should-retry', { shouldRetry: true }, true],
    ['another x-should-retry', { shouldRetry: false }, false],
    ['a wait that is short enough', { waitAtMostMs: 5000 }, true],
    ['a wait that is too long', { waitAtMostMs: 4999 }, false],
    ['all of them', { class: 'overload', status: [503], pattern: /full/, provider: 'one' }, true],
    ['all but one', { class: 'overload', status: [503], pattern: /full/, provider: 'two' }, false],
  ])('fits by %s', (_, match, fits) => {
    expect(rowFor(failure, own(match)).id === 'mine').toBe(fits);
  });

  it('fits by status no failure without one', () => {
    expect(rowFor(failed('transport'), own({ status: [[100, 599]] })).id).toBe('connection-lost');
  });

  it('goes before the built-in ones, and the first of several decides', () => {
    const two = [...own({ status: [503] }, 'a'), ...own({ class: 'overload' }, 'b')];
    expect(rowFor(failure, two).id).toBe('a');
    expect(rowFor({ ...failure, status: 500 }, two).id).toBe('b');
  });

  it('with a built-in row’s id takes its place', () => {
    const row = own({ class: 'overload', provider: 'one' }, 'server-error');
    expect(rowFor(failed('overload'), row).action).toBe('return');
    expect(rowFor(failed('overload'), row, { provider: 'two' }).id).toBe('anything-else');
  });
});

describe('docs/routing.md', () => {
  const docs = readFileSync(new URL('../../../docs/routing.md', import.meta.url), 'utf8');
  const section = docs.slice(docs.indexOf('## Failure strategies')).split('\n## ')[0] ?? '';
  const rows = section
    .split('\n')
    .filter((line) => /^\| `[a-z-]+` /.test(line))
    .map((line) => {
      const cells = line.slice(1, -1).split('|');
      return cells.map((cell) => cell.trim());
    })
    .filter(({ length }) => length === 3);

  it('has the table as it is, in its order', () => {
    expect(rows).toEqual(builtIn.map((row) => [`\`${row.id}\``, conditions(row.match), whatFollows(row)]));
  });
});

function conditions(match: Strategy['match']): string {
  const { class: failureClass, status, codes, pattern, shouldRetry, waitAtMostMs, committed } = match;
  const words = [
    committed === true ? 'output has gone to the client' : undefined,
    failureClass,
    status?.map((one) => (typeof one === 'number' ? one : one.join(' to '))).join(', '),
    codes === undefined ? undefined : [...codes].map((code) => `\`${code}\``).join(', '),
    pattern === undefined ? undefined : 'words about reasoning state',
    shouldRetry === undefined ? undefined : `\`x-should-retry: ${shouldRetry}\``,
    waitAtMostMs === undefined ? undefined : `to be asked again within ${waitAtMostMs} ms`,
  ].filter((word) => word !== undefined);
  return words.length === 0 ? 'whatever is left' : words.join('; ');
}

function whatFollows(row: Strategy): string {
  if (row.action !== 'retry-same') return `\`${row.action}\``;
  const { times, backoffMs, withinMs, afterwards } = row.retry;
  return `\`retry-same\` ${times} time, ${backoffMs} ms, within ${withinMs} ms; then \`${afterwards}\``;
}

it('ids of built-in rows are unique', () => {
  const ids = defaultStrategies.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
