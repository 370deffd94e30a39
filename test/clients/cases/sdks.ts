import assert from 'node:assert/strict';
import { answer, toolRound } from '../../support/scripted-upstream-behaviour.ts';
import type { Case } from '../harness/case.ts';
import { resultOf, runScript } from '../harness/run-script.ts';
import type { Stage } from '../harness/stage.ts';

const hello = 'Hello, wörld — 你好 👋.';
/** 120 + 40 tokens in, 18 out: the usual figures of the scripted upstream. */
const allTokens = 178;

interface SdkCase {
  readonly program: string;
  readonly mode: string;
  readonly path?: string;
  readonly expected: Readonly<Record<string, unknown>>;
}

const text = { text: hello, tokens: allTokens };
const vectors = [0.25, -0.5, 0.125, 1];

const openai: readonly [string, Readonly<Record<string, unknown>>][] = [
  ['chat', text],
  // The chunk with the figures is asked for by the gateway and must not reach a program that did not ask.
  ['chat-stream', { text: hello, withUsage: 0 }],
  ['chat-helper', text],
  ['responses', text],
  ['responses-helper', text],
  ['completions', text],
  ['embeddings', { vectors: [vectors, vectors] }],
];

const anthropic: readonly [string, Readonly<Record<string, unknown>>][] = [
  // Anthropic counts what it read from its cache beside the input.
  ['create', { text: hello, tokens: allTokens - 40 }],
  ['stream', { text: hello }],
  ['helper', { text: hello, tokens: allTokens - 40 }],
  ['count', { tokens: 42 }],
];

const genai: readonly [string, Readonly<Record<string, unknown>>][] = [
  ['generate', text],
  ['stream', text],
  ['count', { tokens: 42 }],
  ['embed', { vectors: [vectors] }],
];

const plain: readonly SdkCase[] = [
  ...openai.map(([mode, expected]) => ({ program: 'openai', mode, path: '/v1', expected })),
  ...anthropic.map(([mode, expected]) => ({ program: 'anthropic', mode, expected })),
  ...genai.map(([mode, expected]) => ({ program: 'genai', mode, expected })),
];

const plainCases: readonly Case[] = plain.map(({ program, mode, path, expected }) => ({
  name: `sdk: ${program} ${mode}`,
  async run(stage) {
    const upstream = await stage.upstream('one', { script: answer(hello) });
    const door = await stage.open([{ id: 'one', upstream }]);
    assert.deepEqual(resultOf(await runScript(stage, door, program, [mode], path)), expected);
  },
}));

const known = ['gpt-5.5', 'claude-sonnet-5-5', 'gemini-3.8-flash'];

const listers: readonly { program: string; path: string; own: string; spelled(name: string): string }[] = [
  { program: 'openai', path: '/v1', own: 'gpt-5.5', spelled: (name) => name },
  { program: 'anthropic', path: '', own: 'claude-sonnet-5-5', spelled: (name) => name },
  { program: 'genai', path: '', own: 'gemini-3.8-flash', spelled: (name) => `models/${name}` },
];

/** Lists are the gateway's own work: it answers four callers at one path from what it knows of its providers. */
const listCases: readonly Case[] = listers.flatMap(({ program, path, own, spelled }) =>
  ['models', 'one-model'].map((mode) => ({
    name: `sdk: ${program} ${mode}`,
    async run(stage: Stage) {
      const upstream = await stage.upstream('one', { models: known });
      const door = await stage.open([{ id: 'one', upstream, models: known }]);
      const { names } = resultOf(await runScript(stage, door, program, [mode], path));
      assert.ok(Array.isArray(names), 'the program lists names');
      for (const name of mode === 'models' ? known : [own]) {
        assert.ok(names.includes(spelled(name)), `${name} is not among: ${names.join(', ')}`);
      }
    },
  })),
);

const aiProviders = ['openai-responses', 'openai-chat', 'anthropic', 'google', 'compatible'];

const aiCases: readonly Case[] = aiProviders.flatMap((provider) => [
  {
    name: `sdk: ai generateText ${provider}`,
    async run(stage) {
      const upstream = await stage.upstream('one', { script: answer(hello) });
      const door = await stage.open([{ id: 'one', upstream }]);
      const result = resultOf(await runScript(stage, door, 'ai', ['generate', provider]));
      assert.deepEqual(result, { text: hello, tokens: allTokens });
    },
  },
  {
    name: `sdk: ai streamText with a tool ${provider}`,
    async run(stage) {
      const upstream = await stage.upstream('one', { script: toolRound('cat secret.txt') });
      const door = await stage.open([{ id: 'one', upstream }]);
      const { text: said } = resultOf(await runScript(stage, door, 'ai', ['tool', provider]));
      assert.equal(said, `The tool said: ${stage.secret}`);
      assert.equal(upstream.calls.length, 2, 'requests of the round');
    },
  },
]);

export const sdkCases: readonly Case[] = [...plainCases, ...listCases, ...aiCases];
