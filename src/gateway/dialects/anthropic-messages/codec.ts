import type { Codec } from '../codec.ts';
import { messagesAbilities } from './abilities.ts';
import { decodeRequest } from './decode-request.ts';
import { decodeReply } from './decode-response.ts';
import { createStreamDecoder } from './decode-stream.ts';
import { encodeRequest } from './encode-request.ts';
import { encodeReply } from './encode-response.ts';
import { createStreamEncoder } from './encode-stream.ts';

/** Anthropic's Messages in words of the pivot and back. */
export const anthropicMessagesCodec: Codec = {
  dialect: 'anthropic-messages',
  abilities: messagesAbilities,
  decodeRequest,
  encodeRequest,
  createStreamDecoder,
  createStreamEncoder,
  decodeReply,
  encodeReply,
};
