import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelFacts } from '../../src/gateway/exchange/model-facts.ts';
import type { Provider } from '../../src/gateway/exchange/provider.ts';
import type { RequestSettings } from '../../src/gateway/exchange/request-settings.ts';
import { valueAt } from '../support/json-value.ts';
import { type Conversing, conversing, request } from '../support/requests.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { answer } from '../support/scripted-upstream-behaviour.ts';
import { provider, type StartedGateway, startGateway } from '../support/start-gateway.ts';

/** One rule for each setting that there is: `only-{setting}` leads to the model `m`. */
const set: Required<RequestSettings> = {
  effort: 'high',
  thinkingBudget: 20_000,
  maxTokens: 40_000,
  temperature: 0.5,
  topP: 0.25,
  topK: 7,
};

/** Where a setting is found in the request upstream, and as what. */
interface Arrival {
  readonly at: readonly string[];
  readonly value: unknown;
  /** It says less than the rule, and the record tells so. */
  readonly lossy?: true;
}

type Arrivals = Readonly<Record<keyof RequestSettings, Arrival | 'lost'>>;

interface Target {
  readonly facts?: ModelFacts;
  readonly arrivals: Arrivals;
}

const targets: Readonly<Record<Conversing, Target>> = {
  'openai-chat': {
    arrivals: {
      effort: { at: ['reasoning_effort'], value: 'high' },
      thinkingBudget: { at: ['reasoning_effort'], value: 'high', lossy: true },
      maxTokens: { at: ['max_tokens'], value: 40_000 },
      temperature: { at: ['temperature'], value: 0.5 },
      topP: { at: ['top_p'], value: 0.25 },
      topK: 'lost',
    },
  },
  'openai-responses': {
    arrivals: {
      effort: { at: ['reasoning', 'effort'], value: 'high' },
      thinkingBudget: { at: ['reasoning', 'effort'], value: 'high', lossy: true },
      maxTokens: { at: ['max_output_tokens'], value: 40_000 },
      temperature: { at: ['temperature'], value: 0.5 },
      topP: { at: ['top_p'], value: 0.25 },
      topK: 'lost',
    },
  },
  'anthropic-messages': {
    facts: { thinking: 'budget', outputTokens: 64_000 },
    arrivals: {
      effort: { at: ['thinking', 'type'], value: 'enabled' },
      thinkingBudget: { at: ['thinking', 'budget_tokens'], value: 20_000 },
      maxTokens: { at: ['max_tokens'], value: 40_000 },
      temperature: { at: ['temperature'], value: 0.5 },
      topP: { at: ['top_p'], value: 0.25 },
      topK: { at: ['top_k'], value: 7 },
    },
  },
  'gemini-generate': {
    facts: { thinking: 'budget' },
    arrivals: {
      effort: { at: ['generationConfig', 'thinkingConfig', 'thinkingBudget'], value: 24_576 },
      thinkingBudget: { at: ['generationConfig', 'thinkingConfig', 'thinkingBudget'], value: 20_000 },
      maxTokens: { at: ['generationConfig', 'maxOutputTokens'], value: 40_000 },
      temperature: { at: ['generationConfig', 'temperature'], value: 0.5 },
      topP: { at: ['generationConfig', 'topP'], value: 0.25 },
      topK: { at: ['generationConfig', 'topK'], value: 7 },
    },
  },
};

/** Names by which some dialect knows a setting: nothing of a lost one may arrive under another's name. */
const topKNames = /"(?:top_k|topK)"/;

function speaks(id: string, url: string, dialect: Conversing, facts: ModelFacts = {}): Provider {
  const all = provider(id, url, { models: ['m'], modelFacts: new Map([['m', facts]]) });
  const endpoints = [...all.endpoints].filter(([each]) => each === dialect);
  return { ...all, endpoints: new Map(endpoints) };
}

const rules = Object.entries(set).map(([name, value]) => ({
  match: `only-${name}`,
  use: ['p/m'],
  set: { [name]: value },
}));

describe.each(conversing)('what a rule sets, at a provider that speaks %s', (to) => {
  const { facts, arrivals } = targets[to];
  let upstream: ScriptedUpstream;
  let gateway: StartedGateway;

  beforeAll(async () => {
    upstream = await createScriptedUpstream({ script: answer('hello') });
    const providers = [speaks('p', upstream.url, to, facts)];
    gateway = await startGateway({ providers, config: { models: { rules } } });
  });
  afterAll(async () => {
    await gateway.close();
    await upstream.close();
  });

  const settings = ['effort', 'thinkingBudget', 'maxTokens', 'temperature', 'topP', 'topK'] as const;
  const cases = settings.flatMap((name) => conversing.map((from) => [name, from] as const));

  it.each(cases)('%s arrives, or is told as a loss, for a client of %s', async (name, from) => {
    const { path, body } = request(from, { stream: false, model: `only-${name}` });
    // As agents send it: thoughts of 20,000 tokens need an answer that may be longer.
    const room = from === 'anthropic-messages' ? { max_tokens: 32_000 } : {};
    const asked = await gateway.ask(path, { ...body, ...room });
    expect(asked.status).toBe(200);
    const sent = upstream.calls.at(-1);
    const arrival = arrivals[name];
    const { losses } = await gateway.record(asked);
    if (arrival === 'lost') {
      expect(sent?.body.toString()).not.toMatch(topKNames);
      expect(losses).toMatchObject([{ code: 'field' }]);
      expect(asked.headers.get('x-patchbay-loss')).toBe('1');
      return;
    }
    expect(valueAt(sent?.json, ...arrival.at)).toBe(arrival.value);
    expect(losses.map(({ code }) => code)).toEqual(arrival.lossy ? ['value'] : []);
  });
});

