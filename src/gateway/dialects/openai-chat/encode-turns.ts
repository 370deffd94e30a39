import type { Part, Role, ToolResultPart, Turn } from '../conversation.ts';
import { writeAssistant } from './encode-assistant.ts';
import { joinParts, type WrittenPart, writePart } from './encode-part.ts';
import { writeResult } from './encode-result.ts';
import type { EncodeScope, Writable } from './encode-scope.ts';

/** Writes all turns as messages. */
export function writeTurns(scope: EncodeScope): Writable[] {
  const messages: Writable[] = [];
  const { turns } = scope.conversation;
  const leading = scope.own ? 0 : leadingSystem(turns, scope);
  if (leading > 1) {
    const parts = turns.slice(0, leading).flatMap(({ parts: each }) => each);
    addMessage(messages, { role: turns[0]?.role ?? 'system', parts, at: turns[0]?.at ?? '' }, scope);
  }
  for (const turn of leading > 1 ? turns.slice(leading) : turns) {
    if (turn.role === 'assistant') {
      const message = writeAssistant(turn, scope);
      if (message !== undefined) messages.push(message);
    } else addMessage(messages, turn, scope);
  }
  return messages;
}

/** Chat templates of open models take one system message, at the front: those that begin a conversation are joined. */
function leadingSystem(turns: readonly Turn[], scope: EncodeScope): number {
  const first = turns[0];
  if (first === undefined || !isSystem(first.role)) return 0;
  const role = roleName(first.role, scope);
  const end = turns.findIndex((turn) => !isSystem(turn.role) || roleName(turn.role, scope) !== role);
  return end < 0 ? turns.length : end;
}

function isSystem(role: Role): boolean {
  return role === 'system' || role === 'developer';
}

function roleName(role: Role, scope: EncodeScope): string {
  return role === 'developer' && scope.target.quirks.developerRole !== 'keep' ? 'system' : role;
}

/** Results come first: each must follow its call with nothing but other results between. */
function addMessage(messages: Writable[], turn: Turn, scope: EncodeScope): void {
  const written: WrittenPart[] = [];
  const others: Part[] = [];
  let hasResults = false;
  for (const part of turn.parts) {
    if (part.kind !== 'tool-result') others.push(part);
    else {
      hasResults = true;
      written.push(...addResult(messages, part, scope));
    }
  }
  for (const part of others) {
    if (part.kind === 'reasoning' || part.kind === 'tool-call')
      scope.losses.add('part', part.at, `${part.kind} of another speaker than the assistant`);
    else if (part.kind !== 'text' || part.text !== '' || part.cache !== undefined) {
      const each = writePart(part, scope);
      if (each !== undefined) written.push(each);
    }
  }
  if (written.length === 0 && (hasResults || !scope.own)) return;
  const message: Writable = { role: roleName(turn.role, scope), content: joinParts(written, scope, '\n\n') };
  if (turn.name !== undefined) message.name = turn.name;
  if (!hasResults) scope.place(turn.at, message);
  messages.push(message);
}

function addResult(messages: Writable[], part: ToolResultPart, scope: EncodeScope): readonly WrittenPart[] {
  const { message, rest } = writeResult(part, scope);
  messages.push(message);
  return rest;
}
