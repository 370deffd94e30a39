import type { Part, Role, Tool } from '../conversation.ts';
import { type Fields, fieldsOf, isFields, listOf, textOf } from '../json-value.ts';
import { readSealed } from './carrier.ts';
import { decodeCall, decodeResult } from './decode-call.ts';
import { decodeContent } from './decode-part.ts';
import { decodeReasoning } from './decode-reasoning.ts';
import { decodeTools } from './decode-tool.ts';
import { describeHosted, imageTypeOf } from './hosted.ts';
import { type Leftovers, Members } from './leftovers.ts';
import type { Turns } from './turns.ts';

/** Where the items of a request go. */
export interface Reading {
  readonly turns: Turns;
  readonly left: Leftovers;
  /** Tools that items bring along. */
  readonly tools: Tool[];
  /** Ids of all calls of the request. */
  readonly calls: ReadonlySet<string>;
}

/** Reads one item of `input`. Items without `type` are messages when they have a role, else references. */
export function decodeItem(item: Fields, at: string, reading: Reading): void {
  const { turns, left } = reading;
  const type = textOf(item.type) ?? (item.role === undefined ? 'item_reference' : 'message');
  switch (type) {
    case 'message':
    case 'agent_message':
      return readMessage(item, type, at, reading);
    case 'reasoning':
      return readReasoning(item, at, reading);
    case 'compaction':
      return readCompaction(item, at, reading);
    case 'function_call':
    case 'custom_tool_call':
    case 'local_shell_call':
    case 'tool_search_call': {
      if (type === 'tool_search_call' && !isClients(item)) break;
      return turns.join('assistant', [decodeCall(item, type, at, left)], at);
    }
    case 'function_call_output':
    case 'custom_tool_call_output':
    case 'local_shell_call_output':
    case 'tool_search_output':
      if (type === 'tool_search_output') {
        reading.tools.push(...decodeTools(listOf(item.tools), `${at}/tools`, left));
        if (!isClients(item)) break;
      }
      return turns.join('user', [decodeResult(item, type, at, left)], at);
    case 'additional_tools':
      return readAdditionalTools(item, at, reading);
    case 'image_generation_call':
      if (typeof item.result !== 'string' || item.result === '') break;
      return readImage(item, item.result, at, reading);
  }
  readOther(item, type, at, reading);
}

/** A tool search that the client does itself; one of the provider's has no call to answer. */
function isClients(item: Fields): boolean {
  return item.execution === 'client';
}

const roles: ReadonlySet<unknown> = new Set<Role>(['system', 'developer', 'user', 'assistant']);

function isRole(value: unknown): value is Role {
  return roles.has(value);
}

function readMessage(item: Fields, type: string, at: string, { turns, left }: Reading): void {
  const members = new Members(item, at);
  members.take('type');
  // Other agents' words (Codex) come without a role; who spoke to whom is left over.
  if (type === 'agent_message') left.set(at, 'type', type);
  const given = members.take('role');
  const role = isRole(given) ? given : 'user';
  if (given !== undefined && given !== role) left.set(at, 'role', given);
  const parts = decodeContent(members.take('content'), `${at}/content`, at, role, left);
  const phase = textOf(members.look('phase'));
  if (phase !== undefined) members.take('phase');
  members.leave(left);
  const spoken = phase === undefined ? parts : parts.map((part) => withPhase(part, phase));
  if (role === 'assistant') turns.join(role, spoken, at);
  else turns.message(role, spoken, at);
}

function withPhase(part: Part, phase: string): Part {
  return part.kind === 'text' ? { ...part, phase } : part;
}

function readReasoning(item: Fields, at: string, { turns, left, calls }: Reading): void {
  const sealed = textOf(item.encrypted_content);
  const state = sealed === undefined ? undefined : readSealed(sealed, 'openai-encrypted');
  if (state?.bond === 'text' && turns.signText(state.opaque)) return;
  if (state?.bond === 'blank') {
    turns.join('assistant', [{ kind: 'text', text: '', opaque: state.opaque, at }], at);
    return;
  }
  const callId = state?.bond.startsWith('call:') === true ? state.bond.slice('call:'.length) : undefined;
  if (state !== undefined && callId !== undefined && calls.has(callId)) {
    turns.signCall(callId, state.opaque);
    return;
  }
  turns.join('assistant', [decodeReasoning(item, state, at, left)], at);
}

function readCompaction(item: Fields, at: string, { turns, left }: Reading): void {
  const members = new Members(item, at);
  members.take('type');
  const sealed = textOf(item.encrypted_content);
  if (sealed === undefined) return readOther(item, 'compaction', at, { turns, left });
  members.take('encrypted_content');
  const id = textOf(members.take('id'));
  members.leave(left);
  left.note(at, { sealed: true });
  const { opaque } = readSealed(sealed, 'openai-compaction');
  turns.join('assistant', [{ kind: 'reasoning', text: [], opaque, ...(id !== undefined && { id }), at }], at);
}

/**
 * Codex gives models of the newest class their tools in an item and none in the request: these are the request's
 * tools. `at` of each tells a writer of this dialect that they stood here.
 */
function readAdditionalTools(item: Fields, at: string, { left, tools }: Reading): void {
  const members = new Members(item, at);
  const found = decodeTools(listOf(members.take('tools')), `${at}/tools`, left);
  left.note(at, { set: { type: members.take('type') } });
  members.leave(left, new Set(['role']));
  tools.push(...found);
}

function readImage(item: Fields, result: string, at: string, { turns, left }: Reading): void {
  const members = new Members(item, at);
  members.take('result');
  const type = members.take('type');
  left.set(at, 'type', type);
  members.leave(left, imageDetails);
  turns.join(
    'assistant',
    [
      {
        kind: 'media',
        media: 'image',
        source: { kind: 'base64', mimeType: imageTypeOf(item), data: result },
        at,
      },
    ],
    at,
  );
}

/** How a picture was made says nothing that the picture does not. */
const imageDetails = new Set(['output_format', 'quality', 'size', 'background', 'revised_prompt', 'action']);

/** What the client says between the model's turns; every other item is something that the model did. */
const clientItems = new Set(['compaction_trigger', 'configuration_update', 'mcp_approval_response']);

function readOther(item: Fields, type: string, at: string, { turns }: Pick<Reading, 'turns' | 'left'>): void {
  const dialect = 'openai-responses';
  const hosted = describeHosted(item);
  const part: Part =
    hosted === undefined
      ? { kind: 'native', dialect, what: type, value: item, at }
      : { kind: 'hosted', ...hosted, dialect, value: item, at };
  const isClients = clientItems.has(type) || (type.endsWith('_output') && item.execution !== 'server');
  turns.join(isClients ? 'user' : 'assistant', [part], at);
}

/** Ids of the calls in a list of items, whatever their kind. */
export function callIds(items: readonly unknown[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const item of items) {
    const id = isFields(item) ? textOf(item.call_id) : undefined;
    if (id !== undefined && fieldsOf(item)?.output === undefined) ids.add(id);
  }
  return ids;
}
