import { createHash } from 'node:crypto';

/** Header names in lower case, as Node gives them. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Headers in which clients name their conversation, the first that is there wins. Codex sends `session-id` and
 * `thread-id` (older ones `session_id`, `conversation_id`), Claude Code
 * `x-claude-code-session-id`, opencode `x-session-id` and `x-session-affinity`, pi `session_id`; the others are
 * older spellings and wrappers. Gemini CLI and qwen send nothing.
 */
const headerNames = [
  'session_id',
  'session-id',
  'x-session-id',
  'x-claude-code-session-id',
  'thread-id',
  'x-thread-id',
  'x-codex-thread-id',
  'x-codex-session',
  'x-codex-session-id',
  'codex-session',
  'codex_session',
  'x-session-affinity',
  'conversation_id',
  'x-conversation-id',
] as const;

const longestId = 64;

/**
 * The conversation that a request belongs to, from its headers alone; undefined when they do not say. At most 64
 * characters of letters, digits and `._:-`; anything else a client sends is replaced by a hash of it, so that an id
 * can go into records and keys as it is.
 */
export function conversationId(headers: RequestHeaders): string | undefined {
  for (const name of headerNames) {
    const value = headers[name];
    const id = (typeof value === 'string' ? value : value?.[0])?.trim();
    if (id !== undefined && id !== '') return short(id);
  }
  return undefined;
}

function short(id: string): string {
  if (id.length <= longestId && /^[\w.:-]+$/.test(id)) return id;
  return createHash('sha256').update(id).digest('hex').slice(0, 32);
}
