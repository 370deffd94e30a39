import type { Codec } from '../codec.ts';
import { geminiAbilities } from './abilities.ts';
import { decodeRequest } from './decode-request.ts';
import { decodeReply } from './decode-response.ts';
import { createStreamDecoder } from './decode-stream.ts';
import { encodeRequest } from './encode-request.ts';
import { encodeReply } from './encode-response.ts';
import { createStreamEncoder } from './encode-stream.ts';

/** Google's generateContent and streamGenerateContent in conversion. */
export const geminiGenerateCodec: Codec = {
  dialect: 'gemini-generate',
  abilities: geminiAbilities,
  decodeRequest,
  encodeRequest,
  createStreamDecoder,
  createStreamEncoder,
  decodeReply,
  encodeReply,
};
