import { describe, expect, it } from 'vitest';
import { knownFacts } from '../../../src/gateway/catalog/known-facts.ts';
import { listedFacts } from '../../../src/gateway/catalog/listed-facts.ts';
import { listModels } from '../../../src/gateway/catalog/listing.ts';
import { readModelList } from '../../../src/gateway/catalog/read-list.ts';
import { overlayFacts } from '../../../src/gateway/exchange/model-facts.ts';
import { recordings } from '../../support/corpus.ts';

const yes = { supported: true };
const no = { supported: false };

describe('a row of a provider’s list says', () => {
  it('what Anthropic’s model can', () => {
    const row = {
      id: 'claude-x',
      max_input_tokens: 1_000_000,
      max_tokens: 128_000,
      capabilities: {
        image_input: yes,
        pdf_input: no,
        structured_outputs: yes,
        thinking: { supported: true, types: { adaptive: yes, enabled: yes } },
        effort: { supported: true, low: yes, medium: yes, high: yes, xhigh: null, max: no },
      },
    };
    expect(listedFacts(row)).toEqual({
      contextTokens: 1_000_000,
      outputTokens: 128_000,
      images: true,
      documents: false,
      schemas: true,
      thinking: 'effort',
      efforts: ['low', 'medium', 'high'],
    });
  });

  it('how Anthropic’s older models are told to think', () => {
    const thinking = (types: object) =>
      listedFacts({ capabilities: { thinking: { supported: true, types } } });
    expect(thinking({ enabled: yes, adaptive: no })).toEqual({ thinking: 'budget' });
    expect(listedFacts({ capabilities: { thinking: no } })).toEqual({ thinking: 'none' });
    expect(listedFacts({ capabilities: null })).toEqual({});
  });

  it('what OpenRouter’s model takes, and which parameters', () => {
    const row = {
      context_length: 1_000_000,
      top_provider: { context_length: 200_000, max_completion_tokens: 64_000 },
      architecture: { input_modalities: ['text', 'image', 'file'] },
      supported_parameters: ['tools', 'reasoning', 'max_tokens'],
    };
    expect(listedFacts(row)).toEqual({
      contextTokens: 1_000_000,
      outputTokens: 64_000,
      images: true,
      documents: true,
      audio: false,
      tools: true,
      schemas: false,
      thinking: 'effort',
    });
    expect(listedFacts({ supported_parameters: ['structured_outputs'] })).toMatchObject({
      tools: false,
      schemas: true,
      thinking: 'none',
    });
  });

  it('whether Google’s model thinks, if it says so', () => {
    expect(listedFacts({ inputTokenLimit: 10, outputTokenLimit: 5, thinking: false })).toEqual({
      contextTokens: 10,
      outputTokens: 5,
      thinking: 'none',
    });
    expect(listedFacts({ inputTokenLimit: 10, thinking: true })).toEqual({ contextTokens: 10 });
  });

  it('nothing where it is of another shape', () => {
    for (const value of [null, 'x', 5, [], { supported: 'yes' }, [1, 2], Array(200).fill('image')]) {
      const row = {
        capabilities: { image_input: value, thinking: value, effort: value },
        architecture: { input_modalities: value },
        top_provider: value,
        meta: value,
        max_tokens: value,
      };
      const { outputTokens: _, ...facts } = listedFacts(row);
      expect(
        Object.values(facts).every((fact) => typeof fact === 'boolean'),
        JSON.stringify(value),
      ).toBe(true);
    }
  });
});

describe('facts lie over each other', () => {
  it('the later one wins, and what it does not say stays', () => {
    expect(overlayFacts({ contextTokens: 1, images: true }, undefined, { contextTokens: 2 })).toEqual({
      contextTokens: 2,
      images: true,
    });
  });

  it('levels of thinking go with the form that they belong to', () => {
    const snapshot = { thinking: 'effort', efforts: ['low'] } as const;
    expect(overlayFacts(snapshot, { thinking: 'none' })).toEqual({ thinking: 'none' });
    expect(overlayFacts(snapshot, { thinking: 'effort' })).toEqual(snapshot);
    expect(overlayFacts(snapshot, { images: true })).toEqual({ ...snapshot, images: true });
  });

  it('snapshot, list, config', () => {
    const source = { known: 'anthropic', facts: new Map([['claude-sonnet-4-5', { outputTokens: 7 }]]) };
    const listed = { id: 'claude-sonnet-4-5', name: 'Sonnet', contextTokens: 5, createdAt: 1 };
    expect(knownFacts(source, 'claude-sonnet-4-5', listed)).toMatchObject({
      contextTokens: 5,
      outputTokens: 7,
      thinking: 'budget',
    });
    expect(knownFacts(source, 'claude-sonnet-4-5', listed)).not.toHaveProperty('name');
    expect(knownFacts({}, 'nobody-knows', undefined)).toEqual({});
  });

  it('and are listed with the models, given ones too', () => {
    const facts = new Map([['m', { contextTokens: 3 }]]);
    const source = { id: 'p', facts, known: 'openai' };
    expect(listModels([{ ...source, given: ['m', 'gpt-4o'], models: undefined }])).toMatchObject([
      { id: 'm', contextTokens: 3 },
      { id: 'gpt-4o', contextTokens: 128_000, outputTokens: 16_384 },
      { id: 'p/m', contextTokens: 3 },
      { id: 'p/gpt-4o', contextTokens: 128_000 },
    ]);
    expect(listModels([{ ...source, given: ['*'], models: [{ id: 'm', contextTokens: 1 }] }])).toMatchObject([
      { id: 'm', contextTokens: 3 },
      { id: 'p/m', contextTokens: 3 },
    ]);
  });
});

const lists = recordings('models-list').filter(({ status }) => status === 200);
it.skipIf(lists.length === 0)('recorded lists say what they say', () => {
  const models = (id: string) => {
    const found = lists.find((recording) => recording.id.includes(id));
    return readModelList(found?.body ?? Buffer.from(''));
  };
  expect(models('openrouter')?.find(({ id }) => id === 'anthropic/claude-sonnet-4')).toMatchObject({
    contextTokens: 1_000_000,
    outputTokens: 64_000,
    images: true,
    documents: true,
    tools: true,
    thinking: 'effort',
  });
  expect(models('google')?.find(({ id }) => id === 'gemini-2.5-flash')).toMatchObject({
    contextTokens: 1_048_576,
    outputTokens: 65_536,
  });
});
