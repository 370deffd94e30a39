import type { Abilities, MediaAbilities } from '../codec.ts';

/** Text in any clothes goes as a plain-text source; of the rest the API reads PDF only. */
const media: MediaAbilities = {
  image: ['base64', 'url'],
  audio: [],
  video: [],
  document: ['base64', 'url', 'text'],
  documents: [
    'application/pdf',
    'text/plain',
    'text/markdown',
    'text/csv',
    'text/html',
    'text/xml',
    'application/json',
    'application/xml',
  ],
};

/** What a request in this dialect can say. */
export const messagesAbilities: Abilities = {
  customTools: false,
  namespaces: false,
  toolName: { pattern: /^[a-zA-Z0-9_-]{1,128}$/, longest: 128 },
  callId: { pattern: /^[a-zA-Z0-9_-]+$/, longest: 64 },
  // A beta takes them, no third party does. Claude Code's own stay where they are: encode-messages.ts.
  systemInMiddle: false,
  alternates: true,
  continues: true,
  media,
  resultMedia: media,
  opaque: ['anthropic-signature', 'anthropic-redacted'],
  reasoningText: false,
};
