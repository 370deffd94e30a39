import type { FunctionTool, HostedTool, Tool } from '../conversation.ts';
import { loseUnsaid } from '../hosted-members.ts';
import { type Fields, isFields, textOf } from '../json-value.ts';
import { withoutMark } from './cache-control.ts';
import type { Draft } from './cache-marks.ts';
import { strictSchema } from './strict-schema.ts';
import { toolSchema } from './tool-schema.ts';
import type { WriteState } from './write-state.ts';

/** A tool's definition; undefined when the API cannot offer it. */
export function writeTool(tool: Tool, state: WriteState): Draft | undefined {
  const { losses, marks, extras, own } = state;
  // Defined in the middle of the conversation, and written there with the part that defines it.
  if (own && tool.at.startsWith('/messages/')) return undefined;
  const draft = writeBare(tool, state);
  if (draft === undefined) {
    losses.add('tool', tool.at, `The API has no ${tool.kind === 'hosted' ? tool.tool : 'such'} tool.`);
    return undefined;
  }
  if (tool.kind === 'native') keepMark(tool.value, draft, tool.at, state);
  else marks.add('tools', draft, tool.cache, tool.at, extras.under(`${tool.at}/cache_control`));
  return draft;
}

function writeBare(tool: Tool, state: WriteState): Draft | undefined {
  switch (tool.kind) {
    case 'function':
      return state.own ? writeOwn(tool) : writeFunction(tool, state);
    case 'custom': {
      // The one argument's name is that of `inputObject`.
      const input = { type: 'string', description: 'The input as plain text.' };
      if (tool.format !== undefined && tool.format.type !== 'text') {
        state.losses.add('grammar', tool.at, 'Free text by a grammar.');
      }
      return {
        name: tool.name,
        ...(tool.description !== undefined && { description: tool.description }),
        input_schema: { type: 'object', properties: { input }, required: ['input'] },
      };
    }
    case 'hosted':
      return tool.dialect === 'anthropic-messages' ? { ...tool.value } : writeHosted(tool, state);
    case 'native':
      return tool.dialect === 'anthropic-messages' ? { ...withoutMark(tool.value) } : undefined;
  }
}

function keepMark(value: Fields, draft: Draft, at: string, { marks }: WriteState): void {
  const control = value.cache_control;
  if (isFields(control)) marks.add('tools', draft, {}, at, control);
}

/** As it was: the description and schema of a typed tool are Anthropic's. */
function writeOwn(tool: FunctionTool): Draft {
  const { name, description, schema, strict, deferred, examples, rest } = tool;
  const isTyped = textOf(rest?.type) !== undefined;
  return {
    name,
    ...(!isTyped && description !== undefined && { description }),
    ...(!isTyped && schema !== undefined && { input_schema: schema }),
    ...(strict !== undefined && { strict }),
    ...(deferred !== undefined && { defer_loading: true }),
    ...(examples !== undefined && { input_examples: examples }),
    ...rest,
  };
}

/**
 * Deferred tools of another dialect are offered at once: to defer one, this API wants a search tool beside it.
 */
function writeFunction(tool: FunctionTool, { losses }: WriteState): Draft {
  const { name, description, strict, rest, examples, deferred, at } = tool;
  const gone = (detail: string) => losses.add('schema', at, detail);
  const schema = toolSchema(tool.schema, gone);
  for (const member in rest) losses.add('field', at, `A tool has no ${member} here.`);
  if (deferred === true) losses.add('tool', at, 'Offered at once instead of when asked for.');
  if (examples !== undefined) losses.add('field', at, 'Examples need a beta of the API.');
  return {
    name,
    ...(description !== undefined && description !== '' && { description }),
    input_schema: strict === true ? strictSchema(schema, gone) : schema,
    ...(strict === true && { strict }),
  };
}

/** Names of the hosted tools that Anthropic has, too. */
export const hostedNames: Partial<Record<HostedTool['tool'], string>> = {
  'web-search': 'web_search',
  'web-fetch': 'web_fetch',
  code: 'code_execution',
};

/** Hosted tools that Anthropic has, too, in their first versions, which every model takes. */
function writeHosted(tool: HostedTool, state: WriteState): Draft | undefined {
  if (hostedNames[tool.tool] !== undefined) loseUnsaid(tool, state.losses);
  switch (tool.tool) {
    case 'web-search':
      return {
        type: 'web_search_20250305',
        name: 'web_search',
        ...limits(tool, state),
        ...(tool.place !== undefined && { user_location: { type: 'approximate', ...placeOf(tool.place) } }),
      };
    case 'web-fetch':
      return { type: 'web_fetch_20250910', name: 'web_fetch', ...limits(tool, state) };
    case 'code':
      return { type: 'code_execution_20250825', name: 'code_execution' };
    default:
      return undefined;
  }
}

function limits({ allowedDomains, blockedDomains, maxUses, at }: HostedTool, { losses }: WriteState): Fields {
  const both = allowedDomains !== undefined && blockedDomains !== undefined;
  if (both) losses.add('value', at, 'Domains are allowed or blocked, not both.');
  return {
    ...(maxUses !== undefined && { max_uses: maxUses }),
    ...(allowedDomains !== undefined && { allowed_domains: allowedDomains }),
    ...(blockedDomains !== undefined && !both && { blocked_domains: blockedDomains }),
  };
}

function placeOf(place: Fields): Fields {
  const names = ['city', 'region', 'country', 'timezone'];
  return Object.fromEntries(
    names.flatMap((name) => (textOf(place[name]) === undefined ? [] : [[name, place[name]]])),
  );
}
