import type { Codec } from '../codec.ts';
import { responsesAbilities } from './abilities.ts';
import { decodeRequest } from './decode-request.ts';
import { decodeReply } from './decode-response.ts';
import { ResponsesStreamDecoder } from './decode-stream.ts';
import { encodeRequest } from './encode-request.ts';
import { encodeReply } from './encode-response.ts';
import { ResponsesStreamEncoder } from './encode-stream.ts';

/** OpenAI's Responses through the pivot. */
export const openAiResponsesCodec: Codec = {
  dialect: 'openai-responses',
  abilities: responsesAbilities,
  decodeRequest,
  encodeRequest,
  createStreamDecoder: (context, emit) => new ResponsesStreamDecoder(context, emit),
  createStreamEncoder: (context, write) => new ResponsesStreamEncoder(context, write),
  decodeReply,
  encodeReply,
};
