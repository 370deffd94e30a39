import { isRecord, listAt, textAt, valueAt } from '../json-value.ts';
import { pictureTypes } from './media-shapes.ts';
import type { Report } from './report.ts';
import {
  anything,
  base64,
  byMember,
  closed,
  filled,
  flag,
  list,
  matching,
  object,
  oneOf,
  orNull,
  type Shape,
  text,
  textOr,
} from './shape.ts';

export const cacheControl = orNull(closed({ type: oneOf('ephemeral'), 'ttl?': oneOf('5m', '1h') }));
const mark = { 'cache_control?': cacheControl };
const webAddress = matching(/^https?:\/\/\S+$/);
export const toolName = matching(/^[a-zA-Z0-9_-]{1,128}$/);
const toolId = matching(/^[a-zA-Z0-9_-]+$/);

/** "text content blocks must be non-empty", "… must contain non-whitespace text". */
const spoken: Shape = (value, at, report) => {
  text(value, at, report);
  if (typeof value === 'string' && value.trim() === '') report.add('text-empty', `${at} has no text`);
};

const citations = closed({ 'enabled?': flag });
export const textBlock = closed({ type: text, text: spoken, 'citations?': orNull(list(object)), ...mark });

const image = closed({
  type: text,
  source: byMember('type', {
    base64: closed({ type: text, media_type: oneOf(...pictureTypes), data: base64 }),
    url: closed({ type: text, url: webAddress }),
    file: closed({ type: text, file_id: filled }),
  }),
  'transformations?': object,
  ...mark,
});

const document = closed({
  type: text,
  source: byMember('type', {
    base64: closed({ type: text, media_type: oneOf('application/pdf'), data: base64 }),
    text: closed({ type: text, media_type: oneOf('text/plain'), data: filled }),
    url: closed({ type: text, url: webAddress }),
    file: closed({ type: text, file_id: filled }),
    content: closed({ type: text, content: textOr(list(byMember('type', { text: textBlock, image }))) }),
  }),
  'title?': orNull(text),
  'context?': orNull(text),
  'citations?': orNull(citations),
  ...mark,
});

const searchResult = closed({
  type: text,
  source: text,
  title: text,
  content: list(textBlock, 1),
  'citations?': citations,
  ...mark,
});

const inResult = { text: textBlock, image, document, search_result: searchResult, tool_reference: object };

const toolResult: Shape = (value, at, report) => {
  closed({
    type: text,
    tool_use_id: toolId,
    'content?': textOr(list(byMember('type', inResult))),
    'is_error?': orNull(flag),
    'toolset_name?': orNull(text),
    ...mark,
  })(value, at, report);
  if (valueAt(value, 'is_error') !== true) return;
  for (const block of listAt(value, 'content'))
    if (textAt(block, 'type') !== 'text') report.add('error-content', `${at}: an error may hold text only`);
};

const hosted = Object.fromEntries(
  [
    'server_tool_use',
    'web_search_tool_result',
    'web_fetch_tool_result',
    'code_execution_tool_result',
    'bash_code_execution_tool_result',
    'text_editor_code_execution_tool_result',
    'tool_search_tool_result',
    'advisor_tool_result',
    'mcp_tool_use',
    'mcp_tool_result',
    'container_upload',
    'compaction',
    'fallback',
    'mcp_tool_listing',
  ].map((name) => [name, object]),
);

const userBlock = byMember('type', {
  ...inResult,
  tool_result: toolResult,
  container_upload: object,
  mcp_tool_result: object,
});

const assistantBlock = byMember('type', {
  ...hosted,
  text: textBlock,
  thinking: closed({ type: text, thinking: text, signature: filled }),
  redacted_thinking: closed({ type: text, data: filled }),
  tool_use: closed({
    type: text,
    id: toolId,
    name: toolName,
    input: object,
    'caller?': anything,
    'toolset_name?': orNull(text),
    ...mark,
  }),
});

/** The shape of one message; `perMessage` are beta members of messages that Claude Code sends. */
export const messageShape: Shape = (value, at, report) => {
  const block = valueAt(value, 'role') === 'assistant' ? assistantBlock : userBlock;
  closed({
    role: oneOf('user', 'assistant', 'system'),
    content: textOr(list(block)),
    'output_config?': object,
  })(value, at, report);
};

/** How many blocks are marked for the cache, in the order in which the prompt is built. */
export function cacheMarks(body: unknown): string[] {
  const marks: string[] = [];
  const look = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) look(each);
    if (!isRecord(value)) return;
    if (isRecord(value.content) || Array.isArray(value.content)) look(value.content);
    if (isRecord(value.source)) look(value.source);
    if (isRecord(value.cache_control)) marks.push(textAt(value.cache_control, 'ttl') ?? '5m');
  };
  look(valueAt(body, 'tools'));
  look(valueAt(body, 'system'));
  look(valueAt(body, 'messages'));
  if (isRecord(valueAt(body, 'cache_control'))) marks.push(textAt(body, 'cache_control', 'ttl') ?? '5m');
  return marks;
}

export function checkCacheMarks(body: unknown, report: Report): void {
  const marks = cacheMarks(body);
  if (marks.length > 4) report.add('cache-marks', `${marks.length} blocks have cache_control, at most 4 may`);
  if (marks.lastIndexOf('1h') > marks.indexOf('5m') && marks.includes('5m') && marks.includes('1h'))
    report.add('cache-order', 'a mark of 1h comes after one of 5m');
}
