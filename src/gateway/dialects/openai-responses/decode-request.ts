import type { Decoded, RequestFacts } from '../codec.ts';
import type { Conversation, Tool, Turn } from '../conversation.ts';
import { type Fields, isFields, textOf } from '../json-value.ts';
import { callIds, decodeItem } from './decode-item.ts';
import {
  decodeCache,
  decodeMetadata,
  decodeOutput,
  decodeReasoningWish,
  decodeSampling,
} from './decode-settings.ts';
import { decodeTools } from './decode-tool.ts';
import { decodeToolChoice } from './decode-tool-choice.ts';
import { Leftovers, Members } from './leftovers.ts';
import { Turns } from './turns.ts';

/** Reads a request to `POST /v1/responses`. */
export function decodeRequest(body: Fields, facts: RequestFacts): Decoded {
  const trouble = troubleOf(body);
  if (trouble !== undefined) return { ok: false, ...trouble };
  const left = new Leftovers();
  const members = new Members(body, '');
  members.take('model');
  if (members.take('stream') === false) left.set('', 'stream', false);
  const tools = decodeTools(members.list('tools') ?? [], '/tools', left);
  if (Array.isArray(body.tools) && body.tools.length === 0) left.set('', 'tools', body.tools);
  const brought: Tool[] = [];
  const turns = [...instructionsOf(members), ...inputOf(members, left, brought)];
  const toolChoice = decodeToolChoice(members, left);
  const parallelTools = members.flag('parallel_tool_calls');
  const maxTokens = members.number('max_output_tokens');
  const reasoning = decodeReasoningWish(members, left);
  const output = decodeOutput(members, left);
  const cache = decodeCache(members);
  const metadata = decodeMetadata(members, left);
  const sampling = decodeSampling(members);
  members.leave(left);
  const conversation: Conversation = {
    from: 'openai-responses',
    turns,
    tools: [...tools, ...unknownTools(brought, tools)],
    ...(toolChoice !== undefined && { toolChoice }),
    ...(parallelTools !== undefined && { parallelTools }),
    reasoning,
    sampling,
    ...(maxTokens !== undefined && { maxTokens }),
    stop: [],
    output,
    cache,
    metadata,
    stream: facts.stream,
    extra: left.extra,
    notes: left.notes,
  };
  return { ok: true, conversation };
}

/** Why a body cannot be a request of this dialect. A prompt or a former answer may stand for the input. */
function troubleOf(body: Fields): { at: string; detail: string } | undefined {
  const { input } = body;
  if (typeof input === 'string') return undefined;
  if (input === undefined || input === null) {
    const stands = [body.prompt, body.previous_response_id, body.conversation, body.instructions];
    if (stands.some((value) => value !== undefined && value !== null)) return undefined;
    return { at: '/input', detail: 'Required: a text or a list of items.' };
  }
  if (!Array.isArray(input)) return { at: '/input', detail: 'Must be a text or a list of items.' };
  const items: readonly unknown[] = input;
  const odd = items.findIndex((item) => !isFields(item));
  return odd < 0 ? undefined : { at: `/input/${odd}`, detail: 'Must be an object.' };
}

function instructionsOf(body: Members): readonly Turn[] {
  const text = textOf(body.look('instructions'));
  if (text === undefined) return [];
  body.take('instructions');
  const at = '/instructions';
  return [{ role: 'system', parts: [{ kind: 'text', text, at }], at }];
}

function inputOf(body: Members, left: Leftovers, tools: Tool[]): readonly Turn[] {
  const text = body.text('input');
  const at = '/input';
  if (text !== undefined) {
    left.note(at, { plain: true });
    return [{ role: 'user', parts: text === '' ? [] : [{ kind: 'text', text, at }], at }];
  }
  const items = body.list('input') ?? [];
  if (items.length === 0 && body.has('input')) left.set('', 'input', body.look('input'));
  const turns = new Turns();
  const calls = callIds(items);
  items.forEach((item, nth) => {
    if (isFields(item)) decodeItem(item, `${at}/${nth}`, { turns, left, tools, calls });
  });
  return turns.finish();
}

/** Tools that items brought and the request did not name itself: a tool search finds what was there, deferred. */
function unknownTools(brought: readonly Tool[], named: readonly Tool[]): readonly Tool[] {
  const known = new Set(named.map(nameOf));
  return brought.filter((tool) => {
    const name = nameOf(tool);
    if (name === undefined) return true;
    if (known.has(name)) return false;
    known.add(name);
    return true;
  });
}

function nameOf(tool: Tool): string | undefined {
  if (tool.kind !== 'function' && tool.kind !== 'custom') return undefined;
  return JSON.stringify([tool.namespace ?? '', tool.name]);
}
