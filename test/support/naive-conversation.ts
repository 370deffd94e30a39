import type {
  Conversation,
  MediaPart,
  Part,
  Role,
  Tool,
  Turn,
} from '../../src/gateway/dialects/conversation.ts';
import type { Dialect } from '../../src/gateway/exchange/dialect.ts';
import { isRecord, type JsonRecord, listAt, textAt, valueAt } from './json-value.ts';

/**
 * Reads a recorded request into the pivot, as far as a count of tokens cares: texts, media, calls, results, tools and
 * the wished-for schema. Nothing else is read, and nothing is checked; the codecs are tested elsewhere.
 */
export function naiveConversation(dialect: Dialect, body: JsonRecord): Conversation {
  const read = readers[dialect];
  if (read === undefined) throw new Error(`no reader for ${dialect}`);
  const { turns, tools, schema, effort, adaptive, budget, choice, json } = read(body);
  return {
    from: dialect,
    turns: turns.filter(({ parts }) => parts.length > 0),
    tools,
    ...(choice !== undefined && { toolChoice: { kind: choice } }),
    reasoning: {
      ...(effort !== undefined && { effort }),
      ...(adaptive === true && { adaptive }),
      ...(budget !== undefined && { budget }),
    },
    sampling: {},
    stop: [],
    output: schema === undefined && json !== true ? {} : { format: { kind: 'json', ...schema } },
    cache: {},
    metadata: {},
    stream: false,
    extra: [],
  };
}

interface Read {
  readonly turns: readonly Turn[];
  readonly tools: readonly Tool[];
  readonly schema?: { readonly schema: JsonRecord; readonly name?: string; readonly description?: string };
  readonly json?: boolean;
  readonly effort?: 'low' | 'medium' | 'high';
  readonly adaptive?: boolean;
  readonly budget?: number;
  readonly choice?: 'auto' | 'none' | 'required';
}

const at = '';
const text = (value: string): Part => ({ kind: 'text', text: value, at });
const turn = (role: Role, parts: readonly Part[]): Turn => ({ role, parts, at });

const readers: Partial<Record<Dialect, (body: JsonRecord) => Read>> = {
  'openai-chat': readChat,
  'openai-responses': readResponses,
  'anthropic-messages': readMessages,
  'gemini-generate': readGemini,
};

function readChat(body: JsonRecord): Read {
  const turns = listAt(body, 'messages').map((message) => {
    const role = textAt(message, 'role') ?? 'user';
    const parts = contentParts(valueAt(message, 'content'), (part) => chatPart(part));
    if (role === 'tool') {
      const id = textAt(message, 'tool_call_id') ?? '';
      return turn('user', [{ kind: 'tool-result', id, form: 'function', content: parts, at }]);
    }
    const details = listAt(message, 'reasoning_details');
    const hidden = details.map((detail) => textAt(detail, 'data') ?? '').join('');
    const shown = details.map((detail) => textAt(detail, 'text') ?? textAt(detail, 'summary') ?? '');
    const plain = textAt(message, 'reasoning_content') ?? textAt(message, 'reasoning');
    const reasoning = plain === undefined ? shown : [plain];
    const calls = listAt(message, 'tool_calls').map((call) => functionCall(call, 'function'));
    return turn(roleOf(role), [
      ...(reasoning.length === 0 ? [] : [thought(reasoning, hidden === '' ? undefined : hidden)]),
      ...parts,
      ...calls,
    ]);
  });
  const format = valueAt(body, 'response_format');
  return {
    turns,
    tools: listAt(body, 'tools').flatMap((tool) => {
      const own = valueAt(tool, 'function') ?? valueAt(tool, 'custom');
      return own === undefined ? hostedTool('openai-chat', textAt(tool, 'type') ?? '', tool) : chatTool(own);
    }),
    ...effortOf(textAt(body, 'reasoning_effort') ?? textAt(body, 'reasoning', 'effort')),
    ...choiceOf(body.tool_choice),
    ...schemaOf(valueAt(format, 'json_schema'), 'schema'),
    ...(isRecord(format) && format.type === 'json_object' && { json: true }),
  };
}