/** Settings that not every provider of a dialect takes, and with what is known of the model. */
const hard: readonly (readonly [string, Conversing, RequestSettings, ModelFacts])[] = [
  ['a temperature above 1', 'anthropic-messages', { temperature: 1.5 }, {}],
  ['a temperature', 'anthropic-messages', { temperature: 0.5 }, { thinking: 'effort' }],
  ['top_p beside a temperature', 'anthropic-messages', { temperature: 0.5, topP: 0.5 }, {}],
  ['a budget above the answer', 'anthropic-messages', { thinkingBudget: 20_000 }, { thinking: 'budget' }],
  [
    'a budget that fits into no answer',
    'anthropic-messages',
    { thinkingBudget: 20_000, maxTokens: 1000 },
    { thinking: 'budget' },
  ],
  ['a budget of an unknown model', 'anthropic-messages', { thinkingBudget: 20_000 }, {}],
  ['a level of an unknown model', 'anthropic-messages', { effort: 'high' }, {}],
  ['no thinking', 'anthropic-messages', { effort: 'none' }, {}],
  ['top_k', 'openai-chat', { topK: 7 }, {}],
  ['the highest level', 'openai-chat', { effort: 'max' }, {}],
  ['a level of a model that does not think', 'openai-chat', { effort: 'high' }, { thinking: 'none' }],
  ['a level of a model that does not think', 'openai-responses', { effort: 'high' }, { thinking: 'none' }],
  ['fewer tokens than there may be', 'openai-responses', { maxTokens: 5 }, {}],
  ['a level of an unknown model', 'gemini-generate', { effort: 'max' }, {}],
  ['no thinking of an unknown model', 'gemini-generate', { effort: 'none' }, {}],
];

/** Where a dialect has what rules set. */
const members = {
  'openai-chat': ['max_tokens', 'reasoning_effort', 'temperature', 'top_p', 'top_k'],
  'openai-responses': ['max_output_tokens', 'reasoning', 'temperature', 'top_p'],
  'anthropic-messages': ['max_tokens', 'thinking', 'output_config', 'temperature', 'top_p', 'top_k'],
  'gemini-generate': ['generationConfig'],
} as const;

it.each(hard)(
  '%s is set in %s as in a conversion, with the same losses',
  async (_name, to, settings, facts) => {
    const upstream = await createScriptedUpstream({ script: answer('hello') });
    const providers = [speaks('p', upstream.url, to, facts)];
    const hardRules = [{ match: 'hard', use: ['p/m'], set: settings }];
    const gateway = await startGateway({ providers, config: { models: { rules: hardRules } } });
    // Both dialects say the length of the answer, which budgets are fitted into.
    const other = to === 'openai-chat' ? 'openai-responses' : 'openai-chat';
    const lengths: Partial<Record<Conversing, object>> = {
      'openai-chat': { max_tokens: 4096 },
      'openai-responses': { max_output_tokens: 4096 },
      'anthropic-messages': { max_tokens: 4096 },
      'gemini-generate': { generationConfig: { maxOutputTokens: 4096 } },
    };
    const sent = async (from: Conversing) => {
      const { path, body } = request(from, { stream: false, model: 'hard' });
      const asked = await gateway.ask(path, { ...body, ...lengths[from] });
      expect(asked.status).toBe(200);
      const arrived = upstream.calls.at(-1)?.json;
      const { losses } = await gateway.record(asked);
      return {
        members: Object.fromEntries(members[to].map((name) => [name, valueAt(arrived, name)])),
        losses: losses.map(({ code, detail }) => [code, detail]),
      };
    };
    try {
      expect(await sent(to)).toEqual(await sent(other));
    } finally {
      await gateway.close();
      await upstream.close();
    }
  },
);

describe('what a rule sets in a completion', () => {
  const completion = '{"model":"only-topK","prompt":"a"}';

  it.each<[keyof RequestSettings, Arrival | 'lost']>([
    ['maxTokens', { at: ['max_tokens'], value: 40_000 }],
    ['temperature', { at: ['temperature'], value: 0.5 }],
    ['topP', { at: ['top_p'], value: 0.25 }],
    ['topK', 'lost'],
    ['effort', 'lost'],
    ['thinkingBudget', 'lost'],
  ])('%s arrives, or is told as a loss', async (name, arrival) => {
    const upstream = await createScriptedUpstream({ script: answer('hello') });
    const gateway = await startGateway({
      providers: [provider('p', upstream.url)],
      config: { models: { rules } },
    });
    try {
      const asked = await gateway.ask('/v1/completions', completion.replace('topK', name));
      expect(asked.status).toBe(200);
      const { losses } = await gateway.record(asked);
      const sent = upstream.calls.at(-1)?.json;
      if (arrival === 'lost') {
        expect(sent).toEqual({ model: 'm', prompt: 'a' });
        expect(losses).toMatchObject([{ code: 'field' }]);
      } else {
        expect(valueAt(sent, ...arrival.at)).toBe(arrival.value);
        expect(losses).toEqual([]);
      }
    } finally {
      await gateway.close();
      await upstream.close();
    }
  });
});
