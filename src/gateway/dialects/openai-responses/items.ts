import type { Citation } from '../conversation.ts';
import type { Fields } from '../json-value.ts';
import type { Losses } from '../losses.ts';
import type { Opaque } from '../opaque.ts';
import { wrapOpaque } from '../opaque.ts';
import type { CallBlock, MediaBlock, ReasoningBlock, TextBlock } from '../reply.ts';
import { type Bond, wrapBound, wrapRawText } from './carrier.ts';
import { annotationOf } from './citations.ts';
import { jsonOf } from './encode-call.ts';

/** Items of an answer as they are in the end. In a stream `output_item.done` holds them, and the last event again. */

export function messageItem(id: string, text: Omit<TextBlock, 'kind'>, losses: Losses): Fields {
  return {
    id,
    type: 'message',
    status: 'completed',
    role: 'assistant',
    ...(text.phase !== undefined && { phase: text.phase }),
    content: [contentPart(text, losses)],
  };
}

export function contentPart(text: Omit<TextBlock, 'kind'>, losses: Losses): Fields {
  if (text.refusal === true) return { type: 'refusal', refusal: text.text };
  return outputText(text.text, annotationsOf(text.citations ?? [], text.text.length, losses));
}

export function outputText(text: string, annotations: readonly Fields[]): Fields {
  return { type: 'output_text', annotations, logprobs: [], text };
}

function annotationsOf(citations: readonly Citation[], written: number, losses: Losses): readonly Fields[] {
  return citations
    .map((citation) => annotationOf(citation, written, losses, 'answer'))
    .filter((annotation) => annotation !== undefined);
}

/** Paragraphs are summaries unless they are the model's own text, which is a member of its own. */
export function reasoningItem(
  id: string,
  { text, raw, opaque }: Omit<ReasoningBlock, 'kind'>,
  keepsRaw: boolean,
): Fields {
  const state = sealOf(text, raw === true && keepsRaw, opaque);
  return {
    id,
    type: 'reasoning',
    status: 'completed',
    summary: raw === true ? [] : text.map((paragraph) => ({ type: 'summary_text', text: paragraph })),
    ...(raw === true && { content: text.map((paragraph) => ({ type: 'reasoning_text', text: paragraph })) }),
    encrypted_content: state,
  };
}

/**
 * State of any vendor's goes wrapped; raw text goes along for clients that return items without `content` (Codex).
 * Thoughts without state are marked as such: OpenAI would look for an item that it never had ("not found").
 */
function sealOf(text: readonly string[], keepsText: boolean, opaque: Opaque | undefined): string {
  if (opaque !== undefined) return wrapOpaque(opaque);
  return keepsText && text.length > 0 ? wrapRawText(text) : stateless;
}

const stateless = wrapOpaque({ kind: 'none', data: '' });

export function compactionItem(id: string, opaque: Opaque): Fields {
  return { id, type: 'compaction', encrypted_content: wrapOpaque(opaque) };
}

/** See `carrier.ts`. */
export function carrierItem(id: string, opaque: Opaque, bond: Bond): Fields {
  return {
    id,
    type: 'reasoning',
    status: 'completed',
    summary: [],
    encrypted_content: wrapBound(opaque, bond),
  };
}

export type CallHead = Omit<CallBlock, 'kind' | 'input' | 'opaque'>;

export function callItem(id: string, call: CallHead, input: string, status = 'completed'): Fields {
  const { name, namespace, form } = call;
  const named = { call_id: call.id, name, ...(namespace !== undefined && { namespace }) };
  switch (form) {
    case 'function':
      return { id, type: 'function_call', status, arguments: input, ...named };
    case 'custom':
      return { id, type: 'custom_tool_call', status, input, ...named };
    case 'local-shell':
      return { id, type: 'local_shell_call', status, call_id: call.id, action: jsonOf(input) };
    case 'tool-search':
      return {
        id,
        type: 'tool_search_call',
        status,
        call_id: call.id,
        execution: 'client',
        arguments: jsonOf(input),
      };
  }
}

/** A picture; undefined for anything else, which an answer of this dialect cannot hold. */
export function pictureItem(id: string, { mimeType, data }: Omit<MediaBlock, 'kind'>): Fields | undefined {
  if (!mimeType.startsWith('image/')) return undefined;
  const format = mimeType === 'image/svg+xml' ? 'svg' : mimeType.slice('image/'.length);
  return { id, type: 'image_generation_call', status: 'completed', output_format: format, result: data };
}