function readResponses(body: JsonRecord): Read {
  const instructions = textAt(body, 'instructions');
  const input = body.input;
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : listAt(body, 'input');
  const format = valueAt(body, 'text', 'format');
  return {
    turns: [
      ...(instructions === undefined ? [] : [turn('system', [text(instructions)])]),
      ...items.map(responseItem),
    ],
    tools: listAt(body, 'tools').flatMap((tool) => responseTool(tool)),
    ...effortOf(textAt(body, 'reasoning', 'effort')),
    ...choiceOf(body.tool_choice),
    ...(isRecord(format) && format.type === 'json_schema' && schemaOf(format, 'schema')),
    ...(isRecord(format) && format.type === 'json_object' && { json: true }),
  };
}

function responseItem(item: unknown): Turn {
  const type = textAt(item, 'type') ?? 'message';
  if (type === 'message') {
    const role = roleOf(textAt(item, 'role') ?? 'user');
    return turn(role, contentParts(valueAt(item, 'content'), chatPart));
  }
  if (type === 'function_call' || type === 'custom_tool_call') return turn('assistant', [functionCall(item)]);
  if (type === 'function_call_output' || type === 'custom_tool_call_output') {
    const content = contentParts(valueAt(item, 'output'), chatPart);
    return turn('user', [
      { kind: 'tool-result', id: textAt(item, 'call_id') ?? '', form: 'function', content, at },
    ]);
  }
  if (type === 'reasoning') {
    const raw = listAt(item, 'content');
    const paragraphs = (raw.length > 0 ? raw : listAt(item, 'summary')).map(
      (part) => textAt(part, 'text') ?? '',
    );
    return turn('assistant', [thought(paragraphs, textAt(item, 'encrypted_content'))]);
  }
  const value = isRecord(item) ? item : {};
  return turn('assistant', [
    { kind: 'hosted', tool: 'other', text: '', dialect: 'openai-responses', value, at },
  ]);
}

function responseTool(tool: unknown, namespace?: string): Tool[] {
  const type = textAt(tool, 'type');
  if (type === 'function' || type === 'custom') {
    return chatTool(tool).map((each) => (namespace === undefined ? each : { ...each, namespace }));
  }
  if (type === 'namespace')
    return listAt(tool, 'tools').flatMap((each) => responseTool(each, textAt(tool, 'name')));
  return hostedTool('openai-responses', type ?? '', tool);
}

function readMessages(body: JsonRecord): Read {
  const thinking = valueAt(body, 'thinking');
  const budget = valueAt(thinking, 'budget_tokens');
  return {
    turns: [
      turn('system', contentParts(body.system, messagesPart)),
      ...listAt(body, 'messages').map((message) =>
        turn(
          roleOf(textAt(message, 'role') ?? 'user'),
          contentParts(valueAt(message, 'content'), messagesPart),
        ),
      ),
    ],
    tools: listAt(body, 'tools').flatMap((tool) => {
      const type = textAt(tool, 'type') ?? 'custom';
      if (type !== 'custom') return hostedTool('anthropic-messages', type, tool);
      return chatTool(tool, 'input_schema');
    }),
    ...schemaOf(valueAt(body, 'output_config', 'format') ?? valueAt(body, 'output_format'), 'schema'),
    ...(typeof budget === 'number' && { budget }),
    ...(textAt(thinking, 'type') === 'adaptive' && { adaptive: true }),
    ...choiceOf(textAt(body, 'tool_choice', 'type')),
  };
}

function messagesPart(part: unknown): Part[] {
  const type = textAt(part, 'type');
  if (type === 'text') return [text(textAt(part, 'text') ?? '')];
  if (type === 'image' || type === 'document') {
    const source = valueAt(part, 'source');
    const data = textAt(source, 'data');
    const mimeType = textAt(source, 'media_type') ?? '';
    const media = type;
    const url = textAt(source, 'url');
    if (textAt(source, 'type') === 'base64' && data !== undefined) return [base64(media, mimeType, data)];
    if (url !== undefined) return [{ kind: 'media', media, source: { kind: 'url', url }, at }];
    if (data !== undefined) {
      const citable = valueAt(part, 'citations', 'enabled') === true;
      const source = { kind: 'text' as const, text: data };
      return [{ kind: 'media', media, source, ...(citable && { citable }), ...titled(part), at }];
    }
    const id = textAt(source, 'file_id') ?? '';
    return [{ kind: 'media', media, source: { kind: 'file-id', id, dialect: 'anthropic-messages' }, at }];
  }
  if (type === 'tool_use') {
    const input = JSON.stringify(valueAt(part, 'input') ?? {});
    return [
      {
        kind: 'tool-call',
        id: textAt(part, 'id') ?? '',
        name: textAt(part, 'name') ?? '',
        form: 'function',
        input,
        at,
      },
    ];
  }
  if (type === 'tool_result') {
    const content = contentParts(valueAt(part, 'content'), messagesPart);
    return [{ kind: 'tool-result', id: textAt(part, 'tool_use_id') ?? '', form: 'function', content, at }];
  }
  if (type === 'thinking') return [thought([textAt(part, 'thinking') ?? ''], textAt(part, 'signature'))];
  const value = isRecord(part) ? part : {};
  return [{ kind: 'hosted', tool: 'other', text: '', dialect: 'anthropic-messages', value, at }];
}

