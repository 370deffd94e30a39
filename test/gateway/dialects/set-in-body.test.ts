import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EncodeTarget } from '../../../src/gateway/dialects/codec.ts';
import { Losses } from '../../../src/gateway/dialects/losses.ts';
import { setInBody } from '../../../src/gateway/dialects/settings/set-in-body.ts';
import type { Dialect } from '../../../src/gateway/exchange/dialect.ts';
import type { RequestSettings } from '../../../src/gateway/exchange/request-settings.ts';

const target: EncodeTarget = { model: 'm', stream: false, quirks: {} };

function set(
  dialect: Dialect,
  body: string,
  settings: RequestSettings,
  more: Partial<EncodeTarget> = {},
): string {
  return setInBody(Buffer.from(body), dialect, settings, { ...target, ...more }, new Losses()).toString();
}

describe('a chat request', () => {
  const start = '{"model": "m", "messages": [{"role": "user", "content": "h\\u00e9"}]';

  it('gets members that it has not, and all else stays as it was, byte for byte', () => {
    expect(set('openai-chat', `${start}}`, { effort: 'high' })).toBe(
      `{"reasoning_effort":"high",${start.slice(1)}}`,
    );
    expect(set('openai-chat', `${start}}`, { temperature: 0, topP: 0.5 })).toBe(
      `{"temperature":0,"top_p":0.5,${start.slice(1)}}`,
    );
  });

  it('has them changed in their places', () => {
    expect(set('openai-chat', `${start}, "temperature" : 1.0, "user":"u"}`, { temperature: 0.2 })).toBe(
      `${start}, "temperature" : 0.2, "user":"u"}`,
    );
  });

  it('loses other words for the same thing', () => {
    const routed = `${start},"reasoning":{"effort":"low"},"n":1}`;
    expect(set('openai-chat', routed, { effort: 'high' })).toBe(`${start},"reasoning_effort":"high","n":1}`);
    const both = `${start},"reasoning_effort":"low","thinking":{"type":"disabled"}}`;
    expect(JSON.parse(set('openai-chat', both, { effort: 'high' }))).toEqual({
      ...JSON.parse(`${start}}`),
      reasoning_effort: 'high',
    });
  });

  it('may begin with what goes', () => {
    expect(set('openai-chat', '{"thinking":{"type":"disabled"},"n":1}', { effort: 'low', topP: 0.1 })).toBe(
      '{"reasoning_effort":"low","top_p":0.1,"n":1}',
    );
  });

  it('is told the most tokens in the words of the provider, else in its own', () => {
    const newer = `${start},"max_completion_tokens":9}`;
    expect(set('openai-chat', newer, { maxTokens: 5 })).toBe(`${start},"max_completion_tokens":5}`);
    const quirks = { maxTokensField: 'max_tokens' } as const;
    expect(set('openai-chat', newer, { maxTokens: 5 }, { quirks })).toBe(`${start},"max_tokens":5}`);
    expect(set('openai-chat', `${start}}`, { maxTokens: 5 })).toBe(`{"max_tokens":5,${start.slice(1)}}`);
  });

  it('does not exceed what the model can', () => {
    expect(set('openai-chat', `${start},"max_tokens":9}`, { maxTokens: 900 }, { outputLimit: 50 })).toBe(
      `${start},"max_tokens":50}`,
    );
  });

  it('gets a budget as the nearest effort', () => {
    expect(set('openai-chat', `${start},"reasoning_effort":"low"}`, { thinkingBudget: 24_000 })).toBe(
      `${start},"reasoning_effort":"high"}`,
    );
  });
});

it('a Responses request keeps what else its reasoning says', () => {
  const body = '{"model":"m","input":"hi","reasoning":{"effort":"low","summary":"detailed"},"store":false}';
  expect(set('openai-responses', body, { effort: 'high', maxTokens: 100 })).toBe(
    `{"max_output_tokens":100,${body.slice(1).replace('low', 'high')}`,
  );
});

