import type { CustomTool, FunctionTool, HostedTool, NativeTool, Tool } from '../conversation.ts';
import type { Fields } from '../json-value.ts';
import { settingAt } from '../setting-place.ts';
import { searchOptionsAt } from './decode-tool.ts';
import type { EncodeScope, Writable } from './encode-scope.ts';

/** Writes tools and the choice among them into the body. */
export function writeTools(body: Writable, scope: EncodeScope): void {
  const { conversation, own, losses } = scope;
  const choice = conversation.toolChoice;
  const { tools } = conversation;
  const only = choice?.kind === 'some' && !own ? choice.names : undefined;
  const list: Writable[] = [];
  for (const tool of tools) {
    // Few providers know `allowed_tools`; offering no others says the same to all of them.
    if (
      only !== undefined &&
      (tool.kind === 'function' || tool.kind === 'custom') &&
      !only.includes(nameOf(tool))
    )
      continue;
    if (own && tool.at === searchOptionsAt && tool.kind === 'hosted') body.web_search_options = tool.value;
    else {
      const written = writeTool(tool, scope);
      if (written !== undefined) list.push(written);
    }
  }
  if (list.length > 0) body.tools = list;
  writeChoice(body, list.length > 0, scope);
  const parallel = conversation.parallelTools;
  // The API refuses the word without tools; true is the default everywhere.
  if (list.length > 0 && (parallel === false || (own && parallel !== undefined)))
    body.parallel_tool_calls = parallel;
  else if (own && parallel !== undefined)
    losses.add('field', settingAt(conversation.from, 'parallelTools'), 'there are no tools');
}

function nameOf(tool: FunctionTool | CustomTool): string {
  return tool.namespace === undefined ? tool.name : `${tool.namespace}__${tool.name}`;
}

function writeTool(tool: Tool, scope: EncodeScope): Writable | undefined {
  switch (tool.kind) {
    case 'function':
      return writeFunctionTool(tool, scope);
    case 'custom':
      return writeCustomTool(tool, scope);
    default:
      return writeOther(tool, scope);
  }
}

function writeFunctionTool(tool: FunctionTool, scope: EncodeScope): Writable {
  const { losses, own } = scope;
  const body: Writable = { name: nameOf(tool) };
  if (tool.description !== undefined) body.description = tool.description;
  // Gemini's endpoint and several servers want a schema even where there are no arguments.
  const schema = tool.schema ?? (own ? undefined : { type: 'object', properties: {} });
  if (schema !== undefined) body.parameters = schema;
  if (tool.strict !== undefined) body.strict = tool.strict;
  for (const name in tool.rest ?? {}) {
    if (own) body[name] = tool.rest?.[name];
    else losses.add('tool', tool.at, `${name} of a tool`);
  }
  if (tool.deferred === true) losses.add('tool', tool.at, 'the tool is offered at once, not on request');
  if (tool.examples !== undefined) losses.add('tool', tool.at, 'examples of arguments');
  const written: Writable = { type: 'function', function: body };
  finishTool(written, tool, scope);
  return written;
}

function writeCustomTool(tool: CustomTool, scope: EncodeScope): Writable {
  const body: Writable = { name: nameOf(tool) };
  if (tool.description !== undefined) body.description = tool.description;
  if (tool.format !== undefined) body.format = deepFormat(tool.format);
  const written: Writable = { type: 'custom', custom: body };
  scope.place(`${tool.at}/custom`, body);
  finishTool(written, tool, scope);
  return written;
}

/** The grammar lies one level deeper here than in Responses, whose form the pivot has. */
function deepFormat(format: Fields): Fields {
  if (format.type !== 'grammar') return format;
  const { type, syntax, definition, ...rest } = format;
  return { type, grammar: { syntax, definition }, ...rest };
}

/** Marks at tools are no part of any provider's API; a client that sends them knows why. */
function finishTool(written: Writable, tool: FunctionTool | CustomTool, scope: EncodeScope): void {
  scope.place(tool.at, written);
  scope.mark(scope.own ? written : undefined, tool.cache, tool.at);
}

function writeOther(tool: HostedTool | NativeTool, scope: EncodeScope): Writable | undefined {
  if (scope.own && tool.dialect === 'openai-chat') return { ...tool.value };
  scope.losses.add('tool', tool.at, tool.kind === 'hosted' ? tool.tool : tool.what);
  return undefined;
}

function writeChoice(body: Writable, hasTools: boolean, scope: EncodeScope): void {
  const { conversation, own, losses } = scope;
  const choice = conversation.toolChoice;
  if (choice === undefined) return;
  if (!hasTools) {
    if (own) body.tool_choice = choiceValue(scope);
    else if (choice.kind !== 'auto' && choice.kind !== 'none')
      losses.add('tool-choice', settingAt(conversation.from, 'toolChoice'), 'there are no tools left');
    return;
  }
  const value = choiceValue(scope);
  if (value !== undefined) body.tool_choice = value;
  else losses.add('tool-choice', settingAt(conversation.from, 'toolChoice'), 'a choice of its own dialect');
}

function choiceValue({ conversation, own }: EncodeScope): unknown {
  const choice = conversation.toolChoice;
  switch (choice?.kind) {
    case undefined:
      return undefined;
    case 'tool':
      return namedChoice(
        choice.namespace === undefined ? choice.name : `${choice.namespace}__${choice.name}`,
        conversation.tools,
      );
    case 'some':
      if (!own) return choice.required ? 'required' : 'auto';
      return {
        type: 'allowed_tools',
        allowed_tools: {
          mode: choice.required ? 'required' : 'auto',
          tools: choice.names.map((name) => namedChoice(name, conversation.tools)),
        },
      };
    case 'native':
      return own && choice.dialect === 'openai-chat' ? choice.value : undefined;
    default:
      return choice?.kind;
  }
}

function namedChoice(name: string, tools: readonly Tool[]): Fields {
  const isCustom = tools.some((tool) => tool.kind === 'custom' && nameOf(tool) === name);
  return isCustom ? { type: 'custom', custom: { name } } : { type: 'function', function: { name } };
}
