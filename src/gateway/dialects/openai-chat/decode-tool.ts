import type { Mutable } from '../../exchange/mutable.ts';
import type { CustomTool, Extra, FunctionTool, HostedTool, Tool, ToolChoice } from '../conversation.ts';
import { unsaidMembers } from '../hosted-members.ts';
import { type Fields, fieldsOf, isFields, listOf, textOf } from '../json-value.ts';
import { readCacheMark } from './cache-mark.ts';
import { hostedKind } from './hosted.ts';
import { MemberReader } from './member-reader.ts';

/** An entry of `tools`. */
export function readTool(value: unknown, at: string, extras: Extra[]): Tool | undefined {
  if (!isFields(value)) {
    if (value !== null && value !== undefined) extras.push({ at, value });
    return undefined;
  }
  const reader = new MemberReader(value, at, extras);
  const tool =
    isFields(value.function) && textOf(value.function.name) !== undefined
      ? readFunctionTool(reader)
      : isFields(value.custom) && textOf(value.custom.name) !== undefined
        ? readCustomTool(reader)
        : undefined;
  if (tool === undefined) return readOther(value, at);
  const cache = readCacheMark(reader);
  if (cache !== undefined) tool.cache = cache;
  reader.take('type');
  reader.rest();
  return tool;
}

/** An entry of the old `functions`. */
export function readLegacyTool(value: unknown, at: string, extras: Extra[]): Tool | undefined {
  if (isFields(value) && textOf(value.name) !== undefined) return readDefinition(value, at);
  if (value !== null && value !== undefined) extras.push({ at, value });
  return undefined;
}

function readFunctionTool(reader: MemberReader): Mutable<FunctionTool> {
  return readDefinition(reader.object('function') ?? {}, reader.at);
}

function readDefinition(definition: Fields, at: string): Mutable<FunctionTool> {
  const tool: Mutable<FunctionTool> = { kind: 'function', name: textOf(definition.name) ?? '', at };
  const rest: Record<string, unknown> = {};
  for (const name in definition) {
    const value = definition[name];
    if (name === 'name' || value === null || value === undefined) continue;
    if (name === 'description' && typeof value === 'string') tool.description = value;
    else if (name === 'parameters' && isFields(value)) tool.schema = value;
    else if (name === 'strict' && typeof value === 'boolean') tool.strict = value;
    else rest[name] = value;
  }
  if (Object.keys(rest).length > 0) tool.rest = rest;
  return tool;
}

function readCustomTool(reader: MemberReader): Mutable<CustomTool> {
  const tool: Mutable<CustomTool> = { kind: 'custom', name: '', at: reader.at };
  const members = reader.inside('custom');
  if (members === undefined) return tool;
  tool.name = members.text('name') ?? '';
  const description = members.text('description');
  const format = members.object('format');
  if (description !== undefined) tool.description = description;
  if (format !== undefined) tool.format = flatFormat(format);
  members.rest();
  return tool;
}

/** The grammar lies one level deeper here than in Responses, whose form the pivot has. */
function flatFormat(format: Fields): Fields {
  const grammar = fieldsOf(format.grammar);
  if (grammar === undefined) return format;
  const { grammar: _, ...rest } = format;
  return { ...rest, ...grammar };
}

function readOther(value: Fields, at: string): Tool {
  const type = textOf(value.type) ?? 'tool';
  const tool = hostedKind(type);
  if (tool === undefined) return { kind: 'native', dialect: 'openai-chat', what: type, value, at };
  const hosted: Mutable<HostedTool> = {
    kind: 'hosted',
    tool,
    ...unsaidMembers(value, saidOfTool),
    dialect: 'openai-chat',
    value,
    at,
  };
  const settings = fieldsOf(value.parameters); // OpenRouter
  if (typeof settings?.max_uses === 'number') hosted.maxUses = settings.max_uses;
  const allowed = textsOf(settings?.allowed_domains);
  const blocked = textsOf(settings?.excluded_domains);
  if (allowed.length > 0) hosted.allowedDomains = allowed;
  if (blocked.length > 0) hosted.blockedDomains = blocked;
  return hosted;
}

const saidOfTool: ReadonlySet<string> = new Set(['type', 'parameters']);
const saidOfSearch: ReadonlySet<string> = new Set(['user_location']);

/** `web_search_options`: OpenAI's search models have no tool for it. */
export function readSearchOptions(options: Fields): HostedTool {
  const place = fieldsOf(fieldsOf(options.user_location)?.approximate);
  return {
    kind: 'hosted',
    tool: 'web-search',
    ...(place !== undefined && { place }),
    ...unsaidMembers(options, saidOfSearch),
    dialect: 'openai-chat',
    value: options,
    at: searchOptionsAt,
  };
}

/** Where a hosted tool comes from, and goes back to, that is no entry of `tools`. */
export const searchOptionsAt = '/web_search_options';

function textsOf(value: unknown): string[] {
  return listOf(value).filter((each) => typeof each === 'string');
}

/** `tool_choice`, or the old `function_call`. */
export function readToolChoice(value: unknown): ToolChoice | undefined {
  if (value === null || value === undefined) return undefined;
  if (value === 'auto' || value === 'none' || value === 'required') return { kind: value };
  if (value === 'any') return { kind: 'required' }; // Mistral
  const choice = fieldsOf(value);
  const named = nameOfChoice(choice);
  if (named !== undefined) return { kind: 'tool', name: named };
  const allowed = choice?.type === 'allowed_tools' ? fieldsOf(choice.allowed_tools) : undefined;
  const names = listOf(allowed?.tools).map((tool) => nameOfChoice(fieldsOf(tool)));
  if (names.length > 0 && names.every((name) => name !== undefined))
    return { kind: 'some', names, required: allowed?.mode === 'required' };
  return { kind: 'native', dialect: 'openai-chat', value };
}

function nameOfChoice(choice: Fields | undefined): string | undefined {
  if (choice === undefined) return undefined;
  return (
    textOf(fieldsOf(choice.function)?.name) ?? textOf(fieldsOf(choice.custom)?.name) ?? textOf(choice.name)
  );
}
