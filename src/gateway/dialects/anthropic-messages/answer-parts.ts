import type { EncodeContext } from '../codec.ts';

/** Ids of messages begin with `msg_`; another vendor's id is none. */
export function messageId(id: string | undefined, context: EncodeContext): string {
  return id?.startsWith('msg_') === true ? id : context.id('msg_');
}

/** Stands where a picture or sound was: an answer of this API is text. */
export function noteText(mimeType: string): string {
  return `[${mimeType} left out]`;
}
