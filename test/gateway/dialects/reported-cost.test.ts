import { expect, test } from 'vitest';
import { reportedCost } from '../../../src/gateway/dialects/reported-cost.ts';

test.each([
  [
    'OpenRouter',
    { cost: 0.000112, is_byok: false, cost_details: { upstream_inference_cost: 0.000112 } },
    112_000,
  ],
  ['OpenRouter, a free model', { cost: 0 }, 0],
  [
    'OpenRouter, its fee and the bill of the user’s own key',
    { cost: 0.00005, is_byok: true, cost_details: { upstream_inference_cost: 0.001 } },
    1_050_000,
  ],
  ['a reseller that does not know the bill of the user’s own key', { cost: 0, is_byok: true }, undefined],
  [
    'Perplexity',
    { cost: { input_tokens_cost: 0.00001, request_cost: 0.005, total_cost: 0.00501 } },
    5_010_000,
  ],
  ['xAI', { cost_in_usd_ticks: 8_384_000 }, 838_400],
  ['nobody', { prompt_tokens: 5 }, undefined],
  ['a cost that is none', { cost: 'much' }, undefined],
  ['a cost below nothing', { cost: -1 }, undefined],
])('%s', (_who, usage, nanoUsd) => expect(reportedCost(usage)).toBe(nanoUsd));
