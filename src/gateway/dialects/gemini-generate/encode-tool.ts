import type { Conversation, FunctionTool, HostedTool, Tool } from '../conversation.ts';
import { loseUnsaid } from '../hosted-members.ts';
import type { Fields } from '../json-value.ts';
import { cleanParameters } from './clean-schema.ts';
import { loseCacheMark, loseSetting, type Writing } from './writing.ts';

/** Tools of other vendors that Google has, too. */
const hostedMembers: ReadonlyMap<HostedTool['tool'], string> = new Map<HostedTool['tool'], string>([
  ['web-search', 'googleSearch'],
  ['web-fetch', 'urlContext'],
  ['code', 'codeExecution'],
]);

/** `tools` and `toolConfig`; empty without tools. */
export function writeTools(conversation: Conversation, writing: Writing): Fields {
  const functions = offered(conversation, writing);
  const tools: Fields[] = [];
  let declarations: Fields[] | undefined;
  for (const tool of conversation.tools) {
    if (tool.kind === 'function') {
      if (!functions.includes(tool)) continue;
      // Neighbours share an object, as samples write it.
      if (declarations === undefined) {
        declarations = [];
        tools.push({ functionDeclarations: declarations });
      }
      declarations.push(writeFunction(tool, writing));
    } else {
      const others = writeOther(tool, functions.length > 0, writing);
      if (others.length > 0) declarations = undefined;
      tools.push(...others);
    }
  }
  const config = writeChoice(conversation, functions, writing);
  return {
    ...(tools.length > 0 && { tools }),
    ...(config !== undefined && { toolConfig: { functionCallingConfig: config } }),
  };
}

/** One of some tools, or none: to be told so a model needs `VALIDATED`; fewer declarations say the same to all. */
function offered({ tools, toolChoice }: Conversation, writing: Writing): readonly FunctionTool[] {
  const functions = tools.filter((tool) => tool.kind === 'function');
  if (writing.isOwn || toolChoice?.kind !== 'some' || toolChoice.required) return functions;
  return functions.filter((tool) => toolChoice.names.includes(tool.name));
}

function writeFunction(tool: FunctionTool, writing: Writing): Fields {
  const { name, description } = tool;
  const parameters =
    writing.isOwn && tool.native !== undefined ? tool.native : writeParameters(tool, writing);
  loseWords(tool, writing);
  return {
    name,
    ...(description !== undefined && { description }),
    ...parameters,
    ...(writing.isOwn && tool.rest),
  };
}

/**
 * Of the two members for a schema `parameters` is written: Google's own subset is known to every version of the API and
 * to Vertex, while `parametersJsonSchema` is younger and as much of a subset.
 */
function writeParameters({ schema, at }: FunctionTool, { losses }: Writing): Fields {
  if (schema === undefined) return {};
  const cleaned = cleanParameters(schema);
  for (const [word, times] of cleaned.removed) {
    losses.add('schema', at, times === 1 ? word : `${word} (${times} times)`);
  }
  return cleaned.schema === undefined ? {} : { parameters: cleaned.schema };
}

function loseWords(tool: FunctionTool, writing: Writing): void {
  const { losses, isOwn } = writing;
  const { at } = tool;
  loseCacheMark(tool.cache, at, writing);
  if (tool.namespace !== undefined) losses.add('tool', at, 'namespace');
  if (tool.strict === true) losses.add('tool', at, 'strict');
  if (tool.deferred === true) losses.add('tool', at, 'offered at once instead of when asked for');
  if (tool.examples !== undefined) losses.add('tool', at, 'examples of arguments');
  if (!isOwn) for (const word of Object.keys(tool.rest ?? {})) losses.add('tool', at, word);
}

/**
 * Beside functions no tool of another vendor is offered: models before Gemini 3 refuse the mix, later ones want the
 * steps of their own tools back in the next request, which no other dialect can hold.
 */
function writeOther(
  tool: Exclude<Tool, FunctionTool>,
  hasFunctions: boolean,
  writing: Writing,
): readonly Fields[] {
  const { losses } = writing;
  if (tool.kind === 'custom') {
    losses.add('tool', tool.at, 'tool with free text');
    return [];
  }
  if (tool.dialect === 'gemini-generate') return [tool.value];
  const member = tool.kind === 'hosted' ? hostedMembers.get(tool.tool) : undefined;
  if (tool.kind === 'native' || member === undefined) {
    losses.add('tool', tool.at, tool.kind === 'native' ? tool.what : tool.tool);
    return [];
  }
  if (hasFunctions) {
    losses.add('tool', tool.at, `${tool.tool} beside functions`);
    return [];
  }
  loseCacheMark(tool.cache, tool.at, writing);
  loseUnsaid(tool, losses);
  for (const word of ['allowedDomains', 'blockedDomains', 'maxUses', 'place'] as const) {
    if (tool[word] !== undefined) losses.add('tool', tool.at, `${word} of ${tool.tool}`);
  }
  return [{ [member]: {} }];
}

/** Undefined without functions: a choice among none is refused. */
function writeChoice(
  { toolChoice, parallelTools }: Conversation,
  functions: readonly FunctionTool[],
  writing: Writing,
): Fields | undefined {
  const { isOwn } = writing;
  if (parallelTools === false && functions.length > 0)
    loseSetting(writing, 'field', 'parallelTools', 'one call at a time (parallel tools)');
  if (toolChoice === undefined) return undefined;
  const known = (name: string): boolean => isOwn || functions.some((tool) => tool.name === name);
  if (functions.length === 0 && !isOwn) {
    if (toolChoice.kind !== 'auto' && toolChoice.kind !== 'none')
      loseSetting(writing, 'tool-choice', 'toolChoice', 'choice among functions without any');
    return undefined;
  }
  switch (toolChoice.kind) {
    case 'auto':
      return { mode: 'AUTO' };
    case 'none':
      return { mode: 'NONE' };
    case 'required':
      return { mode: 'ANY' };
    case 'tool':
      if (known(toolChoice.name)) return { mode: 'ANY', allowedFunctionNames: [toolChoice.name] };
      loseSetting(writing, 'tool-choice', 'toolChoice', 'a tool that is not offered');
      return undefined;
    case 'some': {
      if (!toolChoice.required && !isOwn) return { mode: 'AUTO' };
      const names = toolChoice.names.filter(known);
      if (names.length < toolChoice.names.length)
        loseSetting(writing, 'tool-choice', 'toolChoice', 'tools that are not offered');
      return names.length === 0
        ? { mode: 'ANY' }
        : { mode: toolChoice.required ? 'ANY' : 'VALIDATED', allowedFunctionNames: names };
    }
    case 'native':
      loseSetting(writing, 'tool-choice', 'toolChoice', 'choice of another vendor');
      return undefined;
  }
}
