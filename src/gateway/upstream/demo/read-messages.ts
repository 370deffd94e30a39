import { type DemoAsk, functionTool } from './demo-ask.ts';
import { type Fields, fields, list, text } from './json.ts';

/**
 * Reads a Messages request. Claude Code puts `system` messages between and even after the others, and reminders of
 * its own beside the user's words; neither is what the user said.
 */
export function readMessages(body: Fields): DemoAsk {
  const turns = list(body.messages)
    .map(fields)
    .filter((message) => message.role === 'user')
    .map((message) => blocksOf(message.content));
  const results = (turns.at(-1) ?? []).filter((block) => block.type === 'tool_result');
  const format = fields(fields(body.output_config).format ?? body.output_format);
  const choice = fields(body.tool_choice);
  return {
    said: turns.map(spoken).findLast((words) => words !== '') ?? '',
    toolResult:
      results.length === 0 ? undefined : results.map((block) => resultText(block.content)).join('\n'),
    tools: list(body.tools)
      .map(fields)
      .filter((tool) => tool.input_schema !== undefined)
      .map((tool) => functionTool(text(tool.name), tool.input_schema)),
    insists: choice.type === 'any' ? '' : choice.type === 'tool' ? text(choice.name) : undefined,
    schema: format.type === 'json_schema' ? format.schema : undefined,
    compaction: false,
  };
}

function blocksOf(content: unknown): Fields[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return list(content).map(fields);
}

/** The last thing said in a turn that is not one of the client's own reminders. */
function spoken(blocks: readonly Fields[]): string {
  const said = blocks.filter((block) => block.type === 'text').map((block) => text(block.text).trim());
  return said.findLast((words) => words !== '' && !words.startsWith('<system-reminder>')) ?? '';
}

function resultText(content: unknown): string {
  if (typeof content === 'string') return content;
  return list(content)
    .map((part) => text(fields(part).text))
    .filter((part) => part !== '')
    .join('\n');
}
