import type { Part, ToolResultPart } from '../conversation.ts';
import { joinParts, type WrittenPart, writePart } from './encode-part.ts';
import type { EncodeScope, Writable } from './encode-scope.ts';
import { markError } from './tool-error.ts';

/** A result as a tool message, and what it holds that such a message cannot. */
export interface WrittenResult {
  readonly message: Writable;
  /** For the user's message that follows: a text that names the call, and its media. */
  readonly rest: readonly WrittenPart[];
}

/**
 * A tool message holds text only (the API: "content blocks are expected to be text"); media follow in a message of the
 * user's. A client of this dialect knows what its provider takes: its lists stay as they are.
 */
export function writeResult(result: ToolResultPart, scope: EncodeScope): WrittenResult {
  const [inside, outside] = scope.own ? [result.content, []] : divide(result.content);
  const parts: WrittenPart[] = [];
  for (const part of inside) {
    const written = writePart(part, scope);
    if (written !== undefined) parts.push(written);
  }
  const rest: WrittenPart[] = [];
  for (const part of outside) {
    const written = writePart(part, scope);
    if (written !== undefined) rest.push(written);
  }
  if (rest.length > 0) {
    const name = result.name === undefined ? result.id : `${result.name} (${result.id})`;
    rest.unshift(plain(`Attached to the result of the tool call ${name}:`));
    if (parts.length === 0) parts.push(plain('[The result is attached to the next message.]'));
  }
  if (result.isError === true) addErrorMark(parts);
  const message: Writable = { role: 'tool', tool_call_id: result.id, content: '' };
  const last = parts.at(-1);
  if (result.cache !== undefined) {
    scope.mark(last?.object, result.cache, result.at);
    if (last !== undefined && scope.mostMarks > 0) parts[parts.length - 1] = { ...last, fixed: true };
  }
  message.content = joinParts(parts, scope, '\n');
  scope.place(result.at, message);
  return { message, rest };
}

function divide(content: readonly Part[]): [readonly Part[], readonly Part[]] {
  const isOutside = (part: Part) => part.kind === 'media' && part.source.kind !== 'text';
  return [content.filter((part) => !isOutside(part)), content.filter(isOutside)];
}

function plain(text: string): WrittenPart {
  return { object: { type: 'text', text }, text, fixed: false };
}

function addErrorMark(parts: WrittenPart[]): void {
  const first = parts[0];
  if (first?.text === undefined) {
    parts.unshift(plain(markError('')));
    return;
  }
  const text = markError(first.text);
  first.object.text = text;
  parts[0] = { ...first, text };
}
