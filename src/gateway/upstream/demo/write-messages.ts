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
import { fields } from './json.ts';
import { errorFields } from './write-error.ts';

type Reply = Exclude<DemoReply, { kind: 'refusal' | 'compaction' }>;

/** Writes a Messages answer. Claude Code ignores a stream without `event:` lines. */
export function writeMessages(reply: Reply, context: DemoContext): DemoAnswer {
  const fault = reply.kind === 'text' ? reply.fault : undefined;
  if (!context.stream) return jsonAnswer(message(reply, context, true), fault);
  if (fault === 'overloaded') {
    return streamAnswer([named(fields(errorFields('anthropic-messages', 529, 'Overloaded', context.id)))]);
  }
  return streamAnswer(
    [
      named({ type: 'message_start', message: message(reply, context, false) }),
      ...blockEvents(reply, context),
      named({
        type: 'message_delta',
        delta: { stop_reason: stopReason(reply), stop_sequence: null },
        usage: usage(context, outputTokens(reply)),
      }),
      named({ type: 'message_stop' }),
    ],
    fault,
  );
}

function named(data: Readonly<Record<string, unknown>>): string {
  return event(data, typeof data.type === 'string' ? data.type : undefined);
}

function blockEvents(reply: Reply, context: DemoContext): string[] {
  const start =
    reply.kind === 'text'
      ? { type: 'text', text: '' }
      : { type: 'tool_use', id: `toolu_demo_${context.id}`, name: reply.tool.name, input: {} };
  const deltas =
    reply.kind === 'text'
      ? words(reply.text).map((word) => ({ type: 'text_delta', text: word }))
      : ['', ...pieces(reply.input)].map((piece) => ({ type: 'input_json_delta', partial_json: piece }));
  return [
    named({ type: 'content_block_start', index: 0, content_block: start }),
    named({ type: 'ping' }),
    ...deltas.map((delta) => named({ type: 'content_block_delta', index: 0, delta })),
    named({ type: 'content_block_stop', index: 0 }),
  ];
}

function message(reply: Reply, context: DemoContext, whole: boolean) {
  return {
    id: `msg_demo_${context.id}`,
    type: 'message',
    role: 'assistant',
    model: context.model,
    content: whole ? [block(reply, context)] : [],
    stop_reason: whole ? stopReason(reply) : null,
    stop_sequence: null,
    usage: usage(context, whole ? outputTokens(reply) : 1),
  };
}

function block(reply: Reply, context: DemoContext) {
  if (reply.kind === 'text') return { type: 'text', text: reply.text };
  const input: unknown = JSON.parse(reply.input);
  return { type: 'tool_use', id: `toolu_demo_${context.id}`, name: reply.tool.name, input };
}

function stopReason(reply: Reply): string {
  return reply.kind === 'tool' ? 'tool_use' : 'end_turn';
}

function outputTokens(reply: Reply): number {
  return tokens(reply.kind === 'text' ? reply.text : reply.input);
}

function usage(context: DemoContext, output: number) {
  return {
    input_tokens: context.inputTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: output,
    service_tier: 'standard',
  };
}
