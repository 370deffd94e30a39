import type { DecodeContext } from '../codec.ts';
import { ReplyCollector } from '../collect-reply.ts';
import { type Fields, fieldsOf, listOf, parseJson, textOf } from '../json-value.ts';
import type { Opaque } from '../opaque.ts';
import type { Reply } from '../reply.ts';
import { createChatDecoder } from './decode-stream.ts';
import { isSameOrigin, writeOwnState } from './reasoning-details.ts';
import { reasoningMembers, splitReasoning } from './split-reasoning.ts';

/** Reads a whole answer: its message is a stream's only delta, with calls that are complete. */
export function decodeChatReply(body: Fields, context: DecodeContext): Reply {
  const collector = new ReplyCollector();
  const decoder = createChatDecoder(context, (event) => collector.take(event));
  const choices = listOf(body.choices).flatMap((choice) => asChunkChoices(choice, context));
  decoder.take({ ...body, choices }, '');
  decoder.end(true);
  return collector.reply() ?? { blocks: [], finish: { reason: 'other' } };
}

function asChunkChoices(value: unknown, context: DecodeContext): readonly unknown[] {
  const choice = fieldsOf(value);
  const message = fieldsOf(choice?.message) ?? fieldsOf(choice?.delta);
  if (choice === undefined || message === undefined) return [value];
  // Whole calls are told apart by their place alone, whatever `index` and `id` say.
  const calls = listOf(message.tool_calls).map((call, index) => ({ ...fieldsOf(call), index }));
  const delta: Record<string, unknown> = { ...message, tool_calls: calls };
  const thoughts = ownThoughts(message, context);
  if (thoughts === undefined) return [{ ...choice, delta }];
  for (const name of [...reasoningMembers, 'reasoning_details']) delete delta[name];
  const { index } = choice;
  return [...thoughts.map((thought) => ({ index, delta: thought })), { ...choice, delta }];
}

/** Reasoning that we wrapped for this very model, as the deltas that it was; undefined when there is none. */
function ownThoughts(message: Fields, context: DecodeContext): readonly Fields[] | undefined {
  if (!Array.isArray(message.reasoning_details)) return undefined;
  const callIds = listOf(message.tool_calls).flatMap((call) => textOf(fieldsOf(call)?.id) ?? []);
  const { pieces } = splitReasoning(message, new Set(callIds));
  if (!pieces.some(({ opaque }) => isSameOrigin(opaque?.origin, context.origin))) return undefined;
  return pieces.flatMap(({ text, opaque }, at) => [
    { reasoning_content: text.join('\n\n') },
    ...(opaque === undefined ? [] : [{ reasoning_details: detailsOf(opaque, text, at) }]),
  ]);
}

function detailsOf(opaque: Opaque, text: readonly string[], at: number): readonly unknown[] {
  // The provider's own entries beside ours.
  if (opaque.origin === undefined) return listOf(parseJson(opaque.data));
  return [writeOwnState({ opaque, text }, undefined, at)];
}
