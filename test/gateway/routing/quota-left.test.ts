import { expect, it } from 'vitest';
import { quotaLeft } from '../../../src/gateway/routing/quota-left.ts';

const minute = 60_000;
const hour = 3_600_000;

it.each([
  ['nothing', {}, undefined],
  [
    'OpenAI: the tighter of two',
    {
      'x-ratelimit-limit-requests': '1000',
      'x-ratelimit-remaining-requests': '900',
      'x-ratelimit-limit-tokens': '200000',
      'x-ratelimit-remaining-tokens': '50000',
    },
    { share: 0.25, holdsMs: minute },
  ],
  [
    'Anthropic',
    {
      'anthropic-ratelimit-input-tokens-limit': '100',
      'anthropic-ratelimit-input-tokens-remaining': '10',
      'anthropic-ratelimit-requests-limit': '50',
      'anthropic-ratelimit-requests-remaining': '49',
    },
    { share: 0.1, holdsMs: minute },
  ],
  ['OpenRouter', { 'x-ratelimit-limit': '20', 'x-ratelimit-remaining': '0' }, { share: 0, holdsMs: minute }],
  [
    'a Claude subscription',
    {
      'anthropic-ratelimit-unified-5h-utilization': '0.5',
      'anthropic-ratelimit-unified-7d-utilization': '0.75',
    },
    { share: 0.25, holdsMs: hour },
  ],
  [
    'Codex',
    { 'x-codex-primary-used-percent': '75', 'x-codex-secondary-used-percent': '10' },
    { share: 0.25, holdsMs: hour },
  ],
  ['more than all', { 'x-codex-primary-used-percent': '130' }, { share: 0, holdsMs: hour }],
  ['words', { 'x-ratelimit-limit': 'many', 'x-ratelimit-remaining': 'some' }, undefined],
  ['a rest without a limit', { 'x-ratelimit-remaining-requests': '5' }, undefined],
  ['no limit at all', { 'x-ratelimit-limit': '0', 'x-ratelimit-remaining': '0' }, undefined],
])('%s', (_, headers, expected) => {
  expect(quotaLeft(headers)).toEqual(expected);
});
