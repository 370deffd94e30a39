/** A wire format, named after the vendor and the endpoint that defined it. */
export type Dialect =
  | 'openai-chat'
  | 'openai-responses'
  | 'anthropic-messages'
  | 'gemini-generate'
  | 'openai-completions'
  | 'openai-embeddings';

/** Every dialect, in the order in which they are listed to people. */
export const allDialects: readonly Dialect[] = [
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
  'gemini-generate',
  'openai-completions',
  'openai-embeddings',
];

/**
 * What a client asks for inside a dialect. `compact` shortens a conversation (Responses). `raw` is a path that the gateway does not know and hands to the
 * one provider that a strict or pinned prefix names.
 */
export type Operation = 'generate' | 'compact' | 'count-tokens' | 'embed' | 'batch-embed' | 'raw';
