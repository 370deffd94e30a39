import type { Abilities, MediaAbilities } from '../codec.ts';

/** PDF is the one kind of file that more than one provider reads; a document of plain text goes as text. */
const media: MediaAbilities = {
  image: ['base64', 'url'],
  audio: ['base64'],
  video: [],
  document: ['base64', 'text'],
  documents: ['application/pdf', 'text/plain'],
};

/** What Chat Completions can say, in the form that most of its many providers understand. */
export const chatAbilities: Abilities = {
  // OpenAI has them; DeepSeek, Mistral, Ollama, vLLM and the rest refuse the request.
  customTools: false,
  namespaces: false,
  toolName: { pattern: /^[A-Za-z0-9_-]+$/, longest: 64 },
  // OpenAI refuses more than 40 characters; Kimi's `functions.add:0` must go back as it came.
  callId: { pattern: /^[\x21-\x7e]+$/, longest: 40 },
  // Chat templates of open models (Qwen, Mistral) raise an error for either.
  systemInMiddle: false,
  alternates: true,
  continues: true,
  media,
  // Written into the user's message that follows the results.
  resultMedia: media,
  opaque: ['chat-details', 'gemini-signature'],
  reasoningText: true,
};
