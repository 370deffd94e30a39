import type { Abilities, MediaAbilities } from '../codec.ts';

/**
 * Addresses go into `fileData.fileUri`: the API fetches what is public (recorded for images with gemini-2.5-flash and on
 * Vertex) and knows videos of YouTube. Documents are PDF and plain text in any of its forms; other types are refused.
 */
const media: MediaAbilities = {
  image: ['base64', 'url'],
  audio: ['base64', 'url'],
  video: ['base64', 'url'],
  document: ['base64', 'url', 'text'],
  documents: [
    'application/pdf',
    'text/plain',
    'text/html',
    'text/css',
    'text/csv',
    'text/xml',
    'text/rtf',
    'text/md',
    'text/markdown',
    'text/javascript',
    'text/x-python',
  ],
};

/** What generateContent takes. */
export const geminiAbilities: Abilities = {
  customTools: false,
  namespaces: false,
  // FunctionDeclaration.name of the API reference.
  toolName: { pattern: /^[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}$/, longest: 64 },
  // Any string; the length is what no client of the other dialects goes beyond.
  callId: { pattern: /^\S+$/, longest: 128 },
  systemInMiddle: false,
  alternates: true,
  // "Please ensure that multiturn requests end with a user role or a function response."
  continues: false,
  media,
  // Inside `functionResponse.parts` or, for models before Gemini 3, behind the results: the writer decides.
  resultMedia: media,
  opaque: ['gemini-signature'],
  // Thoughts without a signature are read by nobody.
  reasoningText: false,
};
