import { describe, expect, it } from 'vitest';
import type { HealthRow } from '../../../src/gateway/routing/health-rows.ts';
import { healthWords } from '../../../src/gateway/routing/health-words.ts';
import { now } from './sample-view.ts';

const row: HealthRow = {
  provider: 'openai',
  kind: 'transport',
  state: 'cooling',
  until: now + 40_000,
  failures: 2,
  failedAt: now,
  code: 'connect_refused',
  message: 'Nobody listens there.',
};

describe('the sentence for a state', () => {
  it.each<[string, Partial<HealthRow>, string]>([
    [
      'cooling',
      {},
      'openai is left alone until 2026-01-01 12:00:40 UTC (in 40 s) after it failed (2 failures in a row): connect_refused, “Nobody listens there”. It comes back by itself; check the network, the proxy and the provider’s address, or heal it to have it called at once.',
    ],
    [
      'cooling for a model',
      { kind: 'overload', model: 'm', code: 'http_503', message: '' },
      'openai with m is left alone until 2026-01-01 12:00:40 UTC (in 40 s) after it failed (2 failures in a row): http_503. It comes back by itself; look at the provider’s status page, or heal it to have it called at once.',
    ],
    [
      'failing',
      { state: 'failing', failures: 1 },
      'openai failed lately (1 failure): connect_refused, “Nobody listens there”. It is still called, and rests when that goes on; nothing is to be done.',
    ],
    [
      'exhausted',
      { kind: 'quota', account: 'main', state: 'exhausted', code: 'rate_limit', message: 'Too many.' },
      'The quota of openai/main is used up until 2026-01-01 12:00:40 UTC (in 40 s): rate_limit, “Too many”. It is tried again at least every hour; wait, raise the limit, or heal it after a top-up.',
    ],
    [
      'refused',
      { kind: 'credential', account: 'main', state: 'refused', code: 'invalid_api_key', message: 'No.' },
      'openai/main refused the key: invalid_api_key, “No”. It is asked again at 2026-01-01 12:00:40 UTC (in 40 s); check the key and what it may do. A new key is used at once.',
    ],
    [
      'a model that is not there',
      {
        kind: 'unsupported',
        model: 'm',
        state: 'model-unsupported',
        code: 'model_not_found',
        message: 'No m',
      },
      'openai with m said that it has no such model: model_not_found, “No m”. It is asked again at 2026-01-01 12:00:40 UTC (in 40 s); check the name of the model.',
    ],
    [
      'half-open',
      { state: 'half-open' },
      'openai has rested after it failed (2 failures in a row): connect_refused, “Nobody listens there”. The next request tries whether it is well again; nothing is to be done.',
    ],
    [
      'probing',
      { state: 'probing' },
      'openai is being tried at this moment, after it failed (2 failures in a row): connect_refused, “Nobody listens there”. The result decides; nothing is to be done.',
    ],
  ])('%s', (_name, more, words) => {
    expect(healthWords({ ...row, ...more }, now)).toBe(words);
  });

  it('does not fill in what a provider wrote', () => {
    expect(healthWords({ ...row, message: 'see {advice}' }, now)).toContain('“see {advice}”');
  });
});
