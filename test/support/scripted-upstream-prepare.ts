import { textAt } from './json-value.ts';
import { renderAnthropic } from './scripted-upstream-anthropic.ts';
import type { UpstreamAsk } from './scripted-upstream-ask.ts';
import {
  type Answer,
  answer,
  type Behaviour,
  type ErrorReply,
  failure,
  inDeltas,
  type RawReply,
  type ToolCall,
  type ToolRound,
  type UsageFigures,
} from './scripted-upstream-behaviour.ts';
import {
  geminiEmbeddings,
  modelCard,
  modelList,
  openaiEmbeddings,
  tokenCount,
} from './scripted-upstream-catalog.ts';
import { renderChat, renderCompletions } from './scripted-upstream-chat.ts';
import { type ProviderFacts, refusalOf } from './scripted-upstream-check.ts';
import { errorBody, errorEvents, errorMessage } from './scripted-upstream-errors.ts';
import { renderGemini } from './scripted-upstream-gemini.ts';
import { cut, type Prepared } from './scripted-upstream-play.ts';
import { renderResponses, responseBody } from './scripted-upstream-responses.ts';
import { exampleOf } from './scripted-upstream-schema.ts';
import type { Rendered, Turn } from './scripted-upstream-turn.ts';

/** What of a request the answer depends on. */
export interface Prepareable {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly json: unknown;
  readonly ask: UpstreamAsk;
}

/** Figures of an answer when a test does not say any. */
export const usualUsage: UsageFigures = {
  input: 120,
  cacheRead: 40,
  cacheWrite: 0,
  output: 18,
  reasoning: 0,
};

/**
 * Turns behaviour into bytes. `behaviour` undefined is the provider's normal answer. A request that a real provider
 * would refuse (no key, no `max_tokens`, unknown path) is refused, whatever the script says, unless the script
 * sends raw bytes or an error itself.
 */
export function prepare(
  request: Prepareable,
  behaviour: Behaviour | undefined,
  facts: ProviderFacts & { readonly listed?: readonly string[] },
  serial: number,
): Prepared {
  const header = (name: string): string | undefined => request.headers[name]?.toString();
  if (behaviour?.kind === 'raw') return prepareRaw(behaviour, request.ask);
  if (behaviour?.kind === 'error') return prepareError(behaviour, request.ask, serial);
  const refusal = refusalOf(request.ask, { path: request.path, json: request.json, header }, facts);
  if (refusal !== undefined) {
    return prepareError(failure(refusal.status, { message: refusal.message }), request.ask, serial);
  }
  if (request.ask.operation === 'generate') return prepareTurn(behaviour ?? answer(), request.ask, serial);
  const body = otherBody(request, facts.models ?? facts.listed ?? []);
  if (body === undefined) return prepareError(failure(404), request.ask, serial);
  return { ...plain(200, request.ask, serial, behaviour), pieces: body === '' ? [] : [body] };
}

/** Bodies of everything that is not generation; undefined where this provider keeps nothing (stored responses). */
function otherBody(request: Prepareable, models: readonly string[]): string | undefined {
  const ask = request.ask;
  switch (ask.operation) {
    case 'models':
      return modelList(ask.dialect, models);
    case 'model':
      return modelCard(ask.dialect, ask.model);
    case 'count-tokens':
      return tokenCount(ask.dialect, 42);
    case 'embed':
    case 'batch-embed':
      return ask.dialect === 'gemini-generate'
        ? geminiEmbeddings(request.json, ask.operation === 'batch-embed')
        : openaiEmbeddings(request.json, ask.model, textAt(request.json, 'encoding_format') === 'base64');
    case 'probe':
      return '';
    default:
      return undefined;
  }
}

function prepareTurn(behaviour: Answer | ToolRound, ask: UpstreamAsk, serial: number): Prepared {
  const turn = turnOf(behaviour, ask, serial);
  const rendered = render(turn, ask);
  const streamed = behaviour.shape === undefined ? ask.stream : behaviour.shape === 'stream';
  const base = plain(200, ask, serial, behaviour);
  const fault = behaviour.fault;
  const status = fault?.status ?? (ask.dialect === 'anthropic-messages' ? 529 : 503);
  if (!streamed && fault?.do === 'error') {
    const message = fault.message === undefined ? {} : { message: fault.message };
    return prepareError(failure(status, message), ask, serial);
  }
  if (!streamed) {
    const middle = Math.floor(rendered.json.length / 2);
    return { ...base, pieces: [rendered.json.slice(0, middle), rendered.json.slice(middle)] };
  }
  const sent = typeof fault?.after === 'number' ? fault.after : fault ? rendered.events.length : 0;
  const place = {
    dialect: ask.dialect,
    sse: ask.sse,
    sent,
    response: responseBody(turn, 'in_progress', [], undefined),
  };
  return {
    ...base,
    headers: { ...base.headers, 'content-type': streamType(ask), ...behaviour.headers },
    pieces: rendered.events,
    errorPieces: errorEvents(place, status, fault?.message ?? errorMessage(status)),
    streamed: true,
  };
}

function turnOf(behaviour: Answer | ToolRound, ask: UpstreamAsk, serial: number): Turn {
  const said = behaviour.kind === 'tool-round' ? roundOf(behaviour, ask) : behaviour;
  const usage = behaviour.usage === 'none' ? undefined : { ...usualUsage, ...behaviour.usage };
  return {
    serial,
    model: behaviour.model ?? ask.model,
    reasoning: behaviour.reasoning ?? '',
    text: said.text ?? [],
    calls: said.calls ?? [],
    usage,
    stop: behaviour.stop ?? 'end',
  };
}

