import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnswerDialect, answerDialects } from '../support/strict/answer-judge.ts';
import { createTalk, expectHeard, ownerOf, type Stepped, type Talk } from '../support/strict/moving-talk.ts';
import { modelOf, type StageProvider, startTalkStage, type TalkStage } from '../support/strict/talk-stage.ts';

/** Each dialect's provider has two accounts, and any model it is asked for. */
const providers: readonly StageProvider[] = answerDialects.map((dialect) => ({
  id: dialect,
  dialect,
  accounts: ['one', 'two'],
  reasoningFields: true,
}));

let stage: TalkStage;
beforeAll(async () => {
  stage = await startTalkStage(providers);
});
afterAll(() => stage.close());

const pairs = answerDialects.flatMap((client) =>
  answerDialects.filter((provider) => provider !== client).map((provider) => ({ client, provider })),
);

/** Another model of the same vendor that has state, too. */
const otherModel: Readonly<Record<AnswerDialect, string>> = {
  'openai-chat': 'deepseek-v4-pro',
  'openai-responses': 'gpt-5-mini',
  'anthropic-messages': 'claude-opus-4-6',
  'gemini-generate': 'gemini-3-flash-preview',
};

function talkOf(client: AnswerDialect): Talk {
  const tools = { run: { type: 'object', properties: {} } };
  return createTalk(stage, { dialect: client, tools, keepsReasoning: true });
}

function step(talk: Talk, dialect: AnswerDialect, model = modelOf[dialect], calls = false): Promise<Stepped> {
  const turn = calls ? { calls: [{ name: 'run', args: {} }] } : { text: 'Well.' };
  return talk.step({
    provider: dialect,
    dialect,
    model,
    by: 'path',
    stream: true,
    turn: { reasoning: 'Hm.', ...turn },
  });
}

/** Owners of the state that is in a request. */
function present({ ask }: Stepped, { issued }: Talk): string[] {
  return issued.filter(({ state }) => ask.text.includes(state)).map(({ owner }) => owner);
}

describe.each(pairs)('a client of $client at a provider of $provider', ({ client, provider }) => {
  it('gives state back to the account that gave it, in a loop of calls, too', async () => {
    const talk = talkOf(client);
    const accounts = ['one', 'two', 'one', 'one', 'two'];
    const owners: string[] = [];
    talk.client.ask('Go.');
    for (const account of accounts) {
      stage.enable(provider, [account]);
      const stepped = await step(talk, provider, modelOf[provider], true);
      const owner = ownerOf(stepped.ask, provider);
      expect(owner).toBe(`${provider}/${account}/${modelOf[provider]}`);
      expect(present(stepped, talk)).toEqual(owners.filter((each) => each === owner));
      const lost = stepped.record.losses.filter(({ code }) => code === 'opaque');
      expect(lost).toHaveLength(owners.filter((each) => each !== owner).length);
      for (const { detail } of lost)
        expect(detail).toContain(`${provider}/${account === 'one' ? 'two' : 'one'}`);
      expectHeard(stepped);
      talk.client.runTools(() => 'done');
      owners.push(owner);
    }
    stage.enable(provider, ['one', 'two']);
  });

  it('gives state back to the model that gave it', async () => {
    const talk = talkOf(client);
    const [first, second] = [modelOf[provider], otherModel[provider]];
    const owners: string[] = [];
    for (const model of [first, second, second, first]) {
      talk.client.ask('Go on.');
      const stepped = await step(talk, provider, model);
      const owner = ownerOf(stepped.ask, provider);
      expect(present(stepped, talk)).toEqual(owners.filter((each) => each === owner));
      owners.push(owner);
    }
  });
});

describe.each(answerDialects)('a client of %s at a provider of its own dialect', (dialect) => {
  it.each([true, false])(
    'sends native state, and everything else, byte for byte; stream: %s',
    async (stream) => {
      const talk = talkOf(dialect);
      for (let at = 0; at < 3; at += 1) {
        talk.client.ask(`Question ${at} “ü”`);
        const model = modelOf[dialect];
        const sent = JSON.stringify(talk.client.request({ model, stream }));
        const stepped = await talk.step({
          provider: dialect,
          dialect,
          model,
          by: 'path',
          stream,
          turn: { reasoning: 'Hm.', text: 'Well.' },
        });
        expect(stepped.ask.text).toBe(sent);
        expect(stepped.asked.text).toBe(
          stream ? stepped.ask.spoken?.stream : JSON.stringify(stepped.ask.spoken?.body),
        );
        expect(stepped.record.losses).toEqual([]);
      }
      expect(talk.issued).toHaveLength(3);
    },
  );

  it.each(answerDialects.filter((other) => other !== dialect))(
    'has its native state back byte for byte after a turn at %s',
    async (other) => {
      const talk = talkOf(dialect);
      for (const at of [dialect, other, dialect]) {
        talk.client.ask('Go on.');
        const stepped = await step(talk, at);
        const owner = ownerOf(stepped.ask, at);
        expect(present(stepped, talk)).toEqual(
          talk.issued.slice(0, -1).flatMap((each) => (each.owner === owner ? [owner] : [])),
        );
      }
    },
  );
});
