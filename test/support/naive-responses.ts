import type { Conversation, Part, Role, Tool, Turn } from '../../src/gateway/dialects/conversation.ts';
import { isRecord, type JsonRecord, listAt, textAt, valueAt } from './json-value.ts';

/**
 * Reads a recorded request of Responses into the pivot, as far as a count of tokens cares: texts, images, calls,
 * results, tools and the wished-for schema. For tests, as long as no codec reads it.
 */
export function naiveResponses(body: JsonRecord): Conversation {
  const instructions = textAt(body, 'instructions');
  const input = body.input;
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : listAt(body, 'input');
  const format = valueAt(body, 'text', 'format');
  const schema = valueAt(format, 'schema');
  const effort = textAt(body, 'reasoning', 'effort');
  const choice = body.tool_choice;
  const turns = [
    ...(instructions === undefined ? [] : [turn('system', [text(instructions)])]),
    ...items.map(readItem),
  ];
  return {
    from: 'openai-responses',
    turns: turns.filter(({ parts }) => parts.length > 0),
    tools: listAt(body, 'tools').map(readTool),
    ...(isRecord(choice) && { toolChoice: { kind: 'required' } }),
    reasoning: effort === 'low' || effort === 'medium' || effort === 'high' ? { effort } : {},
    sampling: {},
    stop: [],
    output: isRecord(schema) ? { format: { kind: 'json', schema } } : {},
    cache: {},
    metadata: {},
    stream: false,
    extra: [],
  };
}

const at = '';
const text = (value: string): Part => ({ kind: 'text', text: value, at });
const turn = (role: Role, parts: readonly Part[]): Turn => ({ role, parts, at });

function readItem(item: unknown): Turn {
  const type = textAt(item, 'type') ?? 'message';
  const id = textAt(item, 'call_id') ?? '';
  if (type === 'message') return turn(readRole(textAt(item, 'role')), readContent(valueAt(item, 'content')));
  if (type === 'function_call' || type === 'custom_tool_call') {
    const name = textAt(item, 'name') ?? '';
    const input = textAt(item, 'arguments') ?? textAt(item, 'input') ?? '';
    return turn('assistant', [{ kind: 'tool-call', id, name, form: 'function', input, at }]);
  }
  if (type === 'function_call_output' || type === 'custom_tool_call_output') {
    const content = readContent(valueAt(item, 'output'));
    return turn('user', [{ kind: 'tool-result', id, form: 'function', content, at }]);
  }
  if (type === 'reasoning') return turn('assistant', [readReasoning(item)]);
  const value = isRecord(item) ? item : {};
  return turn('assistant', [
    { kind: 'hosted', tool: 'other', text: '', dialect: 'openai-responses', value, at },
  ]);
}

function readReasoning(item: unknown): Part {
  const raw = listAt(item, 'content');
  const paragraphs = raw.length > 0 ? raw : listAt(item, 'summary');
  const data = textAt(item, 'encrypted_content');
  return {
    kind: 'reasoning',
    text: paragraphs.map((part) => textAt(part, 'text') ?? '').filter((each) => each !== ''),
    ...(data !== undefined && { opaque: { kind: 'openai-encrypted', data } }),
    at,
  };
}

function readContent(content: unknown): Part[] {
  if (typeof content === 'string') return [text(content)];
  return Array.isArray(content) ? content.map(readPart) : [];
}

function readPart(part: unknown): Part {
  const words = textAt(part, 'text') ?? textAt(part, 'refusal');
  if (words !== undefined) return text(words);
  const url = textAt(part, 'image_url');
  const inline = /^data:([^;,]*);base64,/.exec(url ?? '');
  if (url !== undefined && inline !== null) {
    const source = {
      kind: 'base64' as const,
      mimeType: inline[1] ?? '',
      data: url.slice(inline[0].length),
    };
    return { kind: 'media', media: 'image', source, at };
  }
  const value = isRecord(part) ? part : {};
  return { kind: 'native', dialect: 'openai-responses', what: textAt(part, 'type') ?? '', value, at };
}

function readTool(tool: unknown): Tool {
  const name = textAt(tool, 'name') ?? '';
  const description = textAt(tool, 'description');
  const described = description === undefined ? {} : { description };
  const schema = valueAt(tool, 'parameters');
  const format = valueAt(tool, 'format');
  const type = textAt(tool, 'type');
  if (type === 'custom')
    return { kind: 'custom', name, ...described, ...(isRecord(format) && { format }), at };
  if (type === 'function')
    return { kind: 'function', name, ...described, ...(isRecord(schema) && { schema }), at };
  const value = isRecord(tool) ? tool : {};
  return { kind: 'hosted', tool: 'other', dialect: 'openai-responses', value, at };
}

function readRole(role: string | undefined): Role {
  return role === 'system' || role === 'developer' || role === 'assistant' ? role : 'user';
}