describe('a word that the client itself uses is one that its provider knows', () => {
  it('top_k in chat', () => {
    expect(set('openai-chat', '{"messages":[],"top_k":40}', { topK: 7 })).toBe('{"messages":[],"top_k":7}');
    expect(set('openai-chat', '{"messages":[]}', { topK: 7 })).toBe('{"messages":[]}');
  });

  it('the form of thinking in Messages, within the answer', () => {
    const body = '{"max_tokens":8000,"messages":[],"thinking":{"type":"enabled","budget_tokens":2000}}';
    expect(JSON.parse(set('anthropic-messages', body, { thinkingBudget: 20_000 }))).toMatchObject({
      max_tokens: 8000,
      thinking: { type: 'enabled', budget_tokens: 6000 },
    });
    expect(JSON.parse(set('anthropic-messages', body, { maxTokens: 1500 }))).toMatchObject({
      max_tokens: 1500,
      thinking: { type: 'enabled', budget_tokens: 1125 },
    });
    const adaptive = body.replace('"enabled","budget_tokens":2000', '"adaptive"');
    expect(JSON.parse(set('anthropic-messages', adaptive, { effort: 'high' }))).toMatchObject({
      thinking: { type: 'adaptive' },
      output_config: { effort: 'high' },
    });
  });

  it('the form of thinking in Gemini', () => {
    const level = '{"contents":[],"generationConfig":{"thinkingConfig":{"thinkingLevel":"LOW"}}}';
    expect(JSON.parse(set('gemini-generate', level, { effort: 'high' })).generationConfig).toEqual({
      thinkingConfig: { thinkingLevel: 'HIGH' },
    });
    const budget = level.replace('"thinkingLevel":"LOW"', '"thinkingBudget":512');
    expect(JSON.parse(set('gemini-generate', budget, { effort: 'none' })).generationConfig).toEqual({
      thinkingConfig: { thinkingBudget: 0 },
    });
  });

  it('and what a client says of sampling is its own business', () => {
    const body = '{"max_tokens":9,"messages":[],"temperature":1.5,"top_p":0.3}';
    expect(JSON.parse(set('anthropic-messages', body, { topK: 7 }))).toMatchObject({
      temperature: 1.5,
      top_p: 0.3,
      top_k: 7,
    });
  });
});

describe('a Messages request', () => {
  const body = '{"model":"m","max_tokens":32000,"messages":[{"role":"user","content":"hi"}]}';

  it('thinks with a budget where the model is told so', () => {
    const changed = JSON.parse(
      set('anthropic-messages', body, { thinkingBudget: 8000 }, { thinking: 'budget' }),
    );
    expect(changed.thinking).toEqual({ type: 'enabled', budget_tokens: 8000 });
    expect(changed.max_tokens).toBe(32_000);
  });

  it('thinks by level where the model is told so', () => {
    const changed = JSON.parse(set('anthropic-messages', body, { effort: 'max' }, { thinking: 'effort' }));
    expect(changed).toMatchObject({ thinking: { type: 'adaptive' }, output_config: { effort: 'max' } });
  });

  it('does not think any more when a rule says so', () => {
    const thinking = body.replace('}]}', '}],"thinking":{"type":"enabled","budget_tokens":9000}}');
    const changed = JSON.parse(set('anthropic-messages', thinking, { effort: 'none' }));
    expect(changed.thinking).toEqual({ type: 'disabled' });
  });

  it('has no temperature beside the thoughts that a rule wants', () => {
    const warm = body.replace('"max_tokens"', '"temperature":0.5,"max_tokens"');
    const changed = JSON.parse(
      set('anthropic-messages', warm, { thinkingBudget: 8000 }, { thinking: 'budget' }),
    );
    expect(changed).not.toHaveProperty('temperature');
  });
});

