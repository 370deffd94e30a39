import assert from 'node:assert/strict';
import type { Dialect } from '../../../src/gateway/exchange/dialect.ts';
import type { ScriptedUpstream } from '../../support/scripted-upstream.ts';
import type { Finished } from '../harness/run-program.ts';
import { runScript } from '../harness/run-script.ts';
import type { Door, Stage } from '../harness/stage.ts';
import { runClaude } from './claude.ts';
import { runCodex } from './codex.ts';
import { runGemini } from './gemini.ts';

/** A client that streams one answer. */
export interface StreamingClient {
  readonly name: string;
  readonly dialect: Dialect;
  /** Agents retry by themselves and have a person in front of them. */
  readonly agent: boolean;
  run(stage: Stage, door: Door, prefix?: string): Promise<Finished>;
}

/** The three agents and the three vendors' SDKs, in the one way of each that holds it most to the form. */
export const streamingClients: readonly StreamingClient[] = [
  {
    name: 'codex',
    dialect: 'openai-responses',
    agent: true,
    run: (stage, door, prefix = '') => runCodex(stage, door, { model: 'gpt-5.5', prefix }),
  },
  {
    name: 'claude',
    dialect: 'anthropic-messages',
    agent: true,
    run: (stage, door, prefix = '') => runClaude(stage, door, { bare: true, prefix }),
  },
  {
    name: 'gemini',
    dialect: 'gemini-generate',
    agent: true,
    run: (stage, door, prefix = '') => runGemini(stage, door, { model: 'gemini-3.8-flash', prefix }),
  },
  sdk('openai chat-helper', 'openai-chat', 'openai', 'chat-helper', '/v1'),
  sdk('openai responses-helper', 'openai-responses', 'openai', 'responses-helper', '/v1'),
  sdk('anthropic helper', 'anthropic-messages', 'anthropic', 'helper', ''),
  sdk('genai stream', 'gemini-generate', 'genai', 'stream', ''),
];

function sdk(name: string, dialect: Dialect, program: string, mode: string, path: string): StreamingClient {
  return {
    name,
    dialect,
    agent: false,
    run: (stage, door, prefix = '') => runScript(stage, door, program, [mode], `${prefix}${path}`),
  };
}

/**
 * Milliseconds from its first request to a provider until a client may end at the latest. The longest healthy one is
 * Codex, which asks six times within seven seconds when it is refused.
 */
const patienceMs = 10_000;

/** The client ended soon after its first request: its start, which depends on the machine, does not count. */
export function checkSoon(end: Finished, upstreams: readonly ScriptedUpstream[]): void {
  const first = Math.min(...upstreams.flatMap((upstream) => upstream.calls.map((call) => call.at)));
  assert.ok(Number.isFinite(first), 'no provider was asked');
  assert.ok(end.endedAt - first < patienceMs, `it took ${end.endedAt - first} ms after the first request`);
}

/** The person sees the text once and no error. */
export function checkCleanAnswer(end: Finished, text: string): void {
  assert.equal(end.code, 0, `exit code; output: ${end.stdout.slice(-300)} ${end.stderr.slice(-300)}`);
  assert.equal(
    end.stdout.split(text).length - 1,
    1,
    `times that the answer stands in: ${end.stdout.slice(0, 600)}`,
  );
}