function titled(part: unknown): { readonly title?: string } {
  const title = textAt(part, 'title');
  return title === undefined ? {} : { title };
}

function readGemini(body: JsonRecord): Read {
  const whole = isRecord(body.generateContentRequest) ? body.generateContentRequest : body;
  const system = valueAt(whole, 'systemInstruction') ?? valueAt(whole, 'system_instruction');
  const contents = Array.isArray(whole.contents) ? whole.contents : [whole.contents];
  const config = valueAt(whole, 'generationConfig') ?? valueAt(whole, 'generation_config');
  const schema = valueAt(config, 'responseJsonSchema') ?? valueAt(config, 'responseSchema');
  return {
    turns: [
      turn('system', listAt(system, 'parts').flatMap(geminiPart)),
      ...contents.map((content) =>
        turn(
          textAt(content, 'role') === 'model' ? 'assistant' : 'user',
          listAt(content, 'parts').flatMap(geminiPart),
        ),
      ),
    ],
    tools: listAt(whole, 'tools').flatMap((tool) => {
      const declared = [
        ...listAt(tool, 'functionDeclarations'),
        ...listAt(tool, 'function_declarations'),
      ].flatMap((each) => chatTool(each, textKey(each)));
      const hosted = isRecord(tool)
        ? Object.keys(tool).filter((key) => !/^function_?declarations$/i.test(key) && tool[key] !== null)
        : [];
      return [...declared, ...hosted.flatMap((name) => hostedTool('gemini-generate', name, tool))];
    }),
    ...(isRecord(schema) && { schema: { schema } }),
  };
}

function textKey(declaration: unknown): string {
  return isRecord(declaration) && isRecord(declaration.parametersJsonSchema)
    ? 'parametersJsonSchema'
    : 'parameters';
}

function geminiPart(part: unknown): Part[] {
  const thoughtText = valueAt(part, 'thought') === true;
  const words = textAt(part, 'text');
  if (words !== undefined) return [thoughtText ? thought([words]) : text(words)];
  const inline = valueAt(part, 'inlineData') ?? valueAt(part, 'inline_data');
  if (isRecord(inline)) {
    const mimeType = textAt(inline, 'mimeType') ?? textAt(inline, 'mime_type') ?? '';
    return [base64(mediaOf(mimeType), mimeType, textAt(inline, 'data') ?? '')];
  }
  const file = valueAt(part, 'fileData') ?? valueAt(part, 'file_data');
  if (isRecord(file)) {
    const mimeType = textAt(file, 'mimeType') ?? '';
    const url = textAt(file, 'fileUri') ?? '';
    return [{ kind: 'media', media: mediaOf(mimeType), source: { kind: 'url', url, mimeType }, at }];
  }
  const call = valueAt(part, 'functionCall') ?? valueAt(part, 'function_call');
  if (isRecord(call)) {
    const input = JSON.stringify(call.args ?? {});
    const name = textAt(call, 'name') ?? '';
    const signature = textAt(part, 'thoughtSignature');
    const opaque =
      signature === undefined ? {} : { opaque: { kind: 'gemini-signature' as const, data: signature } };
    return [{ kind: 'tool-call', id: '', name, form: 'function', input, ...opaque, at }];
  }
  const answer = valueAt(part, 'functionResponse') ?? valueAt(part, 'function_response');
  if (isRecord(answer)) {
    const value = isRecord(answer.response) ? answer.response : {};
    const media = listAt(answer, 'parts').flatMap(geminiPart);
    const content = [text(JSON.stringify(value)), ...media];
    const name = textAt(answer, 'name') ?? '';
    return [{ kind: 'tool-result', id: '', name, form: 'function', content, value, at }];
  }
  const value = isRecord(part) ? part : {};
  return [{ kind: 'hosted', tool: 'other', text: '', dialect: 'gemini-generate', value, at }];
}

