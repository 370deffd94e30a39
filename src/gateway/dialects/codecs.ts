import type { Dialect } from '../exchange/dialect.ts';
import { anthropicMessagesCodec } from './anthropic-messages/codec.ts';
import type { Codec } from './codec.ts';
import { geminiGenerateCodec } from './gemini-generate/codec.ts';
import { openAiChatCodec } from './openai-chat/codec.ts';

const codecs: ReadonlyMap<Dialect, Codec> = new Map(
  [openAiChatCodec, anthropicMessagesCodec, geminiGenerateCodec].map((codec) => [codec.dialect, codec]),
);

/** The codec of a dialect; undefined for those that are only passed through. */
export function codecOf(dialect: Dialect): Codec | undefined {
  return codecs.get(dialect);
}

/** The dialects that a request in `from` can be translated into; the same list each time. */
export function alternativesTo(from: Dialect): readonly Dialect[] {
  return alternatives.get(from) ?? [];
}

const alternatives: ReadonlyMap<Dialect, readonly Dialect[]> = new Map(
  [...codecs.keys()].map((from) => [from, [...codecs.keys()].filter((to) => to !== from)]),
);
