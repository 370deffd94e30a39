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
  /** Responses: names of tools with free-text input, as Codex has them. */
  readonly customTools?: readonly string[];
  /** More members of the body, in the place of those that it would have. */
  readonly more?: JsonRecord;
}

/** What a tool gave back. */
export interface ToolOutput {
  readonly text: string;
  /** A PNG in base64. */
  readonly picture?: string;
  readonly isError?: boolean;
}

/** A client that keeps the history of a conversation as its vendor's SDK does: what it heard goes back as it came. */
export interface SimpleClient {
  readonly dialect: AnswerDialect;
  /** The user says something, and shows a PNG in base64. */
  ask(text: string, picture?: string): void;
  /** Takes an answer in: the body as it came whole, or as `wholeAnswer` put a stream together. */
  hear(body: unknown): void;
  /** Answers every call of the last answer; `run` gives the result; undefined: the call was interrupted and has none. */
  runTools(run: (name: string, input: unknown) => string | ToolOutput | undefined): void;
  /** The body of the next request; model and streaming are those of the client unless said otherwise. */
  request(as?: { readonly model?: string; readonly stream?: boolean }): JsonRecord;
}

interface Call {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}

type Result = Call & { readonly output: ToolOutput };

/** What is different from dialect to dialect. */
interface Habits {
  user(text: string, picture: string | undefined): unknown;
  /** What of an answer goes back. */
  heard(body: unknown): readonly unknown[];
  results(results: readonly Result[]): readonly unknown[];
  request(history: readonly unknown[], options: ClientOptions): JsonRecord;
}

export function createSimpleClient(options: ClientOptions): SimpleClient {
  const habit = habits(options)[options.dialect];
  const history: unknown[] = [];
  let calls: readonly Call[] = [];
  return {
    dialect: options.dialect,
    ask: (text, picture) => void history.push(habit.user(text, picture)),
    hear(body) {
      history.push(...habit.heard(body));
      calls = readAnswer(options.dialect, body, false).calls;
    },
    runTools(run) {
      const results = calls.flatMap((call): Result[] => {
        const output = run(call.name, call.input);
        if (output === undefined) return [];
        return [{ ...call, output: typeof output === 'string' ? { text: output } : output }];
      });
      history.push(...habit.results(results));
    },
    request: (as = {}) =>
      structuredClone({ ...habit.request(history, { ...options, ...as }), ...options.more }),
  };
}

const habits = (options: ClientOptions): Readonly<Record<AnswerDialect, Habits>> => ({
  'openai-chat': {
    user: (text, picture) => ({
      role: 'user',
      content:
        picture === undefined
          ? text
          : [
              { type: 'text', text },
              { type: 'image_url', image_url: { url: png(picture) } },
            ],
    }),
    heard: (body) => [chatMessage(valueAt(body, 'choices', 0, 'message'), options.keepsReasoning === true)],
    // Tool messages hold text only: pictures follow in a message of the user's.
    results: (results) => [
      ...results.map(({ id, output }) => ({ role: 'tool', tool_call_id: id, content: errorText(output) })),
      ...pictures(results).map((picture) => ({
        role: 'user',
        content: [{ type: 'image_url', image_url: { url: png(picture) } }],
      })),
    ],
    request: (history, { model, system, stream, tools }) => ({
      model,
      messages: [...(system === undefined ? [] : [{ role: 'system', content: system }]), ...history],
      ...(stream && { stream, stream_options: { include_usage: true } }),
      ...named(tools, (name, parameters) => ({ type: 'function', function: { name, parameters } })),
    }),
  },
  'openai-responses': {
    user: (text, picture) => ({
      role: 'user',
      content: picture === undefined ? text : [{ type: 'input_text', text }, inputImage(picture)],
    }),
    heard: (body) => listAt(body, 'output'),
    results: (results) =>
      results.map(({ id, name, output }) => ({
        type: options.customTools?.includes(name) ? 'custom_tool_call_output' : 'function_call_output',
        call_id: id,
        output:
          output.picture === undefined
            ? errorText(output)
            : [{ type: 'input_text', text: errorText(output) }, inputImage(output.picture)],
      })),
    request: (history, { model, system, stream, tools, customTools = [] }) => ({
      model,
      ...(system !== undefined && { instructions: system }),
      input: history,
      store: false,
      include: ['reasoning.encrypted_content'],
      ...(stream && { stream }),
      ...named(
        tools,
        (name, parameters) => ({ type: 'function', name, parameters, strict: false }),
        customTools.map((name) => ({ type: 'custom', name, description: `Free text for ${name}.` })),
      ),
    }),
  },
  'anthropic-messages': {
    user: (text, picture) => ({
      role: 'user',
      content: [{ type: 'text', text }, ...(picture === undefined ? [] : [imageBlock(picture)])],
    }),
    heard: (body) => [{ role: 'assistant', content: listAt(body, 'content') }],
    results: (results) => [
      {
        role: 'user',
        content: results.map(({ id, output: { text, picture, isError } }) => ({
          type: 'tool_result',
          tool_use_id: id,
          content: picture === undefined ? text : [{ type: 'text', text }, imageBlock(picture)],
          ...(isError === true && { is_error: true }),
        })),
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
    user: (text, picture) => ({
      role: 'user',
      parts: [{ text }, ...(picture === undefined ? [] : [inlineData(picture)])],
    }),
    heard: (body) => [valueAt(body, 'candidates', 0, 'content')],
    results: (results) => [
      {
        role: 'user',
        parts: results.map(({ id, name, output: { text, picture, isError } }) => ({
          functionResponse: {
            name,
            response: isError === true ? { error: text } : { output: text },
            ...(id !== '' && { id }),
            ...(picture !== undefined && { parts: [inlineData(picture)] }),
          },
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
  others: readonly JsonRecord[] = [],
): JsonRecord {
  if (tools === undefined) return {};
  return { tools: [...Object.entries(tools).map(([name, schema]) => write(name, schema)), ...others] };
}

/** For dialects without a mark for failed tools. */
function errorText({ text, isError }: ToolOutput): string {
  return isError === true ? `Error: ${text}` : text;
}

function pictures(results: readonly Result[]): string[] {
  return results.flatMap(({ output }) => output.picture ?? []);
}

const png = (data: string): string => `data:image/png;base64,${data}`;
const inputImage = (data: string): JsonRecord => ({ type: 'input_image', image_url: png(data) });
const inlineData = (data: string): JsonRecord => ({ inlineData: { mimeType: 'image/png', data } });
const imageBlock = (data: string): JsonRecord => ({
  type: 'image',
  source: { type: 'base64', media_type: 'image/png', data },
});

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
