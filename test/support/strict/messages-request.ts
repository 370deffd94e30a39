import { isRecord, listAt, textAt, valueAt } from '../json-value.ts';
import { cacheControl, checkCacheMarks, messageShape, textBlock, toolName } from './messages-content.ts';
import { checkTurns } from './messages-turns.ts';
import { type Report, shown } from './report.ts';
import type { RequestFacts } from './request-judge.ts';
import {
  anything,
  byMember,
  closed,
  filled,
  flag,
  list,
  type Members,
  matching,
  object,
  oneOf,
  orNull,
  type Shape,
  text,
  textOr,
  within,
} from './shape.ts';

const display = oneOf('summarized', 'omitted', 'updates');
const thinking = byMember('type', {
  enabled: closed({
    type: text,
    budget_tokens: within(1024, Number.MAX_SAFE_INTEGER),
    'display?': orNull(display),
    'block_binding?': anything,
  }),
  adaptive: closed({ type: text, 'display?': orNull(display), 'block_binding?': anything }),
  disabled: closed({ type: text }),
  between_tools: object,
});

const parallel = { 'disable_parallel_tool_use?': flag };
const toolChoice = byMember('type', {
  auto: closed({ type: text, ...parallel }),
  any: closed({ type: text, ...parallel }),
  tool: closed({ type: text, name: toolName, ...parallel }),
  none: closed({ type: text }),
});

const ownTool = closed({
  'type?': orNull(oneOf('custom')),
  name: toolName,
  'description?': text,
  input_schema: object,
  'cache_control?': cacheControl,
  'allowed_callers?': list(text),
  'defer_loading?': flag,
  'eager_input_streaming?': orNull(flag),
  'input_examples?': list(object),
  'strict?': flag,
});

/** Tools of Anthropic carry their version in `type`; each has its own members. */
const tool: Shape = (value, at, report) => {
  const type = textAt(value, 'type') ?? 'custom';
  if (type === 'custom') ownTool(value, at, report);
  else if (!/^[a-z0-9_]+_20\d{6}$/.test(type) && type !== 'mcp_toolset')
    report.shape('value', `${at}.type`, `is no tool: ${type}`);
};

/** Every top-level field (@anthropic-ai/sdk 1.14, `MessageCreateParamsBase` with its beta form). */
const fields: Members = {
  max_tokens: within(1, Number.MAX_SAFE_INTEGER),
  messages: list(messageShape, 1),
  'system?': textOr(list(textBlock)),
  'stream?': flag,
  'temperature?': within(0, 1),
  'top_p?': within(0, 1),
  'top_k?': within(0, Number.MAX_SAFE_INTEGER),
  'stop_sequences?': list(matching(/\S/)),
  'thinking?': thinking,
  'tools?': list(tool),
  'tool_choice?': toolChoice,
  'metadata?': closed({ 'user_id?': orNull(matching(/^.{0,512}$/s)) }),
  'service_tier?': oneOf('auto', 'standard_only'),
  'cache_control?': cacheControl,
  'container?': anything,
  'context_management?': orNull(object),
  'compaction?': orNull(object),
  'diagnostics?': orNull(object),
  'billing_policy?': orNull(object),
  'fallback_credit_token?': anything,
  'fallbacks?': anything,
  'inference_geo?': orNull(text),
  'mcp_servers?': list(object),
  'output_config?': closed({
    'effort?': orNull(oneOf('low', 'medium', 'high', 'xhigh', 'max')),
    'format?': orNull(closed({ type: oneOf('json_schema'), schema: object })),
    'task_budget?': orNull(object),
  }),
  'output_format?': orNull(closed({ type: oneOf('json_schema'), schema: object })),
  'speed?': orNull(oneOf('standard', 'fast')),
  'thread?': orNull(object),
  'user_profile_id?': text,
  'workspace_id?': text,
};

const request = closed({ ...fields, model: filled });
/** Claude at other clouds: the path has the model, the body a version. */
const requestByPath = closed({ ...fields, anthropic_version: filled });

/** Judges the body of `POST /v1/messages` as Anthropic does. */
export function messagesRequest(body: unknown, facts: RequestFacts, report: Report): void {
  const shape = facts.model === undefined ? request : requestByPath;
  shape(body, '', report);
  if (!isRecord(body)) return;
  checkTurns(body, facts, report);
  checkCacheMarks(body, report);
  checkThinking(body, report);
  checkTools(body, report);
  const format = valueAt(body, 'output_config', 'format') ?? body.output_format;
  if (isRecord(format)) checkOutputSchema(format.schema, 'schema', report);
  if (body.system === '') report.add('text-empty', 'system is empty');
}