describe('a Gemini request', () => {
  it('gets its configuration, also where it has nothing else', () => {
    expect(set('gemini-generate', '{"contents":[{"parts":[{"text":"a"}]}]}', { maxTokens: 7 })).toBe(
      '{"generationConfig":{"maxOutputTokens":7},"contents":[{"parts":[{"text":"a"}]}]}',
    );
    expect(set('gemini-generate', '{ }', { maxTokens: 7 })).toBe(
      '{"generationConfig":{"maxOutputTokens":7} }',
    );
  });

  it('has it changed in either spelling, and what else it says is kept', () => {
    const body =
      '{"generation_config":{"temperature":1,"responseMimeType":"application/json","x":[1]},"contents":[]}';
    const changed = JSON.parse(set('gemini-generate', body, { thinkingBudget: 4096, temperature: 0 }));
    expect(changed).not.toHaveProperty('generation_config');
    expect(changed.generationConfig).toEqual({
      temperature: 0,
      responseMimeType: 'application/json',
      x: [1],
      thinkingConfig: { thinkingBudget: 4096 },
    });
  });
});

it('a completion gets what its dialect has', () => {
  const body = '{"model":"m","prompt":"a","max_tokens":3}';
  expect(set('openai-completions', body, { maxTokens: 5, temperature: 1, effort: 'low' })).toBe(
    '{"temperature":1,"model":"m","prompt":"a","max_tokens":5}',
  );
});

it('what is not JSON, or says the same already, stays as it came', () => {
  expect(set('openai-chat', '{"model":"m",', { maxTokens: 5 })).toBe('{"model":"m",');
  const same = '{"model":"m","messages":[] , "temperature":1e0}';
  expect(set('openai-chat', same, { temperature: 1 })).toBe(same);
});

it('whatever stands beside it, the body stays JSON that differs in the settings alone', () => {
  const member = fc.constantFrom(
    '"temperature":1',
    '"top_p":0.3',
    '"max_tokens":1000',
    '"max_completion_tokens":1000',
    '"reasoning":{"effort":"low"}',
    '"reasoning_effort":"low"',
    '"thinking":{"type":"disabled"}',
    '"messages":[{"role":"user","content":"}\\",{"}]',
    '"model":"m"',
    '"x":{"temperature":3}',
  );
  const space = fc.constantFrom('', ' ', '\n\t');
  fc.assert(
    fc.property(
      fc.uniqueArray(member, { maxLength: 8 }),
      space,
      fc.record(
        {
          effort: fc.constantFrom('low' as const, 'high' as const),
          maxTokens: fc.integer({ min: 1, max: 99 }),
          temperature: fc.constantFrom(0, 0.5),
          topP: fc.constantFrom(0.1, 1),
        },
        { requiredKeys: [] },
      ),
      (members, gap, settings) => {
        const body = `{${gap}${members.join(`${gap},${gap}`)}${gap}}`;
        const before = JSON.parse(body);
        const after = JSON.parse(set('openai-chat', body, settings));
        for (const name of ['messages', 'model', 'x']) expect(after[name]).toEqual(before[name]);
        if (settings.effort !== undefined) {
          // What says the same already is left in its own words.
          expect(after.reasoning_effort ?? after.reasoning?.effort).toBe(settings.effort);
          if (after.reasoning_effort !== undefined && settings.effort !== 'low')
            expect(after).not.toHaveProperty('reasoning');
        }
        if (settings.temperature !== undefined) expect(after.temperature).toBe(settings.temperature);
        if (settings.topP !== undefined) expect(after.top_p).toBe(settings.topP);
        if (settings.maxTokens !== undefined) {
          expect(after.max_tokens ?? after.max_completion_tokens).toBe(settings.maxTokens);
          expect([after.max_tokens, after.max_completion_tokens]).toContain(undefined);
        }
      },
    ),
    { numRuns: 400 },
  );
});
