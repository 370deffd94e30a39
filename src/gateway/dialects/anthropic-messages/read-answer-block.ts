import type { Mutable } from '../../exchange/mutable.ts';
import type { DecodeContext } from '../codec.ts';
import { type Fields, fieldsOf, isFields, textOf } from '../json-value.ts';
import type { Block, CallBlock, HostedBlock, ReasoningBlock, TextBlock } from '../reply.ts';
import { reportRest } from './answer-head.ts';
import { readCitations } from './citations.ts';
import { inputText } from './decode-block.ts';
import { hostedKind } from './hosted-kind.ts';
import { hostedText } from './hosted-text.ts';

/** A block of an answer that is whole. */
export function readAnswerBlock(block: Fields, context: DecodeContext): Block {
  switch (block.type) {
    case 'text':
      return readText(block);
    case 'thinking':
    case 'redacted_thinking':
      return readThoughts(block, context);
    case 'tool_use':
      return readCall(block, context);
    default:
      return readHosted(block);
  }
}

/** Whatever is neither text nor thought nor a call of the client's tools was done by the provider. */
export function readHosted(block: Fields): HostedBlock {
  return {
    kind: 'hosted',
    tool: hostedKind(block) ?? (block.type === 'container_upload' ? 'code' : 'other'),
    text: hostedText(block),
    dialect: 'anthropic-messages',
    value: block,
  };
}

export function readBlocks(content: readonly unknown[], context: DecodeContext): readonly Block[] {
  return content.filter(isFields).map((block) => readAnswerBlock(block, context));
}

function readText(block: Fields): TextBlock {
  const citations = readCitations(block.citations);
  const text = typeof block.text === 'string' ? block.text : '';
  return { kind: 'text', text, ...(citations !== undefined && { citations }) };
}

function readThoughts(block: Fields, { origin }: DecodeContext): ReasoningBlock {
  const redacted = block.type === 'redacted_thinking';
  const text = redacted ? undefined : textOf(block.thinking);
  const state = textOf(redacted ? block.data : block.signature);
  const thoughts: Mutable<ReasoningBlock> = { kind: 'reasoning', text: text === undefined ? [] : [text] };
  if (state !== undefined) {
    thoughts.opaque = { kind: redacted ? 'anthropic-redacted' : 'anthropic-signature', data: state, origin };
  }
  return thoughts;
}

function readCall(block: Fields, context: DecodeContext): CallBlock {
  return { ...readCallHead(block, context), input: inputText(block.input) };
}

const callKnown: ReadonlySet<string> = new Set(['type', 'id', 'name', 'input', 'caller']);

/** A call without its input. That a program of Anthropic's made it, and not the model, is lost. */
export function readCallHead(block: Fields, { id, losses }: DecodeContext): Omit<CallBlock, 'input'> {
  reportRest(block, callKnown, losses);
  const caller = textOf(fieldsOf(block.caller)?.type);
  if (caller !== undefined && caller !== 'direct') {
    losses.add('field', 'answer', `That a call was made by ${caller}.`);
  }
  return {
    kind: 'call',
    id: textOf(block.id) ?? id('toolu_'),
    name: textOf(block.name) ?? '',
    form: 'function',
  };
}
