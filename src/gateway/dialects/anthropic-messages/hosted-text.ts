import { type Fields, fieldsOf, isFields, listOf, textOf } from '../json-value.ts';

/** More of a program's output or of a page helps nobody elsewhere. */
const longest = 10_000;

/**
 * What a reader of another dialect should know of a block in which one of Anthropic's own tools was called or
 * answered: the query, what was found, what a program printed. '' when there is nothing to tell.
 */
export function hostedText(block: Fields): string {
  let text: string;
  try {
    text = tell(block);
  } catch (error) {
    // Nested deeper than the stack; anything else is a mistake of ours.
    if (!(error instanceof RangeError)) throw error;
    return '';
  }
  return text.length > longest ? `${text.slice(0, longest)} […]` : text;
}

function tell(block: Fields): string {
  switch (block.type) {
    case 'server_tool_use':
    case 'mcp_tool_use':
      return call(block);
    case 'compaction':
      return textOf(block.content) ?? '';
    case 'container_upload':
    case 'fallback':
    case 'mcp_tool_listing':
      return '';
    default:
      return result(block.content);
  }
}

function call(block: Fields): string {
  const name = [textOf(block.server_name), textOf(block.name)].filter((part) => part !== undefined).join(' ');
  const input = fieldsOf(block.input) ?? {};
  const main = textOf(input.query) ?? textOf(input.url) ?? textOf(input.code) ?? textOf(input.command);
  const told = main ?? (Object.keys(input).length > 0 ? JSON.stringify(input) : '');
  return [name, told].filter((part) => part !== '').join(': ');
}

function result(content: unknown): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) {
    return content
      .map((item) => result(item))
      .filter((text) => text !== '')
      .join('\n');
  }
  if (!isFields(content)) return '';
  const { type } = content;
  if (type === 'text') return textOf(content.text) ?? '';
  if (type === 'document') return document(content);
  if (type === 'web_fetch_result') return join(textOf(content.url), result(content.content));
  if (type === 'web_search_result') return join(textOf(content.title), textOf(content.url));
  const error = textOf(content.error_code);
  if (error !== undefined) return `Error: ${error}`;
  const found = listOf(content.tool_references).flatMap((item) => textOf(fieldsOf(item)?.tool_name) ?? []);
  if (found.length > 0) return `Tools found: ${found.join(', ')}`;
  return (
    join(textOf(content.stdout), textOf(content.stderr)) ||
    (textOf(content.text) ?? textOf(content.content) ?? '')
  );
}

function document(block: Fields): string {
  const source = fieldsOf(block.source) ?? {};
  return join(textOf(block.title), source.type === 'text' ? textOf(source.data) : undefined);
}

function join(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n');
}
