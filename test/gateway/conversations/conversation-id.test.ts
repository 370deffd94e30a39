import { describe, expect, it } from 'vitest';
import { conversationId } from '../../../src/gateway/conversations/conversation-id.ts';

const uuid = '019a8c1e-5b7d-7f10-9d3b-2f64f6f0a001';

describe('the conversation of a request', () => {
  it.each([
    ['Codex', { 'session-id': uuid, 'thread-id': uuid, 'x-client-request-id': uuid }],
    ['older Codex', { session_id: uuid, conversation_id: uuid }],
    ['Claude Code', { 'x-claude-code-session-id': uuid }],
    ['opencode', { 'x-session-id': uuid, 'x-session-affinity': uuid }],
    ['pi', { session_id: uuid }],
    ['a thread alone', { 'thread-id': uuid }],
  ])('of %s stands in its headers', (_, headers) => {
    expect(conversationId(headers)).toBe(uuid);
  });

  it('is unknown for Gemini CLI and qwen, which send nothing', () => {
    expect(conversationId({ 'user-agent': 'GeminiCLI/0.61.0', 'x-client-request-id': uuid })).toBeUndefined();
  });

  it('passes over empty headers', () => {
    expect(conversationId({ 'session-id': ' ', 'thread-id': 't1' })).toBe('t1');
  });

  it('takes the first of a repeated header', () => {
    expect(conversationId({ 'session-id': ['one', 'two'] })).toBe('one');
  });

  it('is short and plain whatever was sent, and the same for the same', () => {
    const odd = conversationId({ 'session-id': `x\n${'y'.repeat(5000)}` });
    expect(odd).toMatch(/^[0-9a-f]{32}$/);
    expect(conversationId({ 'session-id': `x\n${'y'.repeat(5000)}` })).toBe(odd);
    expect(conversationId({ 'session-id': 'a b' })).toMatch(/^[0-9a-f]{32}$/);
    expect(conversationId({ 'session-id': 'a'.repeat(64) })).toHaveLength(64);
    expect(conversationId({ 'session-id': 'a'.repeat(65) })).toHaveLength(32);
  });
});
