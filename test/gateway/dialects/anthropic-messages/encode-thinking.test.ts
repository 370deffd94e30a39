import { describe, expect, it } from 'vitest';
import { anthropicMessagesCodec } from '../../../../src/gateway/dialects/anthropic-messages/codec.ts';
import type { EncodeTarget } from '../../../../src/gateway/dialects/codec.ts';
import type {
  Conversation,
  Part,
  ReasoningWish,
  Turn,
} from '../../../../src/gateway/dialects/conversation.ts';
import { CodecRun, emptyConversation, lost, origin } from '../../../support/run-codec.ts';

const { read, write } = new CodecRun(anthropicMessagesCodec);

const ask: Turn = { role: 'user', parts: [{ kind: 'text', text: 'Hi', at: '/x' }], at: '/t' };

function plan(
  reasoning: ReasoningWish,
  target: Partial<EncodeTarget>,
  more: Partial<Conversation> = {},
): { readonly [name: string]: unknown } {
  const { body, losses } = write({ ...emptyConversation, turns: [ask], reasoning, ...more }, target);
  const { thinking, output_config, max_tokens, temperature, top_p, top_k } = body;
  const found = { thinking, output_config, max_tokens, temperature, top_p, top_k, losses: lost(losses) };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

describe('a model that is told by levels', () => {
  it.each<[ReasoningWish, object]>([
    [{}, {}],
    [{ effort: 'none' }, { thinking: { type: 'disabled' } }],
    [
      { effort: 'high', show: true },
      { thinking: { type: 'adaptive', display: 'summarized' }, output_config: { effort: 'high' } },
    ],
    [{ effort: 'xhigh' }, { thinking: { type: 'adaptive' }, output_config: { effort: 'xhigh' } }],
    [{ budget: -1 }, { thinking: { type: 'adaptive' } }],
    [{ adaptive: true, show: false }, { thinking: { type: 'adaptive', display: 'omitted' } }],
    [{ show: true }, { thinking: { type: 'adaptive', display: 'summarized' } }],
  ])('%j', (wish, expected) => {
    expect(plan(wish, { thinking: 'effort' })).toEqual({ max_tokens: 8192, losses: [], ...expected });
  });

  it.each<[ReasoningWish, string]>([
    [{ effort: 'minimal' }, 'low'],
    [{ budget: 500 }, 'low'],
    [{ budget: 12_000 }, 'medium'],
    [{ budget: 32_000 }, 'xhigh'],
  ])('%j is coarser: %s', (wish, effort) => {
    const losses = ['value /reasoning_effort'];
    expect(plan(wish, { thinking: 'effort' })).toMatchObject({ output_config: { effort }, losses });
  });

  it('takes no sampling', () => {
    const sampling = { temperature: 0.2, topP: 0.5, topK: 5 };
    expect(plan({}, { thinking: 'effort' }, { sampling })).toEqual({
      max_tokens: 8192,
      losses: ['value /temperature', 'value /top_p', 'value /top_k'],
    });
    expect(plan({}, { thinking: 'effort' }, { sampling: { temperature: 1 } })).toMatchObject({ losses: [] });
  });
});

describe('a model that is told by tokens', () => {
  const outputLimit = 64_000;
  it.each<[ReasoningWish, number | undefined, number | undefined, object]>([
    [{}, undefined, undefined, { max_tokens: 8192, losses: [] }],
    [{ effort: 'none' }, undefined, undefined, { thinking: { type: 'disabled' }, losses: [] }],
    [{ budget: 0 }, undefined, undefined, { thinking: { type: 'disabled' }, losses: [] }],
    [
      { effort: 'low' },
      undefined,
      outputLimit,
      { thinking: { type: 'enabled', budget_tokens: 4096 }, max_tokens: 64_000, losses: [] },
    ],
    [
      { adaptive: true },
      undefined,
      outputLimit,
      { thinking: { type: 'enabled', budget_tokens: 10_000 }, losses: [] },
    ],
    // There is room to think beside the answer that was asked for.
    [
      { effort: 'medium' },
      5000,
      outputLimit,
      { thinking: { budget_tokens: 10_000 }, max_tokens: 15_000, losses: ['value /max_completion_tokens'] },
    ],
    [{ effort: 'max' }, 30_000, outputLimit, { thinking: { budget_tokens: 48_000 }, max_tokens: 64_000 }],
    // Nobody knows how much there is: the thoughts must do with less.
    [
      { effort: 'high' },
      undefined,
      undefined,
      { thinking: { budget_tokens: 6144 }, max_tokens: 8192, losses: [] },
    ],
    [
      { budget: 9000 },
      8000,
      undefined,
      { thinking: { budget_tokens: 6000 }, max_tokens: 8000, losses: ['value /reasoning_effort'] },
    ],
    [
      { budget: 100 },
      8000,
      undefined,
      { thinking: { budget_tokens: 1024 }, losses: ['value /reasoning_effort'] },
    ],
    [
      { effort: 'low' },
      1000,
      undefined,
      { thinking: { type: 'disabled' }, max_tokens: 1000, losses: ['value /reasoning_effort'] },
    ],
  ])('%j for %s tokens of %s', (wish, maxTokens, limit, expected) => {
    const found = plan(
      wish,
      { thinking: 'budget', ...(limit !== undefined && { outputLimit: limit }) },
      maxTokens === undefined ? {} : { maxTokens },
    );
    expect(found).toMatchObject(expected);
  });

  const loop = (...thoughts: readonly Part[]): readonly Turn[] => [
    ask,
    {
      role: 'assistant',
      parts: [...thoughts, { kind: 'tool-call', id: 'a', name: 'f', form: 'function', input: '', at: '/a' }],
      at: '/t',
    },
    {
      role: 'user',
      parts: [{ kind: 'tool-result', id: 'a', form: 'function', content: [], at: '/r' }],
      at: '/t',
    },
  ];
  const signed: Part = {
    kind: 'reasoning',
    text: ['Hm'],
    opaque: { kind: 'anthropic-signature', data: 's', origin },
    at: '/h',
  };

  it('does not think where calls were made without thoughts', () => {
    const off = { thinking: { type: 'disabled' }, max_tokens: 8192, losses: ['value /reasoning_effort'] };
    expect(plan({ effort: 'low' }, { thinking: 'budget' }, { turns: loop() })).toEqual(off);
    expect(plan({ effort: 'low' }, { thinking: 'budget' }, { turns: loop(signed) })).toMatchObject({
      thinking: { type: 'enabled' },
    });
    // Deciding itself, a model is not held to it.
    expect(plan({ effort: 'low' }, { thinking: 'effort' }, { turns: loop() })).toMatchObject({
      thinking: { type: 'adaptive' },
    });
  });

  it('does not think where a part of the loop was', () => {
    const call = (id: string) => ({ type: 'tool_use', id, name: 'f', input: {} });
    const answer = (id: string) => ({ role: 'user', content: [{ type: 'tool_result', tool_use_id: id }] });
    const thought = { type: 'thinking', thinking: 'Hm', signature: 's' };
    const of = (first: readonly object[], second: readonly object[]) =>
      write(
        read({
          max_tokens: 4000,
          thinking: { type: 'enabled', budget_tokens: 2000 },
          messages: [
            { role: 'user', content: 'Hi' },
            { role: 'assistant', content: [...first, call('a')] },
            answer('a'),
            { role: 'assistant', content: [...second, call('b')] },
            answer('b'),
            { role: 'system', content: 'Brief' },
          ],
        }),
      );
    expect(of([thought], [thought]).body.thinking).toMatchObject({ type: 'enabled' });
    expect(of([], [thought]).body.thinking).toEqual({ type: 'disabled' });
    const without = of([thought], []);
    expect(without.body.thinking).toEqual({ type: 'disabled' });
    expect(lost(without.losses)).toEqual(['value /thinking']);
  });

  it('does not think where a tool is forced or the answer has been begun', () => {
    const off = { thinking: { type: 'disabled' }, losses: ['value /reasoning_effort'] };
    const tools = [{ kind: 'function', name: 'f', at: '/tools/0' }] as const;
    for (const toolChoice of [{ kind: 'required' }, { kind: 'tool', name: 'f' }] as const) {
      expect(plan({ effort: 'low' }, { thinking: 'budget' }, { tools, toolChoice })).toMatchObject(off);
      expect(plan({ effort: 'low' }, { thinking: 'effort' }, { tools, toolChoice })).toMatchObject({
        ...off,
        output_config: { effort: 'low' },
      });
    }
    const begun: Turn = { role: 'assistant', parts: [{ kind: 'text', text: '{', at: '/x' }], at: '/t' };
    expect(plan({ effort: 'low' }, { thinking: 'budget' }, { turns: [ask, begun] })).toMatchObject(off);
  });

  it('takes no sampling while it thinks', () => {
    const sampling = { temperature: 0.2, topP: 0.5, topK: 5 };
    const found = plan({ effort: 'low' }, { thinking: 'budget' }, { sampling });
    expect(found).not.toHaveProperty('temperature');
    expect(found).toMatchObject({ losses: ['value /temperature', 'value /top_p', 'value /top_k'] });
  });
});

describe('any other model', () => {
  it('that does not think is not asked to', () => {
    expect(plan({ effort: 'none' }, { thinking: 'none' })).toEqual({ max_tokens: 8192, losses: [] });
    expect(plan({ effort: 'low' }, { thinking: 'none' })).toEqual({
      max_tokens: 8192,
      losses: ['value /reasoning_effort'],
    });
  });

  it('of which nothing is known is told only not to think', () => {
    expect(plan({}, {})).toEqual({ max_tokens: 8192, losses: [] });
    expect(plan({ effort: 'none' }, {})).toMatchObject({ thinking: { type: 'disabled' }, losses: [] });
    expect(plan({ effort: 'high' }, {})).toEqual({ max_tokens: 8192, losses: ['value /reasoning_effort'] });
  });

  it('takes sampling within bounds', () => {
    expect(plan({}, {}, { sampling: { temperature: 1.5, topP: 0.9, topK: 40 } })).toEqual({
      ...{ max_tokens: 8192, temperature: 1, top_k: 40 },
      losses: ['value /temperature', 'value /top_p'],
    });
    expect(plan({}, {}, { sampling: { topP: 0.9 } })).toMatchObject({ top_p: 0.9, losses: [] });
  });

  it('is told by a client of this dialect in its words', () => {
    const messages = [{ role: 'user', content: 'Hi' }];
    const asked = {
      thinking: { type: 'adaptive', display: 'updates' },
      output_config: { effort: 'high' },
      temperature: 0.5,
    };
    expect(write(read({ messages, max_tokens: 5, ...asked })).body).toMatchObject(asked);
    // Claude Code with a model that wants a budget.
    const budget = write(read({ messages, max_tokens: 32_000, ...asked }), { thinking: 'budget' });
    expect(budget.body).toMatchObject({
      thinking: { type: 'enabled', budget_tokens: 20_000, display: 'updates' },
    });
    expect(budget.body).not.toHaveProperty('output_config');
    expect(budget.body).not.toHaveProperty('temperature');
    // A client of old with a model that wants a level.
    const old = read({ messages, max_tokens: 32_000, thinking: { type: 'enabled', budget_tokens: 10_000 } });
    expect(write(old, { thinking: 'effort' }).body).toMatchObject({
      thinking: { type: 'adaptive' },
      output_config: { effort: 'medium' },
    });
  });
});
