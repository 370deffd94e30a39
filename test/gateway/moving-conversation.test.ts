import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { opaqueMark } from '../../src/gateway/dialects/opaque.ts';
import { type AnswerDialect, answerDialects } from '../support/strict/answer-judge.ts';
import type { AnswerTurn, SpokenCall } from '../support/strict/answer-turn.ts';
import { createTalk, expectHeard, ownerOf, type Stepped, type Talk } from '../support/strict/moving-talk.ts';
import type { AnswerReading } from '../support/strict/reading.ts';
import type { ClientOptions, ToolOutput } from '../support/strict/simple-client.ts';
import { modelOf, startTalkStage, type TalkStage } from '../support/strict/talk-stage.ts';

let stage: TalkStage;
beforeAll(async () => {
  stage = await startTalkStage();
});
afterAll(() => stage.close());

/** In a circle, every dialect is followed by every one, itself included. */
const circle = [...'0010203112132233'].map((digit) => answerDialects[Number(digit)] ?? 'openai-chat');

const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const tools = {
  read_file: {
    type: 'object',
    properties: { path: { type: 'string' }, lines: { type: ['integer', 'null'] } },
    required: ['path'],
    additionalProperties: false,
  },
  run: { type: 'object', properties: {} },
};

/** What happens in a talk, over and over: what the client does before it asks, and what it is answered. */
interface Scene {
  readonly before: (talk: Talk) => void;
  readonly turn: (client: AnswerDialect, provider: AnswerDialect) => AnswerTurn;
}

const results: Readonly<Record<string, ToolOutput>> = {
  read_file: { text: 'A picture “of” a cat 🐈:', picture },
  run: { text: 'exit 1', isError: true },
  apply_patch: { text: 'Done.' },
};
const runTools = ({ client }: Talk): void => client.runTools((name) => results[name] ?? 'nothing');

const patch = '*** Begin Patch\n*** Add File: a.txt\n+"Grüße"\n*** End Patch\n';

/** Codex's clients have a custom tool; what the provider's model calls depends on how it was offered. */
function patchCall(client: AnswerDialect, provider: AnswerDialect): SpokenCall {
  if (client !== 'openai-responses') return { name: 'read_file', args: { path: 'b.txt' } };
  const args = { input: patch };
  return { name: 'apply_patch', args, ...(provider === 'openai-responses' && { freeText: patch }) };
}

const scenes: readonly Scene[] = [
  {
    before: ({ client }) => client.ask('What is on this picture, and in the files?', picture),
    turn: () => ({
      reasoning: 'I need “both” files.\n\nBoth of them.',
      text: 'Let me look.',
      calls: [
        { name: 'read_file', args: { path: 'ä "quoted" \\ file', lines: null } },
        { name: 'run', args: {} },
      ],
    }),
  },
  {
    before: runTools,
    turn: () => ({ reasoning: 'Once more.', calls: [{ name: 'read_file', args: { path: 'a', lines: 3 } }] }),
  },
  { before: runTools, turn: () => ({ reasoning: 'Now I know.', text: 'A cat 🐈, twice.' }) },
  { before: ({ client }) => client.ask('Thanks!'), turn: () => ({ text: 'You are welcome.' }) },
  {
    before: ({ client }) => client.ask('Run it twice.'),
    turn: () => ({
      calls: [
        { name: 'run', args: {} },
        { name: 'run', args: {} },
      ],
    }),
  },
  { before: runTools, turn: (client, provider) => ({ calls: [patchCall(client, provider)] }) },
  {
    before: runTools,
    turn: (client, provider) => ({
      reasoning: 'A patch.',
      text: 'I write.',
      calls: [patchCall(client, provider)],
    }),
  },
  { before: runTools, turn: () => ({ text: 'It is written.', reasoning: 'Done.' }) },
];

/** A custom tool's text that its client gets back out of the arguments in which it was hidden. */
function unhidden(said: AnswerReading): AnswerReading {
  return {
    ...said,
    calls: said.calls.map((call) => (call.name === 'apply_patch' ? { ...call, input: patch } : call)),
  };
}

type Client = Omit<ClientOptions, 'model'>;

const base = { tools, system: 'You are an agent. Be brief.' };
const clients: readonly (readonly [string, Client])[] = [
  ['openai-chat', { ...base, dialect: 'openai-chat', more: { reasoning_effort: 'high' } }],
  [
    'openai-chat that keeps reasoning',
    { ...base, dialect: 'openai-chat', keepsReasoning: true, more: { reasoning_effort: 'high' } },
  ],
  [
    'openai-responses',
    {
      ...base,
      dialect: 'openai-responses',
      customTools: ['apply_patch'],
      more: { reasoning: { effort: 'high', summary: 'auto' } },
    },
  ],
  ['anthropic-messages', { ...base, dialect: 'anthropic-messages' }],
  [
    'anthropic-messages with a budget',
    {
      ...base,
      dialect: 'anthropic-messages',
      more: { thinking: { type: 'enabled', budget_tokens: 2000 } },
    },
  ],
  [
    'gemini-generate',
    {
      ...base,
      dialect: 'gemini-generate',
      more: { generationConfig: { thinkingConfig: { includeThoughts: true } } },
    },
  ],
];

/**
 * State that a provider gave is there when it is asked again, and nobody else's is. Chat clients keep it as they like:
 * most forget reasoning, but not what stands in a call (Gemini's).
 */
