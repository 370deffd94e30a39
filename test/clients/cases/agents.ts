import assert from 'node:assert/strict';
import type { ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { toolRound } from '../../support/scripted-upstream-behaviour.ts';
import { runClaude } from '../agents/claude.ts';
import { runCodex } from '../agents/codex.ts';
import { runGemini } from '../agents/gemini.ts';
import type { Case } from '../harness/case.ts';
import type { Finished } from '../harness/run-program.ts';
import type { Door, Stage } from '../harness/stage.ts';

type Run = (stage: Stage, door: Door) => Promise<Finished>;

const agents: Readonly<Record<string, Run>> = {
  'codex gpt-5.5': (stage, door) => runCodex(stage, door, { model: 'gpt-5.5' }),
  'codex gpt-6-sol (JavaScript tool)': (stage, door) => runCodex(stage, door, { model: 'gpt-6-sol' }),
  'codex unknown model': (stage, door) => runCodex(stage, door, { model: 'my-local-model' }),
  'codex built-in provider (WebSocket first)': (stage, door) =>
    runCodex(stage, door, { model: 'gpt-5.5', provider: 'builtin' }),
  'claude with a token': (stage, door) => runClaude(stage, door, { auth: 'token' }),
  'claude with an API key': (stage, door) => runClaude(stage, door, { auth: 'key' }),
  'claude --bare with a token': (stage, door) => runClaude(stage, door, { auth: 'token', bare: true }),
  'claude --bare with an API key': (stage, door) => runClaude(stage, door, { auth: 'key', bare: true }),
  'claude --bare another model': (stage, door) => runClaude(stage, door, { bare: true, model: 'gpt-5.5' }),
  'claude --bare with both, one of them not ours': (stage, door) =>
    runClaude(stage, door, { auth: 'both', bare: true }),
  'gemini -m': (stage, door) => runGemini(stage, door, { model: 'gemini-3.8-flash' }),
  'gemini choosing its model': (stage, door) => runGemini(stage, door, {}),
};

/** A provider takes the first key that it finds; that any of several will do is the gateway's own promise. */
const gatewayOnly: ReadonlySet<string> = new Set(['claude --bare with both, one of them not ours']);

/** Every agent runs a shell command that the model asked for and hands its output to the next request. */
export const agentCases: readonly Case[] = Object.entries(agents).map(([name, run]) => ({
  name: `tool round: ${name}`,
  ...(gatewayOnly.has(name) ? { needsGateway: true } : {}),
  async run(stage) {
    const upstream = await stage.upstream('one', { script: toolRound('cat secret.txt') });
    const door = await stage.open([{ id: 'one', upstream }]);
    const end = await run(stage, door);
    checkToolRound(stage, upstream, end);
  },
}));

/** The command ran, its output went upstream, the last answer reached the person, and nothing was asked twice. */
export function checkToolRound(stage: Stage, upstream: ScriptedUpstream, end: Finished): void {
  assert.equal(end.code, 0, `exit code; standard error: ${end.stderr.slice(-400)}`);
  const results = upstream.calls.flatMap((request) => request.ask.toolResults);
  assert.ok(
    results.some((result) => result.includes(stage.secret)),
    `no request held the command’s output; results: ${JSON.stringify(results).slice(0, 300)}`,
  );
  assert.ok(end.stdout.includes(stage.secret), 'the last answer did not reach standard output');
  const withShell = upstream.calls.filter((request) => request.ask.shell !== undefined);
  assert.equal(withShell.length, 2, 'requests of the round: one before the command, one after');
}
