import { type Fields, fieldsOf, listOf, parseJson, textOf } from '../json-value.ts';
import type { HostedBlock } from '../reply.ts';

/** Kinds of hosted tools by the names that providers give them, in requests and in answers. */
export function hostedKind(name: string): HostedBlock['tool'] | undefined {
  if (/web_search|browser_search|^search$/.test(name)) return 'web-search';
  if (/web_fetch|visit_website|browser_open|^visit$/.test(name)) return 'web-fetch';
  if (/code_interpreter|code_execution|^python$/.test(name)) return 'code';
  if (/file_search|retrieval/.test(name)) return 'file-search';
  if (/image_generation/.test(name)) return 'image';
  return undefined;
}

/** Longest list of sources that is told in words. */
const mostSources = 10;

/** An entry of Groq's `executed_tools`. */
export function readExecutedTool(value: Fields): HostedBlock {
  const tool = hostedKind(textOf(value.type) ?? textOf(value.name) ?? '') ?? 'other';
  return { kind: 'hosted', tool, text: textOfTool(value), dialect: 'openai-chat', value };
}

function textOfTool(value: Fields): string {
  const lines: string[] = [];
  const asked = fieldsOf(parseJson(textOf(value.arguments) ?? ''));
  const query = textOf(asked?.query) ?? textOf(asked?.url);
  if (query !== undefined) lines.push(query);
  for (const each of listOf(fieldsOf(value.search_results)?.results).slice(0, mostSources)) {
    const found = fieldsOf(each);
    const line = [textOf(found?.title), textOf(found?.url)].filter((word) => word !== undefined).join(' ');
    if (line !== '') lines.push(line);
  }
  return lines.join('\n');
}
