import type { EncodeContext } from '../codec.ts';
import type { Fields } from '../json-value.ts';
import type { Block, CallBlock, ReasoningBlock, Reply, TextBlock } from '../reply.ts';
import { messageId, noteText } from './answer-parts.ts';
import { CallIds } from './call-ids.ts';
import { inputObject } from './call-input.ts';
import { writeSignature } from './carried-state.ts';
import { writeFinish } from './finish.ts';
import { tierFields, usageFields } from './usage-fields.ts';

/** Writes a whole answer; its blocks are those that the stream of it would have. */
export function encodeReply(reply: Reply, context: EncodeContext): Fields {
  const ids = new CallIds((prefix) => context.id(prefix));
  return {
    id: messageId(reply.id, context),
    type: 'message',
    role: 'assistant',
    model: reply.model ?? context.model,
    content: contentOf(reply, ids, context),
    ...writeFinish(
      reply.finish,
      reply.blocks.some(({ kind }) => kind === 'call'),
    ),
    usage: { ...usageFields(reply.usage), ...tierFields(reply.serviceTier) },
  };
}

/** An answer that is nothing but a picture says so, rather than nothing. */
function contentOf({ blocks }: Reply, ids: CallIds, context: EncodeContext): readonly Fields[] {
  const content = blocks.flatMap((block) => writeBlock(block, ids, context));
  const leftOut = blocks.find((block) => block.kind === 'media');
  if (leftOut === undefined || content.some(({ type }) => type === 'text')) return content;
  return [...content, { type: 'text', text: noteText(leftOut.mimeType) }];
}

function writeBlock(block: Block, ids: CallIds, { losses }: EncodeContext): readonly Fields[] {
  switch (block.kind) {
    case 'text':
      return writeText(block, losses);
    case 'reasoning':
      return writeThoughts(block);
    case 'call':
      return writeCall(block, ids);
    case 'media':
      losses.add('media', 'answer', `${block.mimeType} in the answer.`);
      if (block.opaque !== undefined) losses.add('opaque', 'answer', 'State of a picture or sound.');
      return [];
    case 'hosted':
      if (block.dialect === 'anthropic-messages') return [block.value];
      losses.add('hosted', 'answer', `A step of the provider's ${block.tool} tool.`);
      return [];
  }
}

function writeText(block: TextBlock, losses: EncodeContext['losses']): readonly Fields[] {
  const { text, citations = [], phase, opaque } = block;
  if (phase !== undefined) losses.add('field', 'answer', 'The phase of a text.');
  const mine = citations.filter(({ dialect }) => dialect === 'anthropic-messages').map(({ value }) => value);
  const kept = text === '' ? 0 : mine.length;
  for (let lost = kept; lost < citations.length; lost += 1) {
    // A place in a source is named by an index that only Anthropic hands out.
    losses.add('citation', 'answer', 'A source that the provider names.');
  }
  // An empty text comes back in the next request and is refused.
  const isEmpty = text === '';
  const written = isEmpty ? [] : [{ type: 'text', text, ...(mine.length > 0 && { citations: mine }) }];
  if (opaque === undefined) return written;
  return [...written, thoughts('', writeSignature(opaque, { kind: isEmpty ? 'empty-text' : 'text' }))];
}

function writeThoughts({ text, opaque }: ReasoningBlock): readonly Fields[] {
  const thought = text.filter((paragraph) => paragraph !== '').join('\n\n');
  if (thought !== '') return [thoughts(thought, writeSignature(opaque))];
  if (opaque === undefined) return [];
  const signature = writeSignature(opaque);
  return opaque.kind === 'anthropic-redacted'
    ? [{ type: 'redacted_thinking', data: signature }]
    : [thoughts('', signature)];
}

function writeCall({ id, name, form, input, opaque }: CallBlock, ids: CallIds): readonly Fields[] {
  const written = ids.next(id);
  const call = { type: 'tool_use', id: written, name, input: inputObject(form, input) };
  if (opaque === undefined) return [call];
  return [call, thoughts('', writeSignature(opaque, { kind: 'call', id: written }))];
}

function thoughts(thinking: string, signature: string): Fields {
  return { type: 'thinking', thinking, signature };
}
