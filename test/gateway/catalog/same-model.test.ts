import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSameModel } from '../../../src/gateway/catalog/same-model.ts';

describe('one model', () => {
  it.each([
    ['gpt-4o', 'gpt-4o-2024-08-06'],
    ['gpt-4', 'gpt-4-0613'],
    ['gpt-4', 'gpt-4-1106-preview'],
    ['openai/gpt-4o', 'gpt-4o-2024-08-06'],
    ['gpt-4o', 'openai/gpt-4o'],
    ['openai/gpt-4o:free', 'openai/gpt-4o'],
    ['gemini-2.5-flash', 'models/gemini-2.5-flash'],
    ['gemini-2.5-pro', 'gemini-2.5-pro-preview-05-06'],
    ['gemini-1.5-pro', 'gemini-1.5-pro-002'],
    ['gemini-2.5-flash-preview-09-2025', 'gemini-2.5-flash'],
    ['claude-sonnet-4-5', 'claude-sonnet-4-5-20250929'],
    ['claude-sonnet-4-5@20250929', 'claude-sonnet-4-5-20250929'],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5-20250929'],
    ['anthropic/claude-sonnet-4.5', 'anthropic/claude-4.5-sonnet-20250929'],
    ['claude-3-5-sonnet-latest', 'claude-3-5-sonnet-20241022'],
    ['kimi-k2', 'kimi-k2-0905-preview'],
    ['accounts/fireworks/models/deepseek-v3', 'deepseek-v3'],
    ['llama3', 'llama3:latest'],
    ['Qwen/Qwen3-235B-A22B', 'qwen3-235b-a22b-2507'],
    ['gemini-flash-latest', 'gemini-2.5-flash-preview-09-2025'],
    ['openrouter/auto', 'mistralai/mistral-nemo'],
  ])('%s answered as %s', (asked, answered) => {
    expect(isSameModel(asked, answered)).toBe(true);
  });

  it('is whatever has the same name', () => {
    fc.assert(fc.property(fc.string(), (name) => isSameModel(name, name)));
  });
});

describe('another model', () => {
  it.each([
    ['gpt-4o', 'gpt-4o-mini'],
    ['gpt-4o', 'gpt-4o-mini-2024-07-18'],
    ['gpt-4o-2024-05-13', 'gpt-4o-2024-08-06'],
    ['gpt-4', 'gpt-4-32k-0613'],
    ['gpt-5', 'gpt-4'],
    ['claude-opus-4', 'claude-opus-4-1-20250805'],
    ['claude-opus-4-1', 'claude-sonnet-4-5'],
    ['gemini-2.5-pro', 'gemini-2.5-flash'],
    ['gemini-2.5-flash', 'gemini-2.0-flash'],
    ['llama3:8b', 'llama3:70b'],
    ['deepseek-chat', 'deepseek-reasoner'],
  ])('%s answered as %s', (asked, answered) => {
    expect([isSameModel(asked, answered), isSameModel(answered, asked)]).toEqual([false, false]);
  });
});
