import type { Codec } from '../codec.ts';
import { chatAbilities } from './abilities.ts';
import { decodeChatRequest } from './decode-request.ts';
import { decodeChatReply } from './decode-response.ts';
import { createChatDecoder } from './decode-stream.ts';
import { encodeChatRequest } from './encode-request.ts';
import { encodeChatReply } from './encode-response.ts';
import { createChatEncoder } from './encode-stream.ts';

/** Chat Completions, as OpenAI defined it and as most other providers speak it. */
export const openAiChatCodec: Codec = {
  dialect: 'openai-chat',
  abilities: chatAbilities,
  decodeRequest: decodeChatRequest,
  encodeRequest: encodeChatRequest,
  createStreamDecoder: createChatDecoder,
  createStreamEncoder: createChatEncoder,
  decodeReply: decodeChatReply,
  encodeReply: encodeChatReply,
};
