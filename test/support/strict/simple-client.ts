import { isRecord, type JsonRecord, listAt, valueAt } from '../json-value.ts';
import type { AnswerDialect } from './answer-judge.ts';
import { readAnswer } from './reading.ts';

export interface ClientOptions {
  readonly dialect: AnswerDialect;
  readonly model: string;
  /** Functions by name, with the JSON schema of their arguments. */
  readonly tools?: Readonly<Record<string, JsonRecord>>;
  readonly system?: string;
  readonly stream?: boolean;
  /** Chat completions: sends reasoning fields back as they came. False when absent, as most clients. */
  readonly keepsReasoning?: boolean;
}

/** A client that keeps the history of a conversation as its vendor's SDK does: what it heard goes back as it came. */
export interface SimpleClient {
  readonly dialect: AnswerDialect;
  /** The user says something. */
  ask(text: string): void;
  /** Takes an answer in: the body as it came whole, or as `wholeAnswer` put a stream together. */
  hear(body: unknown): void;
  /** Answers every call of the last answer; `run` gives the result's text. */
  runTools(run: (name: string, input: unknown) => string): void;
  /** The body of the next request. */
  request(): JsonRecord;
}

interface Call {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}

/** What is different from dialect to dialect. */
interface Habits {
  user(text: string): unknown;
  /** What of an answer goes back. */
  heard(body: unknown): readonly unknown[];
  results(results: readonly (Call & { readonly output: string })[]): readonly unknown[];
  request(history: readonly unknown[], options: ClientOptions): JsonRecord;
}

export function createSimpleClient(options: ClientOptions): SimpleClient {
  const habit = habits(options)[options.dialect];
  const history: unknown[] = [];
  let calls: readonly Call[] = [];
  return {
    dialect: options.dialect,
    ask: (text) => void history.push(habit.user(text)),
    hear(body) {
      history.push(...habit.heard(body));
      calls = readAnswer(options.dialect, body, false).calls;
    },
    runTools(run) {
      history.push(...habit.results(calls.map((call) => ({ ...call, output: run(call.name, call.input) }))));
    },
    request: () => structuredClone(habit.request(history, options)),
  };
}

const habits = (options: ClientOptions): Readonly<Record<AnswerDialect, Habits>> => ({
  'openai-chat': {
    user: (content) => ({ role: 'user', content }),
    heard: (body) => [chatMessage(valueAt(body, 'choices', 0, 'message'), options.keepsReasoning === true)],
    results: (results) =>
      results.map(({ id, output }) => ({ role: 'tool', tool_call_id: id, content: output })),
    request: (history, { model, system, stream, tools }) => ({
      model,
      messages: [...(system === undefined ? [] : [{ role: 'system', content: system }]), ...history],
      ...(stream && { stream, stream_options: { include_usage: true } }),
      ...named(tools, (name, parameters) => ({ type: 'function', function: { name, parameters } })),
    }),
  },
  'openai-responses': {
    user: (content) => ({ role: 'user', content }),
    heard: (body) => listAt(body, 'output'),
    results: (results) =>
      results.map(({ id, output }) => ({ type: 'function_call_output', call_id: id, output })),
    request: (history, { model, system, stream, tools }) => ({
      model,
      ...(system !== undefined && { instructions: system }),
      input: history,
      store: false,
      include: ['reasoning.encrypted_content'],
      ...(stream && { stream }),
      ...named(tools, (name, parameters) => ({ type: 'function', name, parameters, strict: false })),
    }),
  },
  'anthropic-messages': {
    user: (text) => ({ role: 'user', content: [{ type: 'text', text }] }),
    heard: (body) => [{ role: 'assistant', content: listAt(body, 'content') }],
    results: (results) => [
      {
        role: 'user',
        content: results.map(({ id, output }) => ({ type: 'tool_result', tool_use_id: id, content: output })),
      },
    ],
    request: (history, { model, system, stream, tools }) => ({
      model,
      max_tokens: 8000,
      ...(system !== undefined && { system }),
      messages: history,
      thinking: { type: 'adaptive' },
      ...(stream && { stream }),
      ...named(tools, (name, input_schema) => ({ name, input_schema })),
    }),
  },
  'gemini-generate': {
    user: (text) => ({ role: 'user', parts: [{ text }] }),
    heard: (body) => [valueAt(body, 'candidates', 0, 'content')],
    results: (results) => [
      {
        role: 'user',
        parts: results.map(({ id, name, output }) => ({
          functionResponse: { name, response: { output }, ...(id !== '' && { id }) },
        })),
      },
    ],
    request: (contents, { system, tools }) => ({
      contents,
      ...(system !== undefined && { systemInstruction: { parts: [{ text: system }] } }),
      ...(tools !== undefined && {
        tools: [
          {
            functionDeclarations: Object.entries(tools).map(([name, parametersJsonSchema]) => ({
              name,
              parametersJsonSchema,
            })),
          },
        ],
      }),
    }),
  },
});

function named(
  tools: ClientOptions['tools'],
  write: (name: string, schema: JsonRecord) => JsonRecord,
): JsonRecord {
  if (tools === undefined) return {};
  return { tools: Object.entries(tools).map(([name, schema]) => write(name, schema)) };
}

function chatMessage(message: unknown, keepsReasoning: boolean): JsonRecord {
  const kept = [
    'role',
    'content',
    'tool_calls',
    ...(keepsReasoning ? ['reasoning_content', 'reasoning_details'] : []),
  ];
  const fields = isRecord(message) ? Object.entries(message) : [];
  return Object.fromEntries(fields.filter(([name]) => kept.includes(name)));
}
