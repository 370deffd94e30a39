import { createHash } from 'node:crypto';
import type { Dialect } from '../../exchange/dialect.ts';
import type { UpstreamRequest } from '../../exchange/ports.ts';
import { type DemoAnswer, type DemoContext, jsonAnswer, tokens } from './demo-answer.ts';
import type { DemoAsk } from './demo-ask.ts';
import { type DemoReply, demoReply } from './demo-reply.ts';
import { demoRoute } from './demo-route.ts';
import { geminiEmbedding, geminiEmbeddings, openaiEmbeddings } from './embeddings.ts';
import { type Fields, fields, list, text } from './json.ts';
import { modelDescription, modelList } from './model-list.ts';
import { readChat } from './read-chat.ts';
import { readGemini } from './read-gemini.ts';
import { readMessages } from './read-messages.ts';
import { readResponses } from './read-responses.ts';
import { writeChat } from './write-chat.ts';
import { writeCompletions } from './write-completions.ts';
import { errorAnswer, overloadStatus } from './write-error.ts';
import { writeGemini } from './write-gemini.ts';
import { writeMessages } from './write-messages.ts';
import { writeResponses } from './write-responses.ts';

/** The answer of the demo provider to a request. `created` is in seconds since the epoch. Depends on nothing else. */
export function demoAnswerTo(request: UpstreamRequest, created: number): DemoAnswer {
  const route = demoRoute(request);
  const id = idOf(request);
  switch (route.to) {
    case 'models':
      return modelList(route.style, created);
    case 'model':
      return route.model === 'demo'
        ? modelDescription(route.style, created)
        : unknownModel(dialectOfStyle[route.style], route.model, id);
    case 'nothing': {
      const message = `The demo provider has nothing at ${request.method} ${request.path.split('?')[0]}.`;
      const error = { message, type: 'invalid_request_error', param: null, code: null };
      return { ...jsonAnswer({ error }), status: 404 };
    }
  }
  const dialect = dialectOf[route.to];
  const body = parse(request.body);
  if (body === undefined) return errorAnswer(dialect, 400, 'The body is not a JSON object.', id);
  const model = route.to === 'gemini' ? route.model : text(body.model);
  if (model !== 'demo') return unknownModel(dialect, model, id);
  const context = (stream: boolean): DemoContext => ({
    id,
    model,
    created,
    inputTokens: inputTokens(body),
    stream,
    includeUsage: fields(body.stream_options).include_usage === true,
  });
  const stream = body.stream === true;
  switch (route.to) {
    case 'chat':
      return answer(dialect, readChat(body), context(stream), plain(writeChat));
    case 'responses':
      return answer(dialect, readResponses(body), context(stream), writeResponses);
    case 'messages':
      return answer(dialect, readMessages(body), context(stream), plain(writeMessages));
    case 'completions':
      return answer(dialect, readPrompt(body), context(stream), textOnly);
    case 'embeddings':
      return openaiEmbeddings(body, model);
    case 'count-messages':
      return jsonAnswer({ input_tokens: inputTokens(body) });
    case 'count-responses':
      return jsonAnswer({ object: 'response.input_tokens', input_tokens: inputTokens(body) });
    case 'gemini':
      return gemini(route.action, route.sse, body, context);
  }
}

const dialectOf = {
  chat: 'openai-chat',
  responses: 'openai-responses',
  'count-responses': 'openai-responses',
  messages: 'anthropic-messages',
  'count-messages': 'anthropic-messages',
  completions: 'openai-completions',
  embeddings: 'openai-embeddings',
  gemini: 'gemini-generate',
} as const satisfies Record<string, Dialect>;

const dialectOfStyle = {
  openai: 'openai-chat',
  anthropic: 'anthropic-messages',
  google: 'gemini-generate',
} as const satisfies Record<string, Dialect>;

type Written = Exclude<DemoReply, { kind: 'refusal' }>;
type Writer = (reply: Written, context: DemoContext) => DemoAnswer;

function answer(dialect: Dialect, ask: DemoAsk, context: DemoContext, write: Writer): DemoAnswer {
  const reply = demoReply(ask);
  if (reply.kind === 'refusal') {
    const message = `The demo provider answers with ${reply.status}, as it was asked to.`;
    return errorAnswer(dialect, reply.status, message, context.id, reply.retryAfterSeconds);
  }
  if (reply.kind === 'text' && reply.fault === 'overloaded' && !context.stream) {
    return errorAnswer(dialect, overloadStatus(dialect), 'The demo provider is overloaded.', context.id);
  }
  return write(reply, context);
}

/** Compaction exists in Responses only; elsewhere it would be its text. */
function plain(
  write: (reply: Exclude<Written, { kind: 'compaction' }>, context: DemoContext) => DemoAnswer,
): Writer {
  return (reply, context) =>
    write(reply.kind === 'compaction' ? { kind: 'text', text: reply.text } : reply, context);
}

function textOnly(reply: Written, context: DemoContext): DemoAnswer {
  return writeCompletions(reply.kind === 'text' ? reply : { kind: 'text', text: '' }, context);
}

function gemini(
  action: string,
  sse: boolean,
  body: Fields,
  context: (stream: boolean) => DemoContext,
): DemoAnswer {
  const count = inputTokens(body);
  switch (action) {
    case 'generateContent':
    case 'streamGenerateContent': {
      const framing = sse ? 'sse' : 'list';
      const write = plain((reply, seen) => writeGemini(reply, seen, framing));
      return answer('gemini-generate', readGemini(body), context(action === 'streamGenerateContent'), write);
    }
    case 'countTokens':
      return jsonAnswer({
        totalTokens: count,
        promptTokensDetails: [{ modality: 'TEXT', tokenCount: count }],
      });
    case 'embedContent':
      return geminiEmbedding(body);
    case 'batchEmbedContents':
      return geminiEmbeddings(body);
    default:
      return errorAnswer('gemini-generate', 404, `The demo provider has no ${action}.`, context(false).id);
  }
}

/** A prompt to be continued: a text or a list of them, of which the last counts. */
function readPrompt(body: Fields): DemoAsk {
  const said = text(body.prompt) || text(list(body.prompt).at(-1));
  return {
    said,
    toolResult: undefined,
    tools: [],
    insists: undefined,
    schema: undefined,
    compaction: false,
  };
}

function unknownModel(dialect: Dialect, model: string, id: string): DemoAnswer {
  const message = `The demo provider has one model, "demo", and not "${model.slice(0, 100)}".`;
  return errorAnswer(dialect, 404, message, id);
}

function parse(body: Buffer | undefined): Fields | undefined {
  if (body === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? fields(value) : undefined;
  } catch {
    return undefined;
  }
}

/** By the length of everything that is said; the figures only have to be plausible and always the same. */
function inputTokens(body: Fields): number {
  const { messages, input, contents, system, systemInstruction, tools, prompt } = body;
  return tokens(JSON.stringify({ messages, input, contents, system, systemInstruction, tools, prompt }));
}

function idOf(request: UpstreamRequest): string {
  const hash = createHash('sha256').update(request.path);
  if (request.body !== undefined) hash.update(request.body);
  return hash.digest('hex').slice(0, 24);
}
