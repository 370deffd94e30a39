import type { Mutable } from '../../exchange/mutable.ts';
import type { FunctionTool, HostedTool, Tool } from '../conversation.ts';
import { unsaidMembers } from '../hosted-members.ts';
import { countOf, type Fields, fieldsOf, isFields, listOf, textOf } from '../json-value.ts';
import { cacheOf, withoutMark } from './cache-control.ts';
import type { ReadState } from './read-state.ts';
import { typedTool } from './typed-tools.ts';

/**
 * The tools of a request, those that are defined in the middle of it last.
 *
 * `deferred` of a function tool tells three cases apart. Absent: an ordinary tool. `true`: known by name only until the
 * client hands it over because the model asks for it (Claude Code's `ToolSearch`); a dialect without such tools offers it at
 * once, and says so as a loss. `false`: was deferred, but the model has been given it, or can only be given it by a search that
 * Anthropic runs: everybody else must offer it like any other. This dialect writes `defer_loading` for both.
 */
export function readTools(given: unknown, state: ReadState): readonly Tool[] {
  const tools = listOf(given);
  if (given !== null && given !== undefined && !Array.isArray(given)) {
    state.extra.push({ at: '/tools', value: given });
  }
  const searched = tools.some((tool) => /^tool_search_tool_/.test(textOf(fieldsOf(tool)?.type) ?? ''));
  return [...tools.map((value, index) => ({ value, at: `/tools/${index}` })), ...state.added].flatMap(
    ({ value, at }) => {
      if (isFields(value)) return readTool(value, at, state, searched);
      if (value !== null && value !== undefined) state.extra.push({ at, value });
      return [];
    },
  );
}

const functionKnown: ReadonlySet<string> = new Set([
  'type',
  'name',
  'description',
  'input_schema',
  'strict',
  'defer_loading',
  'input_examples',
  'cache_control',
]);

/** Claude Code holds the place of its deferred tools with one that is never to be called. */
const placeholder = /^Deferred\w*Placeholder$/;

const hostedTypes: readonly (readonly [RegExp, HostedTool['tool']])[] = [
  [/^web_search_\d/, 'web-search'],
  [/^web_fetch_\d/, 'web-fetch'],
  [/^code_execution_\d/, 'code'],
  [/^mcp_toolset$/, 'mcp'],
];

function readTool(value: Fields, at: string, state: ReadState, searched: boolean): Tool {
  const name = textOf(value.name) ?? '';
  const type = textOf(value.type) ?? 'custom';
  const native = (what: string): Tool => ({ kind: 'native', dialect: 'anthropic-messages', what, value, at });
  if (state.offered.get(name) === false) return native('withdrawn tool');
  if (value.defer_loading === true && placeholder.test(name)) return native('place of deferred tools');
  if (type === 'custom') return readFunction(value, name, at, state, searched);
  const typed = typedTool(type, value);
  if (typed !== undefined && name !== '') {
    const tool = readFunction(value, name, at, state, searched);
    return { ...tool, ...typed, rest: { ...tool.rest, type } };
  }
  const hosted = hostedTypes.find(([pattern]) => pattern.test(type));
  return hosted === undefined ? native(type) : readHosted(value, hosted[1], at, state);
}

function readFunction(
  value: Fields,
  name: string,
  at: string,
  state: ReadState,
  searched: boolean,
): FunctionTool {
  const tool: Mutable<FunctionTool> = { kind: 'function', name, ...cacheOf(value, at, state.extra), at };
  const {
    description,
    input_schema: schema,
    strict,
    defer_loading: deferred,
    input_examples: examples,
  } = value;
  const rest: Record<string, unknown> = {};
  if (typeof description === 'string') tool.description = description;
  else if (description !== undefined && description !== null) rest.description = description;
  if (isFields(schema)) tool.schema = schema;
  else if (schema !== undefined && schema !== null) rest.input_schema = schema;
  if (typeof strict === 'boolean') tool.strict = strict;
  if (deferred === true) tool.deferred = !searched && state.offered.get(name) !== true;
  else if (deferred === false) rest.defer_loading = false;
  if (Array.isArray(examples)) tool.examples = examples;
  for (const member in value) {
    const given = value[member];
    if (!functionKnown.has(member) && given !== null && given !== undefined) rest[member] = given;
  }
  if (Object.keys(rest).length > 0) tool.rest = rest;
  return tool;
}

const hostedKnown: ReadonlySet<string> = new Set([
  'type',
  'name',
  'allowed_domains',
  'blocked_domains',
  'max_uses',
  'user_location',
  'cache_control',
]);

function readHosted(value: Fields, kind: HostedTool['tool'], at: string, { extra }: ReadState): HostedTool {
  const tool: Mutable<HostedTool> = {
    kind: 'hosted',
    tool: kind,
    dialect: 'anthropic-messages',
    value: withoutMark(value),
    ...unsaidMembers(value, hostedKnown),
    ...cacheOf(value, at, extra),
    at,
  };
  const name = textOf(value.name);
  const allowed = domains(value.allowed_domains);
  const blocked = domains(value.blocked_domains);
  const uses = countOf(value.max_uses);
  const place = fieldsOf(value.user_location);
  if (name !== undefined) tool.name = name;
  if (allowed !== undefined) tool.allowedDomains = allowed;
  if (blocked !== undefined) tool.blockedDomains = blocked;
  if (uses !== undefined) tool.maxUses = uses;
  if (place !== undefined) {
    const { type: _, ...names } = place;
    tool.place = names;
  }
  return tool;
}

function domains(value: unknown): readonly string[] | undefined {
  const found = listOf(value).filter((item) => typeof item === 'string');
  return found.length > 0 ? found : undefined;
}
