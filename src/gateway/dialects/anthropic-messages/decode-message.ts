import type { Mutable } from '../../exchange/mutable.ts';
import type { Part, Role, TextPart, ToolCallPart, Turn } from '../conversation.ts';
import { type Fields, isFields, listOf } from '../json-value.ts';
import type { Opaque } from '../opaque.ts';
import type { Owner } from './carried-state.ts';
import { readListed, readThinking } from './decode-block.ts';
import { keepRest } from './extras.ts';
import type { ReadState } from './read-state.ts';

const known: ReadonlySet<string> = new Set(['role', 'content']);

/** `developer` is no word of this API, but clients that were written for another send it. */
const roles: ReadonlyMap<unknown, Role> = new Map<unknown, Role>([
  ['user', 'user'],
  ['assistant', 'assistant'],
  ['system', 'system'],
  ['developer', 'developer'],
]);

/** A message, or what is wrong with it: the place below it, and words. */
export function readMessage(
  message: unknown,
  at: string,
  state: ReadState,
): Turn | { readonly wrong: string; readonly detail: string } {
  if (!isFields(message)) return { wrong: '', detail: 'A message is an object with role and content.' };
  const role = roles.get(message.role);
  if (role === undefined)
    return { wrong: '/role', detail: 'The role of a message is user, assistant or system.' };
  const { content } = message;
  const where = `${at}/content`;
  keepRest(message, known, at, state.extra);
  // Claude Code sends system messages that hold nothing but an output_config.
  if (content === null || content === undefined) return { role, parts: [], at };
  if (typeof content === 'string') {
    return { role, parts: content === '' ? [] : [{ kind: 'text', text: content, at: where }], at };
  }
  if (!Array.isArray(content))
    return { wrong: '/content', detail: 'Content is a string or a list of blocks.' };
  return { role, parts: readParts(content, where, state), at };
}

/** State that belongs to a call or a text of the same message. */
interface Carried {
  readonly owner: Owner;
  readonly opaque: Opaque;
  readonly block: Fields;
  readonly at: string;
  /** Number of parts before it. */
  readonly before: number;
}

function readParts(content: readonly unknown[], at: string, state: ReadState): readonly Part[] {
  const parts: Part[] = [];
  const carried: Carried[] = [];
  listOf(content).forEach((block, index) => {
    const where = `${at}/${index}`;
    if (!isFields(block) || (block.type !== 'thinking' && block.type !== 'redacted_thinking')) {
      const part = readListed(block, where, state);
      if ('kind' in part) parts.push(part);
      return;
    }
    const { part, signature } = readThinking(block, where, state);
    const { owner, opaque } = signature;
    if (owner === undefined || opaque === undefined) parts.push(part);
    else if (owner.kind === 'empty-text') parts.push({ kind: 'text', text: '', opaque, at: where });
    else carried.push({ owner, opaque, block, at: where, before: parts.length });
  });
  for (const item of carried) giveBack(item, parts, state);
  return parts;
}

function giveBack({ owner, opaque, block, at, before }: Carried, parts: Part[], { extra }: ReadState): void {
  const index =
    owner.kind === 'call'
      ? parts.findIndex((part) => part.kind === 'tool-call' && part.id === owner.id)
      : textNear(parts, before);
  const part = parts[index];
  if (part?.kind !== 'tool-call' && part?.kind !== 'text') {
    // The client has removed what it belonged to.
    extra.push({ at, value: block });
    return;
  }
  const signed: Mutable<ToolCallPart | TextPart> = { ...part };
  signed.opaque = opaque;
  parts[index] = signed;
}

/** The nearest text before the state, else the first after it; without state of its own. */
function textNear(parts: readonly Part[], before: number): number {
  const isFree = (part: Part) => part.kind === 'text' && part.opaque === undefined && part.text !== '';
  const earlier = parts.slice(0, before).findLastIndex(isFree);
  return earlier >= 0 ? earlier : parts.findIndex(isFree);
}
