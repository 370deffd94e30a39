import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { until } from './poll.ts';
import type { Stage } from './stage.ts';
import type { Terminal, TerminalRun } from './terminals.ts';

/** A provider of the settings whose key is in the environment of VS Code as `KEY_OF_{ID}`. */
export function providerSetting(id: string, upstream: ScriptedUpstream): Readonly<Record<string, unknown>> {
  const openai = { baseUrl: `${upstream.url}/v1` };
  return {
    id,
    name: id.toUpperCase(),
    baseUrl: upstream.url,
    dialects: {
      'openai-responses': openai,
      'openai-chat': openai,
      'anthropic-messages': {},
      'gemini-generate': {},
    },
    accounts: [{ id: 'main', key: { env: `KEY_OF_${id.toUpperCase()}` } }],
    models: ['*'],
  };
}

/** The environment that `providerSetting` refers to. */
export function keysOf(...ids: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(ids.map((id) => [`KEY_OF_${id.toUpperCase()}`, `key-of-${id}`]));
}

/** All families on, as after the question. */
export const routedTerminals: Readonly<Record<string, unknown>> = {
  'patchbay.terminals.codex': true,
  'patchbay.terminals.claudeCode': true,
  'patchbay.terminals.geminiCli': true,
  'patchbay.terminals.openaiSdk': true,
};

/** Starts VS Code with these providers, their keys and routed terminals, and opens a window. */
export async function openWith(
  stage: Stage,
  upstreams: Readonly<Record<string, ScriptedUpstream>>,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<Page> {
  const providers = Object.entries(upstreams).map(([id, upstream]) => providerSetting(id, upstream));
  await stage.start({
    env: keysOf(...Object.keys(upstreams)),
    settings: { ...routedTerminals, 'patchbay.providers': providers, ...settings },
  });
  return stage.open();
}

/** Asks with curl and nothing but what the terminal has. */
export function curl(terminal: Terminal, model = 'm'): Promise<TerminalRun> {
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: 'Hi' }] });
  return terminal.run(
    `curl -sS -w '\\n%{http_code}' "$OPENAI_BASE_URL/chat/completions" -H "authorization: Bearer $OPENAI_API_KEY" -H 'content-type: application/json' -d '${body}'`,
  );
}

/** The log channel of the extension as it stands on disk. */
export async function productLog(run: string): Promise<string> {
  return until('the extension’s log', async () => {
    const names = await readdir(run, { recursive: true });
    const files = names.filter((name) => name.endsWith('Patchbay.log'));
    const texts = await Promise.all(files.map((name) => readFile(join(run, name), 'utf8')));
    return texts.length > 0 && texts.join('\n');
  });
}

/** Fails when a secret stands in a file below a folder. */
export async function assertNowhere(folder: string, secret: string): Promise<void> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of names) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    assert.ok(!bytes.includes(secret), `${path} holds a secret`);
  }
}
