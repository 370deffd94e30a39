import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAt, textAt, valueAt } from '../support/json-value.ts';
import { type AnswerDialect, answerDialects } from '../support/strict/answer-judge.ts';
import type { AnswerTurn } from '../support/strict/answer-turn.ts';
import { createTalk, readAnswerOf, send, type Talk } from '../support/strict/moving-talk.ts';
import type { SimulatedAsk } from '../support/strict/simulated-provider.ts';
import { modelOf, startTalkStage, type TalkStage } from '../support/strict/talk-stage.ts';

let stage: TalkStage;
beforeAll(async () => {
  stage = await startTalkStage();
});
afterAll(() => stage.close());

/** How vendors refuse state. */
const refusals: Readonly<Record<AnswerDialect, readonly string[]>> = {
  'openai-chat': ['Function call is missing a thought_signature in functionCall parts.'],
  'openai-responses': [
    'The encrypted content gAAA could not be verified. Reason: Encrypted content could not be decrypted or parsed.',
    "Item 'rs_1' of type 'reasoning' was provided without its required following item.",
  ],
  'anthropic-messages': [
    'messages.1.content.0: Invalid `signature` in `thinking` block',
    'messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`.',
    'messages.1.content.0: `thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified.',
  ],
  'gemini-generate': [
    'Function call is missing a thought_signature in functionCall parts.',
    'Thought signature is not valid.',
  ],
};

const cases = answerDialects.flatMap((client) =>
  answerDialects.flatMap((provider) => refusals[provider].map((message) => ({ client, provider, message }))),
);

const good: AnswerTurn = { reasoning: 'Hm.', text: 'Well.' };
const calling: AnswerTurn = { reasoning: 'Hm.', calls: [{ name: 'run', args: {} }] };

/** A conversation in which the provider has given state, and results of its calls go back. */
async function begun(client: AnswerDialect, provider: AnswerDialect): Promise<Talk> {
  const tools = { run: { type: 'object', properties: {} } };
  const talk = createTalk(stage, { dialect: client, tools, keepsReasoning: true });
  talk.client.ask('Go.');
  await talk.step({
    provider,
    dialect: provider,
    model: modelOf[provider],
    by: 'path',
    stream: false,
    turn: calling,
  });
  talk.client.runTools(() => 'done');
  return talk;
}

/** What the provider got since `from`. */
function asksOf(provider: string, from: number): readonly SimulatedAsk[] {
  return stage.at(provider).asks.slice(from);
}

/** What the gateway has against a provider. */
async function healthOf(provider: string): Promise<unknown> {
  const asked = await stage.gateway.ask('/api/providers', undefined, { method: 'GET' });
  const found = listAt(asked.json(), 'providers').find((each) => textAt(each, 'id') === provider);
  return valueAt(found, 'health');
}

describe.each(cases)('a client of $client at $provider: “$message”', ({ client, provider, message }) => {
  it.each([true, false])('is answered by a second try without state, stream: %s', async (stream) => {
    const talk = await begun(client, provider);
    const before = asksOf(provider, 0).length;
    stage.at(provider).next({ refuse: 400, message }, good);
    const { asked } = await send(stage, talk.client, {
      provider,
      model: modelOf[provider],
      by: 'path',
      stream,
    });
    expect(asked.status, asked.text).toBe(200);
    const { text, reasoning } = readAnswerOf(client, asked, stream);
    // Items that only carry state are a line without words.
    expect([text, reasoning.trim()]).toEqual(['Well.', 'Hm.']);

    const [refused, second, ...more] = asksOf(provider, before);
    expect(more).toEqual([]);
    expect(second?.faults).toEqual([]);
    for (const { state } of talk.issued) {
      expect(refused?.text).toContain(state);
      expect(second?.text).not.toContain(state);
    }
    const record = await stage.gateway.record(asked);
    const same = { provider, account: 'main', model: modelOf[provider], dialect: provider };
    expect(record).toMatchObject({ ...same, dialect: client, outcome: 'ok', stream });
    expect(record.attempts).toMatchObject([
      { ...same, reason: 'pinned', status: 400, outcome: 'failed', failure: { class: 'client', message } },
      { ...same, reason: 'without-state', status: 200, outcome: 'ok' },
    ]);
    expect(record.losses.map(({ code }) => code)).toContain('opaque');
    expect(asked.headers.get('x-patchbay-attempts')).toBe('2');
    expect(await healthOf(provider)).toEqual([]);
  });
});

describe.each(answerDialects)('a client of %s', (client) => {
  const others = answerDialects.map((provider) => ({ provider, message: refusals[provider][0] ?? '' }));

  it.each(others)('gets a second refusal of $provider in its own shape', async ({ provider, message }) => {
    const talk = await begun(client, provider);
    const before = asksOf(provider, 0).length;
    const again = { refuse: 400, message: `${message} (again)` };
    stage.at(provider).next({ refuse: 400, message }, again);
    const options = { provider, model: modelOf[provider], by: 'path', stream: true } as const;
    const { asked } = await send(stage, talk.client, options);
    expect(asked.status).toBe(400);
    expect(textAt(asked.json(), 'error', 'message')).toContain(again.message);
    expect(valueAt(asked.json(), 'type')).toBe(client === 'anthropic-messages' ? 'error' : undefined);
    expect(asksOf(provider, before)).toHaveLength(2);
    const record = await stage.gateway.record(asked);
    expect(record).toMatchObject({ outcome: 'client-error', status: 400 });
    expect(record.attempts.map(({ reason }) => reason)).toEqual(['pinned', 'without-state']);
    expect(await healthOf(provider)).toEqual([]);
  });

  it.each([
    'messages: too many images',
    'Unsupported parameter: `top_k`.',
    'Invalid schema for function run.',
    'max_tokens must be greater than thinking.budget_tokens',
  ])('is told of any other refusal at once: %s', async (message) => {
    for (const provider of answerDialects) {
      const talk = await begun(client, provider);
      const before = asksOf(provider, 0).length;
      stage.at(provider).next({ refuse: 400, message });
      const options = { provider, model: modelOf[provider], by: 'path', stream: false } as const;
      const { asked } = await send(stage, talk.client, options);
      expect(asked.status).toBe(400);
      expect(textAt(asked.json(), 'error', 'message')).toContain(message);
      expect(asksOf(provider, before)).toHaveLength(1);
    }
  });
});

describe('a client of gemini-generate', () => {
  it('goes on at Gemini 3 with calls that an older model left unsigned', async () => {
    const provider = 'gemini-generate';
    const tools = { run: { type: 'object', properties: {} } };
    const talk = createTalk(stage, { dialect: provider, tools });
    const step = (model: string, turn: AnswerTurn) =>
      talk.step({ provider, dialect: provider, model, by: 'path', stream: true, turn });
    talk.client.ask('Go.');
    await step('gemini-2.5-flash', { stateless: true, calls: [{ name: 'run', args: {} }] });
    talk.client.runTools(() => 'done');
    const before = asksOf(provider, 0).length;
    stage.at(provider).next(good);
    const model = modelOf[provider];
    const { asked } = await send(stage, talk.client, { provider, model, by: 'path', stream: true });
    expect(readAnswerOf(provider, asked, true).text).toBe('Well.');
    expect(asksOf(provider, before).map(({ faults }) => faults.length)).toEqual([1, 0]);
  });
});
