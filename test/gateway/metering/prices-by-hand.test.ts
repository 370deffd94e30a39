import { describe, expect, test } from 'vitest';
import { builtInPrice } from '../../../src/gateway/catalog/built-in-price.ts';
import { noUsage, type Usage } from '../../../src/gateway/exchange/usage.ts';
import { costOf } from '../../../src/gateway/metering/cost.ts';

/*
 * What answers cost, in nano-dollars, computed by hand from the vendors' price lists as the two sources of the built-in
 * prices state them, and not by the code that is checked here. At noon in UTC of 27 November 2026.
 */
const at = Date.parse('2026-11-27T12:00:00Z');

const table: readonly (readonly [string, string, Partial<Usage>, number])[] = [
  ['anthropic', 'claude-sonnet-4-5', { input: 1000, output: 500 }, 10_500_000],
  [
    'anthropic',
    'claude-sonnet-4-5-20250929',
    { input: 12, cacheRead: 90_000, cacheWrite5m: 2000, cacheWrite1h: 300, output: 800 },
    48_336_000,
  ],
  // Not above 200k.
  ['anthropic', 'claude-sonnet-4-5', { input: 200_000, output: 100 }, 601_500_000],
  // Above 200k everything costs more.
  ['anthropic', 'claude-sonnet-4-5', { input: 200_001, output: 100 }, 1_202_256_000],
  // Cached tokens count for the tier.
  ['anthropic', 'claude-sonnet-4-5', { input: 1, cacheRead: 200_000, output: 1 }, 120_028_500],
  // Claude Code's mark.
  ['anthropic', 'claude-sonnet-4-5[1m]', { input: 1000, output: 500 }, 10_500_000],
  ['anthropic', 'claude-opus-4-1-20250805', { input: 10, output: 1000, reasoning: 4000 }, 375_150_000],
  [
    'anthropic',
    'claude-opus-4-5',
    { input: 100, cacheRead: 50_000, cacheWrite1h: 1000, output: 200 },
    40_500_000,
  ],
  // Flat since 2026-03-13.
  ['anthropic', 'claude-opus-4-6', { input: 250_000, output: 1000 }, 1_275_000_000],
  ['anthropic', 'claude-opus-5', { input: 1000, output: 500 }, 17_500_000],
  // Cache reads are 0.05 of the input.
  ['anthropic', 'claude-opus-5-5', { input: 1000, cacheRead: 100_000, output: 100 }, 26_000_000],
  ['anthropic', 'claude-sonnet-5', { cacheWrite5m: 10_000, output: 10 }, 25_100_000],
  ['anthropic', 'claude-sonnet-5-5', { cacheRead: 100_000, cacheWrite1h: 1000, output: 10 }, 14_100_000],
  ['anthropic', 'claude-haiku-4-5-20251001', { input: 1000, output: 500 }, 3_500_000],
  // Above 100k.
  ['anthropic', 'claude-haiku-5-5', { input: 100_001, output: 10 }, 50_025_500],
  ['anthropic', 'claude-fable-5', { input: 1000, output: 500 }, 35_000_000],
  // A date that no source lists.
  ['anthropic', 'claude-3-5-haiku-20241022', { input: 1000, output: 500 }, 2_800_000],
  // A router's spelling.
  ['anthropic', 'anthropic/claude-opus-4.8', { input: 1000, output: 500 }, 17_500_000],
  ['openai', 'gpt-4o', { input: 1000, output: 500 }, 7_500_000],
  ['openai', 'gpt-4o', { input: 1000, cacheRead: 2048, output: 1 }, 5_070_000],
  // This date has its own price.
  ['openai', 'gpt-4o-2024-05-13', { input: 1000, output: 500 }, 12_500_000],
  ['openai', 'gpt-4o-2024-11-20', { input: 1000, output: 500 }, 7_500_000],
  // A prefix.
  ['openai', 'openai/gpt-4o', { input: 1000, output: 500 }, 7_500_000],
  ['openai', 'gpt-4o-mini', { input: 1000, output: 500 }, 450_000],
  ['openai', 'gpt-4.1-2025-04-14', { input: 500, cacheRead: 1500, output: 20 }, 1_910_000],
  ['openai', 'gpt-5', { input: 100, output: 20, reasoning: 640 }, 6_725_000],
  // Rounded once: 7775 pico-dollars make 7.775 nano-dollars.
  ['openai', 'gpt-5-mini-2025-08-07', { input: 7, cacheRead: 1, output: 3 }, 7775],
  ['openai', 'gpt-5.4', { input: 1000, cacheRead: 1000, output: 1000 }, 17_750_000],
  // Above 272k.
  ['openai', 'gpt-5.4', { input: 272_001, output: 10 }, 1_360_230_000],
  ['openai', 'gpt-5.5', { input: 12_000, cacheRead: 200_000, output: 900 }, 187_000_000],
  // The price since 2026-08-21.
  ['openai', 'gpt-5.6-sol', { input: 10, cacheWrite5m: 4000, cacheRead: 20_000, output: 50 }, 29_040_000],
  ['openai', 'gpt-6.1-sol', { input: 1000, cacheRead: 100_000, output: 100 }, 13_000_000],
  // Above 272k.
  ['openai', 'gpt-6.1-terra', { input: 300_000, output: 100 }, 600_750_000],
  // Not the price of before June 2025.
  ['openai', 'o3', { input: 1000, output: 500 }, 6_000_000],
  ['openai', 'text-embedding-3-small', { input: 10_000 }, 200_000],
  ['openai', 'text-embedding-3-large', { input: 3 }, 390],
  ['google', 'gemini-2.5-pro', { input: 1000, output: 100, reasoning: 900 }, 11_250_000],
  // A prefix, above 200k.
  ['google', 'models/gemini-2.5-pro', { input: 200_001, cacheRead: 10, output: 100 }, 501_505_000],
  ['google', 'gemini-2.5-flash', { input: 34, cacheRead: 100, output: 5 }, 25_700],
  ['google', 'gemini-3.1-pro-preview', { input: 150_000, cacheRead: 60_000, output: 1000 }, 642_000_000],
  ['google', 'gemini-3.5-flash', { input: 1000, output: 500 }, 6_000_000],
  // Until the end of 2026.
  ['google', 'gemini-3.7-flash', { input: 1000, output: 500 }, 2_625_000],
  ['google', 'gemini-4-argon', { input: 1000, cacheRead: 4000, output: 10 }, 2_500_000],
  // Above 200k.
  ['openrouter', 'anthropic/claude-sonnet-4.5', { input: 201_000, output: 10 }, 1_206_225_000],
  ['openrouter', 'openai/gpt-5.4', { input: 1000, output: 500 }, 10_000_000],
  ['openrouter', 'google/gemini-2.5-pro', { input: 1, cacheWrite5m: 1000, output: 1 }, 386_250],
  ['azure', 'gpt-5.4', { input: 1000, output: 500 }, 10_000_000],
  ['github-copilot', 'gpt-5.4', { input: 1000, output: 500 }, 10_000_000],
  ['opencode', 'claude-opus-5', { input: 1000, output: 500 }, 17_500_000],
  ['xai', 'grok-4.3', { input: 40, cacheRead: 192, output: 9, reasoning: 291 }, 838_400],
  ['xai', 'grok-4.7', { input: 200_001, output: 1 }, 800_016_000],
  // Off-peak.
  ['deepseek', 'deepseek-v4-pro', { input: 1000, cacheRead: 9000, output: 500 }, 1_848_000],
  ['deepseek', 'deepseek-flash', { input: 10, cacheRead: 1000, output: 10 }, 21_000],
  ['mistral', 'devstral-latest', { input: 1000, cacheRead: 10, output: 100 }, 600_400],
  ['mistral', 'mistral-large-latest', { input: 1000, output: 500 }, 1_250_000],
  ['groq', 'llama-3.3-70b-versatile', { input: 1000, output: 500 }, 985_000],
  ['groq', 'openai/gpt-oss-120b', { input: 10, cacheRead: 100, output: 10 }, 15_000],
  ['cerebras', 'gpt-oss-120b', { input: 1000, output: 500 }, 725_000],
  ['moonshotai', 'kimi-k3', { input: 10, cacheRead: 100, output: 10 }, 210_000],
  ['zai', 'glm-5.3', { input: 10, cacheRead: 100, output: 10 }, 84_000],
  // The newer source, whatever the case.
  ['zai', 'GLM-5.3-Flash', { input: 1000, output: 500 }, 400_000],
  ['xiaomi', 'mimo-v2.6-pro', { input: 1000, cacheRead: 1001, output: 10 }, 447_304],
  ['meta', 'muse-ember-1.0', { input: 200_001, cacheRead: 1000, output: 10 }, 60_027_300],
  ['fireworks', 'accounts/fireworks/models/deepseek-v3p2', { input: 10, cacheRead: 100, output: 10 }, 50_400],
  ['baseten', 'deepseek-ai/DeepSeek-V4-Flash-0731', { input: 1000, output: 500 }, 260_000],
  ['cohere', 'command-r-plus-08-2024', { input: 1000, output: 500 }, 7_500_000],
  // And 14 dollars for a thousand requests.
  ['perplexity', 'sonar-pro', { input: 1000, output: 500 }, 24_500_000],
  // Reasoning has a price of its own.
  ['perplexity', 'sonar-deep-research', { input: 10, output: 10, reasoning: 1000 }, 3_100_000],
  ['voyageai', 'voyage-3.5', { input: 1000 }, 60_000],
];

describe('the built-in prices', () => {
  test.each(table)('%s %s %j costs %i nano-dollars', (provider, model, tokens, nanoUsd) => {
    const price = builtInPrice(provider, model);
    expect(costOf(price, { ...noUsage, ...tokens }, at)).toMatchObject({ nanoUsd, source: 'computed' });
  });

  test('cover what a table by hand should', () => expect(table.length).toBeGreaterThanOrEqual(60));
});
