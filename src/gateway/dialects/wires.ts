import type { Dialect } from '../exchange/dialect.ts';
import { anthropicMessagesWire } from './anthropic-messages/wire.ts';
import { geminiGenerateWire } from './gemini-generate/wire.ts';
import { openAiChatWire } from './openai-chat/wire.ts';
import { openAiCompletionsWire } from './openai-completions/wire.ts';
import { openAiEmbeddingsWire } from './openai-embeddings/wire.ts';
import { openAiResponsesWire } from './openai-responses/wire.ts';
import type { Wire } from './wire.ts';

const wires: Readonly<Record<Dialect, Wire>> = {
  'openai-chat': openAiChatWire,
  'openai-responses': openAiResponsesWire,
  'anthropic-messages': anthropicMessagesWire,
  'gemini-generate': geminiGenerateWire,
  'openai-completions': openAiCompletionsWire,
  'openai-embeddings': openAiEmbeddingsWire,
};

/** The face of a dialect. */
export function wireOf(dialect: Dialect): Wire {
  return wires[dialect];
}
