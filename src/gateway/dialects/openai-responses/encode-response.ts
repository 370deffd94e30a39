import type { EncodeContext } from '../codec.ts';
import type { Fields } from '../json-value.ts';
import type { Opaque } from '../opaque.ts';
import type { Block, Reply } from '../reply.ts';
import type { Bond } from './carrier.ts';
import { encodeUsage } from './encode-usage.ts';
import { endingOf } from './finish.ts';
import { ItemIds } from './item-ids.ts';
import { callItem, carrierItem, compactionItem, messageItem, pictureItem, reasoningItem } from './items.ts';
import { ResponseObject } from './response-object.ts';

/** Writes a whole answer. */
export function encodeReply(reply: Reply, context: EncodeContext): Fields {
  const { id, model, created, serviceTier, finish, usage } = reply;
  const response = new ResponseObject(context, {
    ...(id !== undefined && { id }),
    ...(model !== undefined && { model }),
    ...(created !== undefined && { created }),
    ...(serviceTier !== undefined && { serviceTier }),
  });
  const hasRefusal = reply.blocks.some((block) => block.kind === 'text' && block.refusal === true);
  const ids = new ItemIds(context);
  const output = reply.blocks.flatMap((block) => itemsOf(block, context, ids));
  return response.whole(endingOf(finish, hasRefusal), output, encodeUsage(usage));
}

function itemsOf(block: Block, context: EncodeContext, ids: ItemIds): readonly Fields[] {
  switch (block.kind) {
    case 'text': {
      const isBlank = block.text === '' && (block.citations ?? []).length === 0;
      const item = isBlank ? [] : [messageItem(ids.of(block), block, context.losses)];
      return [...item, ...carrier(block.opaque, isBlank ? 'blank' : 'text', ids)];
    }
    case 'reasoning': {
      const { opaque, text, id } = block;
      if (opaque?.kind === 'openai-compaction') return [compactionItem(ids.compaction(id), opaque)];
      if (opaque === undefined && text.length === 0) return [];
      return [reasoningItem(ids.of(block), block, keepsRaw(context))];
    }
    case 'call': {
      const isEmpty = block.form === 'function' && block.input.trim() === '';
      const input = isEmpty ? `${block.input}{}` : block.input;
      const id = ids.call(block.id);
      const item = callItem(ids.of(block), { ...block, id }, input);
      return [item, ...carrier(block.opaque, `call:${id}`, ids)];
    }
    case 'media':
      return pictureOf(block, context, ids);
    case 'hosted':
      return hostedOf(block, context, ids);
  }
}

/** Whether the client keeps state of reasoning itself: then it gets raw text where it will send it back. */
export function keepsRaw({ reasoning }: EncodeContext): boolean {
  return reasoning.wantsOpaque === true;
}

export function pictureOf(
  block: Extract<Block, { kind: 'media' }>,
  context: EncodeContext,
  ids: ItemIds,
): readonly Fields[] {
  const item = pictureItem(ids.of(block), block);
  if (item === undefined) context.losses.add('media', 'answer', `${block.mimeType} in an answer`);
  if (block.opaque !== undefined) context.losses.add('opaque', 'answer', `${block.opaque.kind} of a picture`);
  return item === undefined ? [] : [item];
}

/** Steps of this dialect's own tools as they came. They have ids. */
export function hostedOf(
  block: Extract<Block, { kind: 'hosted' }>,
  context: EncodeContext,
  ids: ItemIds,
): readonly Fields[] {
  if (block.dialect === 'openai-responses') return [ids.hosted(block.value)];
  context.losses.add('hosted', 'answer', `${block.tool} of ${block.dialect}`);
  return [];
}

function carrier(opaque: Opaque | undefined, bond: Bond, ids: ItemIds): readonly Fields[] {
  return opaque === undefined ? [] : [carrierItem(ids.carrier(), opaque, bond)];
}
