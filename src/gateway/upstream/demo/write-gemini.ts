import { type DemoAnswer, type DemoContext, endingOf, jsonAnswer, tokens, words } from './demo-answer.ts';
import type { DemoReply } from './demo-reply.ts';
import { errorFields } from './write-error.ts';

type Reply = Exclude<DemoReply, { kind: 'refusal' | 'compaction' }>;

/** How a stream is framed: server-sent events (`alt=sse`) or one JSON list. */
export type GeminiFraming = 'sse' | 'list';

/** Writes a Gemini answer. Lines end as Google's do, in CR LF; there is no closing mark but the end of the body. */
export function writeGemini(reply: Reply, context: DemoContext, framing: GeminiFraming): DemoAnswer {
  const fault = reply.kind === 'text' ? reply.fault : undefined;
  if (!context.stream) return jsonAnswer(chunk(reply, context, [part(reply, context)], true), fault);
  const chunks = fault === 'overloaded' ? [overload(context)] : streamChunks(reply, context);
  const written = chunks.map((value) => JSON.stringify(value));
  return {
    status: 200,
    headers: {
      'content-type': framing === 'sse' ? 'text/event-stream' : 'application/json; charset=UTF-8',
    },
    parts:
      framing === 'sse'
        ? written.map((data) => `data: ${data}\r\n\r\n`)
        : [...written.map((data, at) => `${at === 0 ? '[' : ',\r\n'}${data}`), ']'],
    ending: endingOf(fault),
  };
}

function streamChunks(reply: Reply, context: DemoContext): unknown[] {
  if (reply.kind === 'tool') return [chunk(reply, context, [part(reply, context)], true)];
  const said = words(reply.text);
  return said.map((word, at) => chunk(reply, context, [{ text: word }], at === said.length - 1));
}

function overload(context: DemoContext): unknown {
  return errorFields('gemini-generate', 503, 'The model is overloaded. Please try again later.', context.id);
}

/** Figures are on every chunk, and the reason on the last one: Gemini CLI asks again when it never comes. */
function chunk(reply: Reply, context: DemoContext, parts: readonly unknown[], last: boolean): unknown {
  const output = tokens(reply.kind === 'text' ? reply.text : reply.input);
  return {
    candidates: [{ content: { parts, role: 'model' }, ...(last ? { finishReason: 'STOP' } : {}), index: 0 }],
    usageMetadata: {
      promptTokenCount: context.inputTokens,
      ...(last ? { candidatesTokenCount: output } : {}),
      totalTokenCount: context.inputTokens + (last ? output : 0),
      promptTokensDetails: [{ modality: 'TEXT', tokenCount: context.inputTokens }],
    },
    modelVersion: context.model,
    responseId: `demo-${context.id}`,
  };
}

function part(reply: Reply, context: DemoContext): unknown {
  if (reply.kind === 'text') return { text: reply.text };
  const args: unknown = JSON.parse(reply.input);
  return { functionCall: { id: `demo-${context.id}`, name: reply.tool.name, args } };
}
