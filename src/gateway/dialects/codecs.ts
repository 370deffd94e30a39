import type { Dialect, Operation } from '../exchange/dialect.ts';
import { anthropicMessagesCodec } from './anthropic-messages/codec.ts';
import type { ClientCodec, Codec } from './codec.ts';
import { byteSearch } from './find-bytes.ts';
import { carriedMark } from './gemini-generate/carried-state.ts';
import { geminiGenerateCodec } from './gemini-generate/codec.ts';
import { opaqueMark } from './opaque.ts';
import { openAiChatCodec } from './openai-chat/codec.ts';
import { openAiCompletionsCodec } from './openai-completions/codec.ts';
import { openAiResponsesCodec } from './openai-responses/codec.ts';

const codecs: ReadonlyMap<Dialect, Codec> = new Map(
  [openAiChatCodec, openAiResponsesCodec, anthropicMessagesCodec, geminiGenerateCodec].map((codec) => [
    codec.dialect,
    codec,
  ]),
);

const clientCodecs: ReadonlyMap<Dialect, ClientCodec> = new Map<Dialect, ClientCodec>([
  ...codecs,
  [openAiCompletionsCodec.dialect, openAiCompletionsCodec],
]);

/** The codec of a dialect in which providers are asked; undefined for those that are only passed through. */
export function codecOf(dialect: Dialect): Codec | undefined {
  return codecs.get(dialect);
}

/** The codec of a dialect that clients speak. */
export function clientCodecOf(dialect: Dialect): ClientCodec | undefined {
  return clientCodecs.get(dialect);
}

/**
 * Whether a body of the dialect holds reasoning state that passed through here wrapped: then it may be somebody else's
 * than the next provider's.
 */
export function holdsWrappedState(dialect: Dialect, body: Buffer): boolean {
  return dialect === 'gemini-generate' ? holdsCarriedMark(body) : holdsOpaqueMark(body);
}

const holdsCarriedMark = byteSearch(carriedMark);
const holdsOpaqueMark = byteSearch(opaqueMark);

/** The dialects that a request can be translated into; the same list each time. */
export function alternativesTo(from: Dialect, operation: Operation): readonly Dialect[] {
  if (operation === 'generate' || operation === 'count-tokens') return answering.get(from) ?? [];
  return operation === 'embed' || operation === 'batch-embed' ? (embedding.get(from) ?? []) : [];
}

const answering: ReadonlyMap<Dialect, readonly Dialect[]> = new Map(
  [...clientCodecs.keys()].map((from) => [from, [...codecs.keys()].filter((to) => to !== from)]),
);

const embedding: ReadonlyMap<Dialect, readonly Dialect[]> = new Map<Dialect, readonly Dialect[]>([
  ['openai-embeddings', ['gemini-generate']],
  ['gemini-generate', ['openai-embeddings']],
]);
