import { createHash } from 'node:crypto';
import type { Ask } from './ask.ts';

/**
 * Whose retry budget a request draws on: its conversation's, for one model (clients change details of a request that
 * they send again: Claude Code drops features, then the stream). Without a conversation the same body of the same
 * client is taken for the same request. Undefined when the body that would tell is gone.
 */
export function retryHome(ask: Ask): string | undefined {
  const { client, conversation, modelAsked, body } = ask;
  if (conversation !== undefined) return `${client} ${conversation} ${modelAsked}`;
  if (body.length === 0) return undefined;
  return `${client} ${createHash('sha256').update(body).digest('base64')}`;
}
