import type { ClientCodec } from '../codec.ts';
import { decodeCompletionsRequest } from './decode-request.ts';
import { encodeCompletionsReply } from './encode-response.ts';
import { createCompletionsEncoder } from './encode-stream.ts';

/** Older completions for clients whose provider only converses: a prompt is what a user says. */
export const openAiCompletionsCodec: ClientCodec = {
  dialect: 'openai-completions',
  decodeRequest: decodeCompletionsRequest,
  createStreamEncoder: createCompletionsEncoder,
  encodeReply: encodeCompletionsReply,
};
