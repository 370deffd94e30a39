import { type DemoAsk, type DemoTool, functionTool } from './demo-ask.ts';
import { type Fields, fields, list, text } from './json.ts';

/**
 * Reads a Responses request. Codex puts tools in three places: `tools`, groups inside it (`namespace`), and, for
 * models that have no `tools` at all, an `additional_tools` item of the input.
 */
export function readResponses(body: Fields): DemoAsk {
  const items: Fields[] =
    typeof body.input === 'string'
      ? [{ type: 'message', role: 'user', content: body.input }]
      : list(body.input).map(fields);
  const last = items.findLastIndex((item) => item.role === 'user' && itemText(item.content) !== '');
  const results = items.slice(last + 1).filter((item) => text(item.type).endsWith('_call_output'));
  const additional = items
    .filter((item) => item.type === 'additional_tools')
    .flatMap((item) => list(item.tools));
  const format = fields(fields(body.text).format);
  return {
    said: itemText(items[last]?.content),
    toolResult: results.length === 0 ? undefined : results.map((item) => itemText(item.output)).join('\n'),
    tools: [...list(body.tools), ...additional].map(fields).flatMap((tool) => readTool(tool, undefined)),
    insists: readChoice(body.tool_choice),
    schema: format.type === 'json_schema' ? format.schema : format.type === 'json_object',
    compaction: items.at(-1)?.type === 'compaction_trigger',
  };
}

function itemText(content: unknown): string {
  if (typeof content === 'string') return content;
  return list(content)
    .map((part) => text(fields(part).text))
    .filter((part) => part !== '')
    .join('\n');
}

function readTool(tool: Fields, namespace: string | undefined): DemoTool[] {
  const name = text(tool.name);
  if (tool.type === 'namespace') {
    return list(tool.tools)
      .map(fields)
      .flatMap((inner) => readTool(inner, name));
  }
  const group = namespace === undefined ? {} : { namespace };
  if (tool.type === 'custom') return [{ name, kind: 'custom', schema: undefined, ...group }];
  return tool.type === 'function' ? [{ ...functionTool(name, tool.parameters), ...group }] : [];
}

function readChoice(choice: unknown): string | undefined {
  if (choice === 'required') return '';
  return text(fields(choice).name) || undefined;
}