function checkThinking(body: Readonly<Record<string, unknown>>, report: Report): void {
  const type = textAt(body, 'thinking', 'type');
  if (type === undefined || type === 'disabled') return;
  const budget = Number(valueAt(body, 'thinking', 'budget_tokens') ?? 0);
  if (type === 'enabled' && budget >= Number(body.max_tokens))
    report.add('budget', 'max_tokens must be greater than thinking.budget_tokens');
  if (['any', 'tool'].includes(textAt(body, 'tool_choice', 'type') ?? ''))
    report.add('thinking-choice', 'thinking may not be enabled when tool_choice forces tool use');
  if (type === 'enabled' && body.temperature !== undefined && body.temperature !== 1)
    report.add('thinking-sampling', 'temperature may only be 1 when thinking is enabled');
  if (type === 'enabled' && body.top_k !== undefined)
    report.add('thinking-sampling', 'top_k must be unset when thinking is enabled');
  if (type === 'enabled' && typeof body.top_p === 'number' && body.top_p < 0.95)
    report.add('thinking-sampling', 'top_p must be 0.95 or more when thinking is enabled');
}

function checkTools(body: unknown, report: Report): void {
  const tools = listAt(body, 'tools');
  const names = tools.map((each) => textAt(each, 'name') ?? '');
  for (const [index, each] of tools.entries()) {
    const name = names[index] ?? '';
    if (name !== '' && names.indexOf(name) !== index) report.add('tool-twice', 'tool names must be unique');
    const schema = valueAt(each, 'input_schema');
    if (isRecord(schema)) checkInputSchema(schema, `tools[${index}].input_schema`, report);
  }
  const choice = valueAt(body, 'tool_choice');
  if (choice !== undefined && tools.length === 0 && listAt(body, 'mcp_servers').length === 0)
    report.add('choice-without-tools', 'tool_choice may only be specified while providing tools');
  const wanted = textAt(choice, 'name');
  if (wanted !== undefined && !names.includes(wanted))
    report.add('choice-unknown', `tool_choice names ${shown(wanted)}, which is no tool`);
  const used = listAt(body, 'messages')
    .flatMap((message) => listAt(message, 'content'))
    .some((block) => ['tool_use', 'tool_result'].includes(textAt(block, 'type') ?? ''));
  if (used && tools.length === 0)
    report.add('tools-missing', 'requests which include tool_use or tool_result blocks must define tools');
}

/** Rules of the root of a tool's schema; below it any JSON schema goes. */
function checkInputSchema(schema: Readonly<Record<string, unknown>>, at: string, report: Report): void {
  if (schema.type !== 'object') report.add('schema-root', `${at}.type must be object`);
  for (const word of ['oneOf', 'allOf', 'anyOf'])
    if (Object.hasOwn(schema, word))
      report.add('schema-top', `${at} does not support ${word} at the top level`);
  const keys = Object.keys(isRecord(schema.properties) ? schema.properties : {});
  for (const key of keys)
    if (!/^[a-zA-Z0-9_.-]{1,64}$/.test(key))
      report.add('schema-key', `${at}.properties: ${shown(key)} does not match ^[a-zA-Z0-9_.-]{1,64}$`);
}

/** Structured outputs: objects must be closed, and constraints of size are refused. */
function checkOutputSchema(schema: unknown, at: string, report: Report): void {
  if (!isRecord(schema)) return report.shape('type', at, 'wants an object');
  if (schema.type === 'object' && schema.additionalProperties !== false)
    report.add('schema-output', `${at}: additionalProperties must be explicitly set to false`);
  for (const word of ['minimum', 'maximum', 'multipleOf', 'minLength', 'maxLength', 'maxItems'])
    if (Object.hasOwn(schema, word)) report.add('schema-output', `${at}: ${word} is not supported`);
  for (const [name, inner] of Object.entries(isRecord(schema.properties) ? schema.properties : {}))
    checkOutputSchema(inner, `${at}.properties.${name}`, report);
  if (schema.items !== undefined) checkOutputSchema(schema.items, `${at}.items`, report);
  for (const word of ['anyOf', 'allOf'])
    for (const [index, inner] of listAt(schema, word).entries())
      checkOutputSchema(inner, `${at}.${word}[${index}]`, report);
}
