import assert from 'node:assert/strict';
import type { Dialect } from '../../../src/gateway/exchange/dialect.ts';
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
  /** Milliseconds that a healthy run may take, start included. */
  readonly patienceMs: number;
  run(stage: Stage, door: Door, prefix?: string): Promise<Finished>;
}

const patienceMs = 10_000;

/** The three agents and the three vendors' SDKs, in the one way of each that holds it most to the form. */
export const streamingClients: readonly StreamingClient[] = [
  {
    name: 'codex',
    dialect: 'openai-responses',
    agent: true,
    patienceMs,
    run: (stage, door, prefix = '') => runCodex(stage, door, { model: 'gpt-5.5', prefix }),
  },
  {
    name: 'claude',
    dialect: 'anthropic-messages',
    agent: true,
    patienceMs,
    run: (stage, door, prefix = '') => runClaude(stage, door, { bare: true, prefix }),
  },
  {
    name: 'gemini',
    dialect: 'gemini-generate',
    agent: true,
    // Its start alone takes up to five seconds.
    patienceMs: patienceMs + 5_000,
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
    patienceMs,
    run: (stage, door, prefix = '') => runScript(stage, door, program, [mode], `${prefix}${path}`),
  };
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
