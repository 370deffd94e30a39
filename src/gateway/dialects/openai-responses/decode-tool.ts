import type { CustomTool, FunctionTool, HostedTool, Tool } from '../conversation.ts';
import { unsaidMembers } from '../hosted-members.ts';
import { type Fields, fieldsOf, listOf, textOf } from '../json-value.ts';
import { junk } from './decode-part.ts';
import { type Leftovers, Members } from './leftovers.ts';

/** A group that a tool stands in. */
interface Group {
  readonly namespace: string;
  readonly namespaceText?: string;
}

/**
 * Reads tool definitions; those of a namespace become tools that name it, so that they are the request's tools for
 * every dialect. The group itself is noted by its place.
 */
export function decodeTools(tools: readonly unknown[], at: string, left: Leftovers, group?: Group): Tool[] {
  return tools.flatMap((tool, nth) => decodeTool(tool, `${at}/${nth}`, left, group));
}

function decodeTool(value: unknown, at: string, left: Leftovers, group: Group | undefined): Tool[] {
  const tool = fieldsOf(value);
  if (tool === undefined)
    return [{ kind: 'native', dialect: 'openai-responses', what: junk, value: { value }, at }];
  const type = textOf(tool.type) ?? '';
  if (type === 'namespace') return namespaceOf(tool, at, left, group);
  const name = textOf(tool.name);
  if (type === 'function' && name !== undefined) return [functionOf(tool, name, at, left, group)];
  if (type === 'custom' && name !== undefined) return [customOf(tool, name, at, left, group)];
  const kind = hostedKind(type);
  if (kind !== undefined) return [hostedOf(tool, kind, type, at)];
  return [{ kind: 'native', dialect: 'openai-responses', what: type, value: tool, at }];
}

function namespaceOf(tool: Fields, at: string, left: Leftovers, outer: Group | undefined): Tool[] {
  const members = new Members(tool, at);
  left.set(at, 'type', members.take('type'));
  const name = textOf(members.take('name')) ?? '';
  const description = textOf(members.take('description'));
  left.note(at, { set: { name, ...(tool.description !== undefined && { description: tool.description }) } });
  const group = {
    namespace: name === '' ? (outer?.namespace ?? '') : name,
    ...(description !== undefined && { namespaceText: description }),
  };
  const tools = decodeTools(listOf(members.take('tools')), `${at}/tools`, left, group);
  members.leave(left);
  return tools;
}

/** What a tool of another API has as well; `async` and the like have a meaning here only. */
function functionOf(
  tool: Fields,
  name: string,
  at: string,
  left: Leftovers,
  group: Group | undefined,
): FunctionTool {
  const members = new Members(tool, at);
  members.take('type');
  members.take('name');
  const description = members.text('description');
  const schema = fieldsOf(members.look('parameters'));
  if (schema !== undefined) members.take('parameters');
  const strict = members.flag('strict');
  const deferred = members.flag('defer_loading');
  members.leave(left);
  return {
    kind: 'function',
    name,
    ...group,
    ...(description !== undefined && { description }),
    ...(schema !== undefined && { schema }),
    ...(strict !== undefined && { strict }),
    ...(deferred !== undefined && { deferred }),
    at,
  };
}

/** A custom tool is offered at once elsewhere, which is no loss. */
const quietOfCustom = new Set(['defer_loading']);

function customOf(
  tool: Fields,
  name: string,
  at: string,
  left: Leftovers,
  group: Group | undefined,
): CustomTool {
  const members = new Members(tool, at);
  members.take('type');
  members.take('name');
  const description = members.text('description');
  const format = fieldsOf(members.look('format'));
  if (format !== undefined) members.take('format');
  members.leave(left, quietOfCustom);
  return {
    kind: 'custom',
    name,
    ...group,
    ...(description !== undefined && { description }),
    ...(format !== undefined && { format }),
    at,
  };
}

const hostedKinds: readonly (readonly [RegExp, HostedTool['tool']])[] = [
  [/^web_search(_|$)/, 'web-search'],
  [/^file_search$/, 'file-search'],
  [/^code_interpreter$/, 'code'],
  [/^image_generation$/, 'image'],
  [/^computer(_|$)/, 'computer'],
  [/^mcp$/, 'mcp'],
];

/** Which of the tools that several vendors have this type is. */
export function hostedKind(type: string): HostedTool['tool'] | undefined {
  return hostedKinds.find(([pattern]) => pattern.test(type))?.[1];
}

/** A container that the API chooses itself is what every vendor's tool has. */
const saidOfHosted: ReadonlySet<string> = new Set(['type', 'filters', 'user_location']);
const saidOfCode: ReadonlySet<string> = new Set(['type', 'container']);

function saidOf(tool: Fields, kind: HostedTool['tool']): ReadonlySet<string> {
  if (kind !== 'code') return saidOfHosted;
  const container = fieldsOf(tool.container);
  return container?.type === 'auto' && Object.keys(container).length === 1 ? saidOfCode : saidOfHosted;
}

function hostedOf(tool: Fields, kind: HostedTool['tool'], type: string, at: string): HostedTool {
  const filters = fieldsOf(tool.filters);
  const allowed = kind === 'web-search' ? names(filters?.allowed_domains) : [];
  const blocked = kind === 'web-search' ? names(filters?.blocked_domains) : [];
  const { type: _type, ...place } = fieldsOf(tool.user_location) ?? {};
  return {
    kind: 'hosted',
    tool: kind,
    name: type,
    ...(allowed.length > 0 && { allowedDomains: allowed }),
    ...(blocked.length > 0 && { blockedDomains: blocked }),
    ...(Object.keys(place).length > 0 && { place }),
    ...unsaidMembers(tool, saidOf(tool, kind)),
    dialect: 'openai-responses',
    value: tool,
    at,
  };
}

function names(value: unknown): readonly string[] {
  return listOf(value).filter((name) => typeof name === 'string');
}
