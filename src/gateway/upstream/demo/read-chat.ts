import { type DemoAsk, type DemoTool, functionTool } from './demo-ask.ts';
import { type Fields, fields, list, text } from './json.ts';

/** Reads a Chat Completions request. */
export function readChat(body: Fields): DemoAsk {
  const messages = list(body.messages).map(fields);
  const last = messages.findLastIndex((message) => message.role === 'user' && contentText(message) !== '');
  const results = messages.slice(last + 1).filter((message) => message.role === 'tool');
  const format = fields(body.response_format);
  return {
    said: contentText(messages[last] ?? {}),
    toolResult: results.length === 0 ? undefined : results.map(contentText).join('\n'),
    tools: list(body.tools).map(fields).flatMap(readTool),
    insists: readChoice(body.tool_choice),
    schema: format.type === 'json_schema' ? fields(format.json_schema).schema : format.type === 'json_object',
    compaction: false,
  };
}

function contentText(message: Fields): string {
  if (typeof message.content === 'string') return message.content;
  const parts = list(message.content).map(fields);
  return parts
    .map((part) => text(part.text))
    .filter((part) => part !== '')
    .join('\n');
}

function readTool(tool: Fields): DemoTool[] {
  if (tool.type === 'custom') {
    return [{ name: text(fields(tool.custom).name), kind: 'custom', schema: undefined }];
  }
  const definition = fields(tool.function);
  return tool.type === 'function' ? [functionTool(text(definition.name), definition.parameters)] : [];
}

function readChoice(choice: unknown): string | undefined {
  if (choice === 'required') return '';
  const named = fields(choice);
  return text(fields(named.function).name) || text(fields(named.custom).name) || undefined;
}
