import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnswerDialect, answerDialects } from '../support/strict/answer-judge.ts';
import type { AnswerTurn } from '../support/strict/answer-turn.ts';
import { createTalk, readAnswerOf, send, type Talk } from '../support/strict/moving-talk.ts';
import { modelOf, startTalkStage, type TalkStage } from '../support/strict/talk-stage.ts';

const pairs = answerDialects.flatMap((from) =>
  answerDialects.filter((to) => to !== from).map((to) => ({ from, to })),
);

const tools = { run: { type: 'object', properties: {} } };
const calling: AnswerTurn = {
  reasoning: 'Hm.',
  text: 'I look.',
  calls: [
    { name: 'run', args: {} },
    { name: 'run', args: {} },
  ],
};

function talkOf(stage: TalkStage, client: AnswerDialect): Talk {
  return createTalk(stage, { dialect: client, tools, system: 'Be brief.', keepsReasoning: true });
}

describe.each(answerDialects)('in the middle of a conversation of a client of %s', (client) => {
  it.each(pairs)('the provider of $from fails, and that of $to goes on', async ({ from, to }) => {
    // A stage of its own: what fails cools down.
    const stage = await startTalkStage(
      [from, to].map((dialect) => ({ id: dialect, dialect, reasoningFields: true })),
      [{ match: 'agent', use: [from, to].map((id) => `${id}/${modelOf[id]}`), set: {} }],
    );
    try {
      const talk = talkOf(stage, client);
      talk.client.ask('Go.');
      await talk.step({
        provider: from,
        dialect: from,
        model: modelOf[from],
        by: 'path',
        stream: true,
        turn: calling,
      });
      talk.client.runTools(() => 'done');
      stage.at(from).next({ refuse: 500, message: 'The server had an error.' });
      stage.at(to).next({ reasoning: 'I see.', text: 'There.' });
      const { asked } = await send(stage, talk.client, { model: 'agent', stream: true });
      expect(asked.status, asked.text).toBe(200);
      expect(readAnswerOf(client, asked, true).text).toBe('There.');
      const failed = stage.at(from).asks.at(-1);
      const [went] = stage.at(to).asks;
      expect(failed?.faults).toEqual([]);
      expect(went?.faults).toEqual([]);
      for (const { state } of talk.issued) {
        expect(failed?.text).toContain(state);
        expect(went?.text).not.toContain(state);
      }
      const record = await stage.gateway.record(asked);
      expect(record).toMatchObject({
        provider: to,
        outcome: 'ok',
        attempts: [
          { provider: from, dialect: from, outcome: 'failed', status: 500 },
          { provider: to, dialect: to, outcome: 'ok' },
        ],
      });
    } finally {
      await stage.close();
    }
  });
});

describe('a client that was stopped in the middle of its calls', () => {
  let stage: TalkStage;
  beforeAll(async () => {
    stage = await startTalkStage();
  });
  afterAll(() => stage.close());

  it.each(pairs)('of $from goes on at a provider of $to', async ({ from, to }) => {
    for (const results of [
      ['done', undefined],
      [undefined, 'done'],
      [undefined, undefined],
    ]) {
      const talk = talkOf(stage, from);
      const step = (turn: AnswerTurn) =>
        talk.step({ provider: to, dialect: to, model: modelOf[to], by: 'path', stream: true, turn });
      talk.client.ask('Go.');
      await step(calling);
      const left = [...results];
      talk.client.runTools(() => left.shift());
      talk.client.ask('Stop. Rather tell me the time.');
      const { record, ask } = await step({ text: 'Late.' });
      const interrupted = results.filter((each) => each === undefined).length;
      expect(record.losses.filter(({ code }) => code === 'pairing')).toHaveLength(interrupted);
      expect(ask.text.split('there is no result')).toHaveLength(interrupted + 1);
      if (interrupted === 1) expect(ask.text).toContain('done');
    }
  });
});