function checkState({ ask }: Stepped, provider: string, issued: Talk['issued'], isKept: boolean): void {
  const owner = ownerOf(ask, provider);
  const missing = issued.filter((each) => each.owner === owner && !ask.text.includes(each.state));
  if (isKept) expect(missing, `state that ${owner} gave`).toEqual([]);
  const foreign = issued.filter((each) => each.owner !== owner && ask.text.includes(each.state));
  expect(foreign, `state that ${owner} did not give`).toEqual([]);
  expect(ask.text).not.toContain(opaqueMark);
  expect(ask.text).not.toContain(Buffer.from(opaqueMark).toString('base64'));
}

/** Whether a client sends back every state that it heard. */
function keepsAll({ dialect, keepsReasoning }: Client): boolean {
  return dialect !== 'openai-chat' || keepsReasoning === true;
}

/** What the client has heard so far and sends back. */
interface Heard {
  readonly issued: Talk['issued'];
  /** Whose thoughts. */
  readonly thoughts: readonly AnswerDialect[];
}

/**
 * What is lost, and nothing else: state of others; thoughts where only their author's state lets them be read; words of
 * schemas that Google does not know; the wish for a summary where there is none.
 */
function expectedLosses(
  client: Client,
  to: AnswerDialect,
  owner: string,
  { issued, thoughts }: Heard,
): Readonly<Record<string, number>> {
  const own = client.dialect === to;
  const foreign = thoughts.filter((dialect) => dialect !== to).length;
  // Google signs what follows thoughts, never the thoughts: nobody reads them again.
  const unread = to === 'gemini-generate' ? (own ? 0 : thoughts.length) : foreign;
  return {
    opaque: issued.filter((each) => each.owner !== owner).length,
    'reasoning-text': to === 'openai-chat' ? 0 : unread,
    schema: to === 'gemini-generate' && !own ? (client.customTools === undefined ? 1 : 2) : 0,
    field: to === 'openai-chat' && client.dialect === 'openai-responses' ? 1 : 0,
  };
}

function checkLosses(
  { record }: Stepped,
  client: Client,
  to: AnswerDialect,
  expected: Record<string, number>,
): void {
  // How much is thought is said otherwise elsewhere; Claude cannot be asked to think amid calls made without thoughts.
  const wishes = /^\/(thinking|reasoning|reasoning_effort|max_tokens|generationConfig\/.*)$/;
  const others = record.losses.filter(({ code, path }) => code !== 'value' || !wishes.test(path));
  const counts = Object.fromEntries(Object.keys(expected).map((code) => [code, 0]));
  for (const { code } of others) counts[code] = (counts[code] ?? 0) + 1;
  // What little chat clients keep without meaning to is not counted here.
  expect(keepsAll(client) ? counts : { ...counts, opaque: 0 }, `lost at ${to}`).toEqual(expected);
}

describe.each(clients)('a conversation of a client of %s', (_, options) => {
  it.each(circle.map((_, shift) => shift))('moves through all providers, from place %i', async (shift) => {
    const talk = createTalk(stage, options);
    const thoughts: AnswerDialect[] = [];
    for (let at = 0; at <= circle.length; at += 1) {
      const dialect = circle[(at + shift) % circle.length] ?? 'openai-chat';
      const scene = scenes[at % scenes.length];
      if (scene === undefined) throw new Error('no scene');
      scene.before(talk);
      const issued = [...talk.issued];
      const turn = scene.turn(options.dialect, dialect);
      const stepped = await talk.step({
        provider: dialect,
        dialect,
        model: modelOf[dialect],
        by: at % 2 === 0 ? 'path' : 'prefix',
        stream: (at + shift) % 3 !== 0,
        turn,
      });
      expectHeard(stepped, unhidden);
      const isKept = keepsAll(options);
      checkState(stepped, dialect, issued, isKept);
      const heard = { issued: isKept ? issued : [], thoughts: isKept ? thoughts : [] };
      const expected = expectedLosses(options, dialect, ownerOf(stepped.ask, dialect), heard);
      checkLosses(stepped, options, dialect, expected);
      expect(stepped.record).toMatchObject({
        provider: dialect,
        outcome: 'ok',
        attempts: [{ outcome: 'ok' }],
      });
      if (turn.reasoning !== undefined) thoughts.push(dialect);
    }
  });
});

const first = ['openai-chat', 'gemini-generate'] as const;
const second = first.flatMap((from) => answerDialects.map((to) => ({ from, to })));

describe.each(clients)('a model without any state answers a client of %s', (_, options) => {
  // That a call of Gemini's own has no signature is not known before Gemini 3 refuses it.
  const told = second.filter(({ from, to }) => from !== options.dialect || from !== to);
  it.each(told)('at $from, and the conversation goes on at $to', async ({ from, to }) => {
    const talk = createTalk(stage, options);
    const step = (dialect: AnswerDialect, model: string, turn: AnswerTurn) =>
      talk.step({ provider: dialect, dialect, model, by: 'path', stream: true, turn });
    // Gemini before 3 signs nothing.
    const old = from === 'gemini-generate' ? 'gemini-2.5-flash' : modelOf[from];
    talk.client.ask('Look.');
    const thinks = { reasoning: 'Hm.', text: 'I look.', stateless: true };
    await step(from, old, { ...thinks, calls: [{ name: 'run', args: {} }] });
    runTools(talk);
    await step(from, old, thinks);
    talk.client.ask('Once more.');
    await step(from, old, { stateless: true, calls: [{ name: 'run', args: {} }] });
    runTools(talk);
    expectHeard(await step(to, modelOf[to], { reasoning: 'I see.', text: 'There.' }));
  });
});
