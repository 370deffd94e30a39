import type { EncodeContext } from '../codec.ts';
import type { Fields } from '../json-value.ts';
import type { Block, Reply } from '../reply.ts';
import { AnswerState } from './answer-state.ts';
import { argumentsOf } from './call-arguments.ts';
import { carryOpaque } from './carried-state.ts';
import { GroundingWriter } from './encode-grounding.ts';
import { writeUsage } from './encode-usage.ts';
import { finishWord } from './finish.ts';

/** An answer of generateContent with one candidate. */
export function encodeReply(reply: Reply, context: EncodeContext): Fields {
  const { finish, usage } = reply;
  const grounding = new GroundingWriter();
  const parts = writeParts(reply.blocks, grounding, context);
  return {
    candidates: [
      {
        content: { parts, role: 'model' },
        finishReason: finishWord(finish),
        index: 0,
        ...(finish.detail !== undefined && { finishMessage: finish.detail }),
        ...grounding.members(),
      },
    ],
    ...(usage !== undefined && { usageMetadata: writeUsage(usage) }),
    modelVersion: reply.model ?? context.model,
    responseId: reply.id ?? context.id(''),
  };
}

function writeParts(blocks: readonly Block[], grounding: GroundingWriter, context: EncodeContext): Fields[] {
  const parts: Fields[] = [];
  const state = new AnswerState();
  for (const block of blocks) {
    // Between thoughts and a call nothing may stand that is no call.
    if (block.kind !== 'call' || block.opaque !== undefined) pushState(parts, state);
    writeBlock(block, parts, state, grounding, context);
  }
  pushState(parts, state);
  // Clients look into the first part without asking whether there is one.
  return parts.length === 0 ? [{ text: '' }] : parts;
}

function pushState(parts: Fields[], state: AnswerState): void {
  const signature = state.take();
  if (signature !== undefined) parts.push({ text: '', thoughtSignature: signature });
}

function writeBlock(
  block: Block,
  parts: Fields[],
  state: AnswerState,
  grounding: GroundingWriter,
  { losses }: EncodeContext,
): void {
  switch (block.kind) {
    case 'text': {
      const lost = grounding.takeText(block.text, block.citations ?? []);
      if (lost > 0) losses.add('citation', 'answer', `${lost} sources without address and title`);
      const signature = block.opaque === undefined ? {} : { thoughtSignature: carryOpaque(block.opaque) };
      if (block.text !== '' || block.opaque !== undefined) parts.push({ text: block.text, ...signature });
      break;
    }
    case 'reasoning': {
      const text = block.text.join('\n\n');
      if (text !== '') parts.push({ text, thought: true });
      if (block.opaque !== undefined) state.hold(block.opaque, block);
      break;
    }
    case 'call': {
      const { args, isRead } = argumentsOf(block.input);
      if (!isRead) losses.add('value', 'answer', 'arguments that are no JSON object');
      const signature = state.ofCall(block.opaque);
      parts.push({
        functionCall: { id: block.id, name: block.name, args },
        ...(signature !== undefined && { thoughtSignature: signature }),
      });
      break;
    }
    case 'media': {
      const { mimeType, data, opaque } = block;
      const signature = opaque === undefined ? {} : { thoughtSignature: carryOpaque(opaque) };
      parts.push({ inlineData: { mimeType, data }, ...signature });
      break;
    }
    case 'hosted':
      if (block.dialect !== 'gemini-generate') losses.add('hosted', 'answer', `step of ${block.tool}`);
      else if (!grounding.takeHosted(block)) parts.push(block.value);
      break;
  }
}
