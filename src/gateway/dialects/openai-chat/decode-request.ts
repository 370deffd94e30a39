import type { Mutable } from '../../exchange/mutable.ts';
import type { Decoded, RequestFacts } from '../codec.ts';
import type { Conversation, Extra, Tool } from '../conversation.ts';
import { type Fields, isFields, listOf } from '../json-value.ts';
import { MessagesReader } from './decode-message.ts';
import {
  readCache,
  readMaxTokens,
  readMetadata,
  readOutput,
  readReasoning,
  readSampling,
  readStop,
} from './decode-settings.ts';
import { readLegacyTool, readSearchOptions, readTool, readToolChoice } from './decode-tool.ts';
import { MemberReader } from './member-reader.ts';

/** Reads the body of `/v1/chat/completions`. */
export function decodeChatRequest(body: Fields, facts: RequestFacts): Decoded {
  const extras: Extra[] = [];
  const reader = new MemberReader(body, '', extras);
  const list = reader.list('messages');
  if (list === undefined) return { ok: false, at: '/messages', detail: 'messages must be a list' };
  const messages = new MessagesReader(extras);
  for (let nth = 0; nth < list.length; nth += 1) {
    const at = `/messages/${nth}`;
    const wrong = messages.take(list[nth], at);
    if (wrong !== undefined) return { ok: false, at, detail: wrong };
  }
  reader.take('model');
  reader.take('stream');
  const tools = readTools(reader);
  const conversation: Mutable<Conversation> = {
    from: 'openai-chat',
    turns: messages.turns,
    tools,
    reasoning: readReasoning(reader),
    sampling: readSampling(reader),
    stop: readStop(reader),
    output: readOutput(reader),
    cache: readCache(reader),
    metadata: readMetadata(reader),
    stream: facts.stream,
    extra: extras,
  };
  const choice = readChoice(reader);
  if (choice !== undefined) conversation.toolChoice = choice;
  const parallel = reader.flag('parallel_tool_calls');
  if (parallel !== undefined) conversation.parallelTools = parallel;
  const maxTokens = readMaxTokens(reader);
  if (maxTokens !== undefined) conversation.maxTokens = maxTokens;
  readStreamOptions(reader);
  reader.rest();
  return { ok: true, conversation };
}

function readTools(reader: MemberReader): Tool[] {
  const { extras } = reader;
  const tools: Tool[] = [];
  listOf(reader.list('tools')).forEach((value, nth) => {
    const tool = readTool(value, `/tools/${nth}`, extras);
    if (tool !== undefined) tools.push(tool);
  });
  listOf(reader.list('functions')).forEach((value, nth) => {
    const tool = readLegacyTool(value, `/functions/${nth}`, extras);
    if (tool !== undefined) tools.push(tool);
  });
  const search = reader.object('web_search_options');
  if (search !== undefined) tools.push(readSearchOptions(search));
  return tools;
}

function readChoice(reader: MemberReader): Conversation['toolChoice'] {
  const choice = readToolChoice(reader.take('tool_choice'));
  const legacy = readToolChoice(reader.take('function_call'));
  return choice ?? legacy;
}

/** The wish for figures is met by the gateway itself, whatever the provider. */
function readStreamOptions(reader: MemberReader): void {
  if (!isFields(reader.fields.stream_options)) return;
  const options = reader.inside('stream_options');
  options?.take('include_usage');
  options?.rest();
}
