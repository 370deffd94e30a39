import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Conversing, conversing } from '../../support/requests.ts';
import type { ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { answer, type Behaviour, toolRound } from '../../support/scripted-upstream-behaviour.ts';
import { runClaude } from '../agents/claude.ts';
import { runCodex } from '../agents/codex.ts';
import { runGemini } from '../agents/gemini.ts';
import { runPi } from '../agents/pi.ts';
import { runQwen } from '../agents/qwen.ts';
import { checkCleanAnswer, streamingClients } from '../agents/streaming-clients.ts';
import type { Case } from '../harness/case.ts';
import type { Finished } from '../harness/run-program.ts';
import { resultOf, runScript } from '../harness/run-script.ts';
import type { Door, Stage } from '../harness/stage.ts';
import { checkToolRound } from './agents.ts';

interface Agent {
  readonly name: string;
  readonly dialect: Conversing;
  /** What the model asks to be run. */
  readonly command?: string;
  run(stage: Stage, door: Door): Promise<Finished>;
}

const agents: readonly Agent[] = [
  ...['gpt-5.5', 'gpt-6-sol', 'my-local-model'].map(
    (model): Agent => ({
      name: `codex ${model}`,
      dialect: 'openai-responses',
      run: (stage, door) => runCodex(stage, door, { model }),
    }),
  ),
  {
    name: 'codex over a WebSocket',
    dialect: 'openai-responses',
    run: (stage, door) => runCodex(stage, door, { model: 'gpt-5.5', provider: 'builtin' }),
  },
  {
    name: 'claude',
    dialect: 'anthropic-messages',
    run: (stage, door) => runClaude(stage, door, { auth: 'token' }),
  },
  {
    name: 'claude --bare',
    dialect: 'anthropic-messages',
    run: (stage, door) => runClaude(stage, door, { bare: true }),
  },
  {
    name: 'gemini',
    dialect: 'gemini-generate',
    run: (stage, door) => runGemini(stage, door, { model: 'gemini-3.8-flash' }),
  },
  // It now and then loses what a command prints in its last moment.
  { name: 'qwen', dialect: 'openai-chat', command: 'cat secret.txt; sleep 1', run: runQwen },
  ...conversing.map(
    (dialect): Agent => ({
      name: `pi with ${dialect}`,
      dialect,
      run: (stage, door) => runPi(stage, door, dialect),
    }),
  ),
];

/** A provider that speaks one dialect and nothing else. */
async function open(
  stage: Stage,
  dialect: Conversing,
  script: Behaviour,
): Promise<{ readonly upstream: ScriptedUpstream; readonly door: Door }> {
  const upstream = await stage.upstream('one', { script });
  const door = await stage.open([{ id: 'one', upstream, dialects: [dialect] }]);
  return { upstream, door };
}

/** Every agent at a provider of each dialect, its own as well where no other case has it. */
const rounds: readonly Case[] = agents.flatMap((agent) =>
  conversing.map(
    (dialect): Case => ({
      name: `converted: ${agent.name} at a provider of ${dialect}`,
      needsGateway: true,
      async run(stage) {
        const script = toolRound(agent.command ?? 'cat secret.txt', {
          reasoning: 'The file has to be read.',
        });
        const { upstream, door } = await open(stage, dialect, script);
        const end = await agent.run(stage, door);
        checkToolRound(stage, upstream, end);
        for (const { ask } of upstream.calls) assert.equal(ask.dialect, dialect);
      },
    }),
  ),
);

const patch = `*** Begin Patch
*** Add File: made-by-a-patch.txt
+first line
+second "line"
*** End Patch
`;

/** Codex takes a patch as free text; towards other dialects the tool is a function, and must come back as it was. */
const patches: readonly Case[] = conversing.map((dialect) => ({
  name: `converted: codex applies a patch from a provider of ${dialect}`,
  needsGateway: true,
  async run(stage) {
    const call =
      dialect === 'openai-responses'
        ? ({ kind: 'custom', name: 'apply_patch', arguments: patch } as const)
        : ({ kind: 'function', name: 'apply_patch', arguments: JSON.stringify({ input: patch }) } as const);
    const upstream = await stage.upstream('one', {
      script: ({ ask }) =>
        ask.toolResults.length > 0 ? answer('The file is there.') : { kind: 'answer', calls: [call] },
    });
    const door = await stage.open([{ id: 'one', upstream, dialects: [dialect] }]);
    const end = await runCodex(stage, door, { model: 'gpt-5.5' });
    assert.equal(end.code, 0, `exit code; standard error: ${end.stderr.slice(-400)}`);
    assert.equal(
      await readFile(join(stage.work, 'made-by-a-patch.txt'), 'utf8'),
      'first line\nsecond "line"\n',
    );
    assert.ok(end.stdout.includes('The file is there.'), 'the last answer did not reach standard output');
  },
}));

/** The SDKs' streaming helpers are the strictest readers: each reads the answers of the other dialects’ providers. */
const helpers: readonly Case[] = streamingClients
  .filter(({ agent }) => !agent)
  .flatMap((client) =>
    conversing
      .filter((dialect) => dialect !== client.dialect)
      .map(
        (dialect): Case => ({
          name: `converted: ${client.name} at a provider of ${dialect}`,
          needsGateway: true,
          async run(stage) {
            const { door } = await open(
              stage,
              dialect,
              answer('Hello, wörld — 你好 👋.', { reasoning: 'Hm.' }),
            );
            checkCleanAnswer(await client.run(stage, door), 'Hello, wörld — 你好 👋.');
          },
        }),
      ),
  );

const aiProviders: readonly (readonly [string, Conversing])[] = [
  ['openai-responses', 'openai-responses'],
  ['openai-chat', 'openai-chat'],
  ['anthropic', 'anthropic-messages'],
  ['google', 'gemini-generate'],
  ['compatible', 'openai-chat'],
];

const aiRounds: readonly Case[] = aiProviders.flatMap(([provider, own]) =>
  conversing
    .filter((dialect) => dialect !== own)
    .map(
      (dialect): Case => ({
        name: `converted: ai streamText with a tool ${provider} at a provider of ${dialect}`,
        needsGateway: true,
        async run(stage) {
          const { upstream, door } = await open(stage, dialect, toolRound('cat secret.txt'));
          const { text } = resultOf(await runScript(stage, door, 'ai', ['tool', provider]));
          assert.equal(text, `The tool said: ${stage.secret}`);
          assert.equal(upstream.calls.length, 2, 'requests of the round');
        },
      }),
    ),
);

export const convertedCases: readonly Case[] = [...rounds, ...patches, ...helpers, ...aiRounds];