function chatPart(part: unknown): Part[] {
  const words = textAt(part, 'text') ?? textAt(part, 'refusal');
  if (words !== undefined) return [text(words)];
  const audio = textAt(part, 'input_audio', 'data') ?? textAt(part, 'input_audio');
  if (audio !== undefined) return [base64('audio', 'audio/wav', audio)];
  const url = textAt(part, 'image_url', 'url') ?? textAt(part, 'image_url');
  const detail = textAt(part, 'image_url', 'detail') ?? textAt(part, 'detail');
  if (url !== undefined) return [{ ...fromUrl('image', url), ...(detail !== undefined && { detail }) }];
  const file = textAt(part, 'file', 'file_data') ?? textAt(part, 'file_data') ?? textAt(part, 'file_url');
  if (file !== undefined && !file.includes(':')) return [base64('document', 'application/pdf', file)];
  if (file !== undefined) return [fromUrl('document', file)];
  const value = isRecord(part) ? part : {};
  return [{ kind: 'native', dialect: 'openai-chat', what: textAt(part, 'type') ?? '', value, at }];
}

function fromUrl(media: MediaPart['media'], url: string): MediaPart {
  const inline = /^data:([^;,]*);base64,/.exec(url);
  if (inline !== null) return base64(media, inline[1] ?? '', url.slice(inline[0].length));
  return { kind: 'media', media, source: { kind: 'url', url }, at };
}

function base64(media: MediaPart['media'], mimeType: string, data: string): MediaPart {
  return { kind: 'media', media, source: { kind: 'base64', mimeType, data }, at };
}

function mediaOf(mimeType: string): MediaPart['media'] {
  const kind = mimeType.split('/')[0];
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'document';
}

function contentParts(content: unknown, read: (part: unknown) => Part[]): Part[] {
  if (typeof content === 'string') return [text(content)];
  return Array.isArray(content) ? content.flatMap(read) : [];
}

function thought(paragraphs: readonly string[], opaque?: string): Part {
  const state = opaque === undefined ? {} : { opaque: { kind: 'none' as const, data: opaque } };
  return { kind: 'reasoning', text: paragraphs.filter((each) => each !== ''), ...state, at };
}

function functionCall(call: unknown, ...inside: string[]): Part {
  const name = textAt(call, ...inside, 'name') ?? '';
  const input = textAt(call, ...inside, 'arguments') ?? textAt(call, 'input') ?? '';
  const id = textAt(call, 'call_id') ?? textAt(call, 'id') ?? '';
  return { kind: 'tool-call', id, name, form: 'function', input, at };
}

function chatTool(tool: unknown, schemaKey = 'parameters'): Tool[] {
  const name = textAt(tool, 'name');
  if (name === undefined) return [];
  const description = textAt(tool, 'description');
  const schema = valueAt(tool, schemaKey);
  const format = valueAt(tool, 'format', 'grammar') ?? valueAt(tool, 'format');
  const described = description === undefined ? {} : { description };
  if (isRecord(format)) return [{ kind: 'custom', name, ...described, format, at }];
  const deferred = valueAt(tool, 'defer_loading') === true;
  return [
    {
      kind: 'function',
      name,
      ...described,
      ...(isRecord(schema) && { schema }),
      ...(deferred && { deferred }),
      at,
    },
  ];
}

function hostedTool(dialect: Dialect, name: string, tool: unknown): Tool[] {
  return [{ kind: 'hosted', tool: 'other', name, dialect, value: isRecord(tool) ? tool : {}, at }];
}

function schemaOf(format: unknown, key: string): Pick<Read, 'schema'> {
  const schema = valueAt(format, key);
  const name = textAt(format, 'name');
  return isRecord(schema) ? { schema: { schema, ...(name !== undefined && { name }) } } : {};
}

function effortOf(effort: string | undefined): Pick<Read, 'effort'> {
  return effort === 'low' || effort === 'medium' || effort === 'high' ? { effort } : {};
}

function choiceOf(choice: unknown): Pick<Read, 'choice'> {
  if (choice === undefined || choice === null) return {};
  return { choice: choice === 'auto' || choice === 'none' ? choice : 'required' };
}

function roleOf(role: string): Role {
  if (role === 'system' || role === 'developer' || role === 'assistant') return role;
  return role === 'model' ? 'assistant' : 'user';
}
