import type { Abilities } from '../codec.ts';
import type { Opaque } from '../opaque.ts';

/** What Responses can say. Names and call ids have the API's limits (a longer `call_id` is `string_above_max_length`). */
export const responsesAbilities: Abilities = {
  customTools: true,
  namespaces: true,
  toolName: { pattern: /^[a-zA-Z0-9_-]+$/, longest: 64 },
  callId: { pattern: /^[a-zA-Z0-9_-]+$/, longest: 64 },
  systemInMiddle: true,
  alternates: false,
  continues: true,
  media: { image: ['base64', 'url'], audio: [], video: [], document: ['base64', 'url', 'text'] },
  resultMedia: { image: ['base64', 'url'], audio: [], video: [], document: ['base64', 'url', 'text'] },
  opaque: ['openai-encrypted', 'openai-compaction'],
  // Refused without its encrypted content when answers are not stored, as they never are for converted requests.
  reasoningText: false,
};

export function isNativeOpaque({ kind }: Opaque): boolean {
  return kind === 'openai-encrypted' || kind === 'openai-compaction';
}