/** Agents put notes of their own around a tool's output; what it printed stands within the last part of it. */
const longestQuote = 600;

/** Call the shell, quote what it printed, or just talk (Claude Code's title, Gemini CLI's choice of a model). */
function roundOf(
  behaviour: ToolRound,
  ask: UpstreamAsk,
): { text?: readonly string[]; calls?: readonly ToolCall[] } {
  const result = ask.toolResults.at(-1);
  if (result !== undefined) {
    const quoted = result.replace(/\s+/g, ' ').trim().slice(-longestQuote);
    return { text: inDeltas(`The tool said: ${quoted}`) };
  }
  // Side requests of agents (a title, the choice of a model) mostly ask for JSON, and are repeated when it is not.
  if (ask.schema !== undefined) return { text: [JSON.stringify(exampleOf(ask.schema))] };
  if (ask.shell === undefined) return { text: behaviour.text ?? inDeltas('There is nothing to run here.') };
  const shell = ask.shell;
  const place = shell.namespace === undefined ? {} : { namespace: shell.namespace };
  // Codex with gpt-6 models: the one tool is a JavaScript cell in which `tools` holds the functions.
  const script = `const result = await tools.exec_command({ cmd: ${JSON.stringify(behaviour.command)} });\ntext(result.output);\n`;
  if (shell.kind === 'custom') {
    return { calls: [{ kind: 'custom', name: shell.name, ...place, arguments: script }] };
  }
  if (/(^|__)exec$/.test(shell.name)) {
    // The cell towards a dialect without tools of free text.
    const input = JSON.stringify({ input: script });
    return { calls: [{ kind: 'function', name: shell.name, ...place, arguments: input }] };
  }
  const field = shell.name === 'exec_command' ? 'cmd' : 'command';
  const input = JSON.stringify({ [field]: behaviour.command, description: 'Runs the scripted command' });
  return { calls: [{ kind: 'function', name: shell.name, ...place, arguments: input }] };
}

function render(turn: Turn, ask: UpstreamAsk): Rendered {
  switch (ask.dialect) {
    case 'openai-responses':
      return renderResponses(turn);
    case 'anthropic-messages':
      return renderAnthropic(turn);
    case 'gemini-generate':
      return renderGemini(turn, ask.sse);
    case 'openai-completions':
      return renderCompletions(turn, ask.includeUsage);
    default:
      return renderChat(turn, ask.includeUsage);
  }
}

function prepareError(behaviour: ErrorReply, ask: UpstreamAsk, serial: number): Prepared {
  const base = plain(behaviour.status, ask, serial, behaviour);
  const message = behaviour.message ?? errorMessage(behaviour.status);
  const body = behaviour.body ?? errorBody(ask.dialect, behaviour.status, message, requestIdOf(serial));
  return { ...base, pieces: [body] };
}

/** The cuts are made here, so that a fault can be told after how many of them it strikes. */
function prepareRaw(behaviour: RawReply, ask: UpstreamAsk): Prepared {
  const type = ask.stream && behaviour.status === 200 ? streamType(ask) : 'application/json';
  return {
    status: behaviour.status,
    headers: { 'content-type': type, ...behaviour.headers },
    pieces: cut(Buffer.from(behaviour.body), behaviour.cuts ?? 'event', 0),
    errorPieces: [],
    cuts: 'event',
    paceMs: behaviour.paceMs ?? 0,
    streamed: true,
    ...(behaviour.fault === undefined ? {} : { fault: behaviour.fault }),
    ...(behaviour.coding === undefined ? {} : { coding: behaviour.coding }),
  };
}

/** The frame of every answer that is not a stream. */
function plain(
  status: number,
  ask: UpstreamAsk,
  serial: number,
  behaviour: Answer | ToolRound | ErrorReply | undefined,
): Prepared {
  return {
    status,
    headers: { ...vendorHeaders(ask, serial), ...behaviour?.headers },
    pieces: [],
    errorPieces: [],
    cuts: behaviour?.cuts ?? 'event',
    paceMs: behaviour?.paceMs ?? 0,
    streamed: false,
    ...(behaviour?.fault === undefined ? {} : { fault: behaviour.fault }),
    ...(behaviour?.coding === undefined ? {} : { coding: behaviour.coding }),
  };
}

function streamType(ask: UpstreamAsk): string {
  if (ask.dialect !== 'gemini-generate') return 'text/event-stream; charset=utf-8';
  return ask.sse ? 'text/event-stream' : 'application/json; charset=UTF-8';
}

function requestIdOf(serial: number): string {
  return `req_scripted${String(serial).padStart(8, '0')}`;
}

/** The headers that clients read: the request's id and what is left of the limits. */
function vendorHeaders(ask: UpstreamAsk, serial: number): Readonly<Record<string, string>> {
  if (ask.dialect === 'gemini-generate') {
    return {
      'content-type': 'application/json; charset=UTF-8',
      vary: 'Origin, X-Origin, Referer',
      server: 'scaffolding on HTTPServer2',
      'x-content-type-options': 'nosniff',
    };
  }
  if (ask.dialect === 'anthropic-messages') {
    return {
      'content-type': 'application/json',
      'request-id': requestIdOf(serial),
      'anthropic-ratelimit-requests-limit': '4000',
      'anthropic-ratelimit-requests-remaining': '3999',
      'anthropic-ratelimit-requests-reset': '2025-11-21T00:00:01Z',
    };
  }
  return {
    'content-type': 'application/json',
    'openai-version': '2020-10-01',
    'x-request-id': requestIdOf(serial),
    'x-ratelimit-limit-requests': '30000',
    'x-ratelimit-remaining-requests': '29999',
    'x-ratelimit-reset-requests': '2ms',
  };
}
