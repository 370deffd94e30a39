import {
  type DemoAnswer,
  type DemoContext,
  event,
  jsonAnswer,
  pieces,
  streamAnswer,
  tokens,
  words,
} from './demo-answer.ts';
import type { DemoReply } from './demo-reply.ts';
import { errorFields } from './write-error.ts';

type Reply = Exclude<DemoReply, { kind: 'refusal' | 'compaction' }>;

/** Writes a Chat Completions answer. */
export function writeChat(reply: Reply, context: DemoContext): DemoAnswer {
  return context.stream ? chatStream(reply, context) : chatWhole(reply, context);
}

function chatWhole(reply: Reply, context: DemoContext): DemoAnswer {
  const message =
    reply.kind === 'text'
      ? { role: 'assistant', content: reply.text, refusal: null, annotations: [] }
      : {
          role: 'assistant',
          content: null,
          refusal: null,
          tool_calls: [toolCall(reply, context, reply.input)],
        };
  const choice = { index: 0, message, logprobs: null, finish_reason: finishReason(reply) };
  return jsonAnswer(
    { ...common(context, 'chat.completion'), choices: [choice], usage: usage(reply, context) },
    reply.kind === 'text' ? reply.fault : undefined,
  );
}

function chatStream(reply: Reply, context: DemoContext): DemoAnswer {
  const fault = reply.kind === 'text' ? reply.fault : undefined;
  if (fault === 'overloaded') {
    return streamAnswer([
      event(errorFields('openai-chat', 503, 'The demo provider is overloaded.', context.id)),
    ]);
  }
  const chunk = (delta: unknown, finish: string | null): string =>
    event({
      ...common(context, 'chat.completion.chunk'),
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      ...(context.includeUsage ? { usage: null } : {}),
    });
  const parts =
    reply.kind === 'text'
      ? [
          chunk({ role: 'assistant', content: '', refusal: null }, null),
          ...words(reply.text).map((word) => chunk({ content: word }, null)),
        ]
      : [
          chunk(
            { role: 'assistant', content: null, tool_calls: [{ index: 0, ...toolCall(reply, context, '') }] },
            null,
          ),
          ...pieces(reply.input).map((piece) =>
            chunk({ tool_calls: [{ index: 0, ...inputDelta(reply, piece) }] }, null),
          ),
        ];
  parts.push(chunk({}, finishReason(reply)));
  if (context.includeUsage) {
    parts.push(
      event({ ...common(context, 'chat.completion.chunk'), choices: [], usage: usage(reply, context) }),
    );
  }
  return streamAnswer([...parts, 'data: [DONE]\n\n'], fault);
}

function common(context: DemoContext, object: string) {
  return {
    id: `chatcmpl-demo-${context.id}`,
    object,
    created: context.created,
    model: context.model,
    service_tier: 'default',
    system_fingerprint: 'fp_demo',
  };
}

function toolCall(reply: Extract<Reply, { kind: 'tool' }>, context: DemoContext, input: string) {
  const { name } = reply.tool;
  const id = `call_demo_${context.id}`;
  return reply.tool.kind === 'custom'
    ? { id, type: 'custom', custom: { name, input } }
    : { id, type: 'function', function: { name, arguments: input } };
}

function inputDelta(reply: Extract<Reply, { kind: 'tool' }>, piece: string) {
  return reply.tool.kind === 'custom' ? { custom: { input: piece } } : { function: { arguments: piece } };
}

function finishReason(reply: Reply): string {
  return reply.kind === 'tool' ? 'tool_calls' : 'stop';
}

function usage(reply: Reply, context: DemoContext) {
  const output = tokens(reply.kind === 'text' ? reply.text : reply.input);
  return {
    prompt_tokens: context.inputTokens,
    completion_tokens: output,
    total_tokens: context.inputTokens + output,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}
