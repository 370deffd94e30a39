import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRecord, listAt, textAt, valueAt } from '../support/json-value.ts';
import { type AnswerDialect, answerDialects } from '../support/strict/answer-judge.ts';
import type { AnswerTurn } from '../support/strict/answer-turn.ts';
import { createTalk, expectHeard, ownerOf, type Stepped, type Talk } from '../support/strict/moving-talk.ts';
import { modelOf, oneForEach, startTalkStage, type TalkStage } from '../support/strict/talk-stage.ts';

/** OpenAI itself takes no reasoning fields in chat messages. */
const plainChat = { id: 'openai', dialect: 'openai-chat' } as const;

let stage: TalkStage;
beforeAll(async () => {
  stage = await startTalkStage([...oneForEach, plainChat]);
});
afterAll(() => stage.close());

const tools = { run: { type: 'object', properties: {} } };
const thinking: AnswerTurn = { reasoning: 'Hm.', text: 'I look.', calls: [{ name: 'run', args: {} }] };

interface Target {
  readonly id: string;
  readonly model: string;
}

function step(
  talk: Talk,
  dialect: AnswerDialect,
  turn: AnswerTurn,
  to: Target = { id: dialect, model: modelOf[dialect] },
) {
  return talk.step({ provider: to.id, dialect, model: to.model, by: 'path', stream: true, turn });
}

function ownState({ ask }: Stepped, provider: string, { issued }: Talk): readonly boolean[] {
  const owner = ownerOf(ask, provider);
  return issued.filter((each) => each.owner === owner).map(({ state }) => ask.text.includes(state));
}

describe.each(answerDialects)('a client of %s', (client) => {
  it.each(answerDialects.slice(1))('from %s to chat without reasoning fields, and back', async (from) => {
    const talk = createTalk(stage, { dialect: client, tools, keepsReasoning: true });
    talk.client.ask('Go.');
    await step(talk, from, thinking);
    talk.client.runTools(() => 'done');
    const plain = { id: plainChat.id, model: 'gpt-4.1' };
    await step(talk, 'openai-chat', { text: 'Fine.', calls: [{ name: 'run', args: {} }] }, plain);
    talk.client.runTools(() => 'done');
    const back = await step(talk, from, { text: 'There.' });
    expectHeard(back);
    expect(ownState(back, from, talk)).toEqual([true]);
  });
});

/** Codex forgets the ids of items and the content of reasoning. */
function asCodex(body: unknown): unknown {
  const output = listAt(body, 'output').map((item) => {
    const { id: _, content, ...rest } = isRecord(item) ? item : {};
    return rest.type === 'reasoning' ? rest : { ...rest, ...(content !== undefined && { content }) };
  });
  return { ...(isRecord(body) && body), output };
}

/** Gemini CLI forgets thoughts, and the text of parts that are nothing but a signature. */
function asGeminiCli(body: unknown): unknown {
  const content = valueAt(body, 'candidates', 0, 'content');
  const parts = listAt(content, 'parts')
    .filter((part) => valueAt(part, 'thought') !== true)
    .filter((part) => textAt(part, 'text') !== '' || textAt(part, 'thoughtSignature') !== undefined);
  return { candidates: [{ content: { ...(isRecord(content) && content), parts } }] };
}

const agents = [
  ['openai-responses', asCodex],
  ['gemini-generate', asGeminiCli],
] as const;

describe.each(agents)('an agent of %s that forgets what it need not keep', (client, keeps) => {
  const pairs = answerDialects.flatMap((one) => answerDialects.map((other) => ({ one, other })));

  it.each(pairs)('moves from $one to $other and back', async ({ one, other }) => {
    const talk = createTalk(stage, { dialect: client, tools }, keeps);
    talk.client.ask('Go.');
    for (const [nth, dialect] of [one, other, one, other].entries()) {
      const stepped = await step(talk, dialect, thinking);
      expectHeard(stepped);
      expect(ownState(stepped, dialect, talk).slice(0, -1)).not.toContain(false);
      talk.client.runTools(() => `result ${nth}`);
    }
    talk.client.ask('And?');
    expectHeard(await step(talk, one, { text: 'Done.' }));
  });
});
