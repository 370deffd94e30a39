import type { CustomTool, FunctionTool, HostedTool, Tool } from '../conversation.ts';
import { loseUnsaid } from '../hosted-members.ts';
import type { Fields } from '../json-value.ts';
import { junk } from './decode-part.ts';
import type { Out, Writing } from './writing.ts';

/** Tools of a request in another dialect; those of one namespace are put together where its first one stands. */
export function encodeTools(writing: Writing): Out[] {
  const groups = new Map<string, Out[]>();
  const tools: Out[] = [];
  for (const tool of writing.conversation.tools) {
    const out = encodeTool(tool, writing);
    if (out === undefined) continue;
    const namespace = tool.kind === 'function' || tool.kind === 'custom' ? tool.namespace : undefined;
    if (namespace === undefined) {
      tools.push(out);
      continue;
    }
    const group = groups.get(namespace);
    if (group !== undefined) {
      group.push(out);
      continue;
    }
    const inner = [out];
    groups.set(namespace, inner);
    const description = 'namespaceText' in tool ? (tool.namespaceText ?? '') : '';
    tools.push({ type: 'namespace', name: namespace, description, tools: inner });
  }
  return tools;
}

/** One definition; undefined when the dialect has none for it. */
export function encodeTool(tool: Tool, writing: Writing): Out | undefined {
  if ('cache' in tool && tool.cache !== undefined && !writing.own)
    writing.losses.add('cache', tool.at, 'caching is automatic, without marks');
  switch (tool.kind) {
    case 'function':
      return functionOf(tool, writing);
    case 'custom':
      return customOf(tool, writing);
    case 'hosted':
      return hostedOf(tool, writing);
    case 'native':
      if (tool.dialect === 'openai-responses' && writing.own && tool.what !== junk) return { ...tool.value };
      writing.losses.add('tool', tool.at, `${tool.what} of ${tool.dialect}`);
      return undefined;
  }
}

function functionOf(tool: FunctionTool, writing: Writing): Out {
  const { own, losses } = writing;
  const { name, description, schema, strict, deferred, at } = tool;
  const out: Out = { type: 'function', name };
  if (description !== undefined) out.description = description;
  if (schema !== undefined) out.parameters = schema;
  else if (!own) out.parameters = { type: 'object', properties: {} };
  // Strict is the default here, and refuses most schemas that were not written for it.
  if (strict !== undefined) out.strict = strict;
  else if (!own) out.strict = false;
  if (deferred !== undefined && own) out.defer_loading = deferred;
  if (!own) {
    if (deferred === true) losses.add('tool', at, 'offered at once instead of when asked for');
    if (tool.examples !== undefined) losses.add('tool', at, 'examples of arguments');
    if (tool.rest !== undefined) losses.add('tool', at, `members ${Object.keys(tool.rest).join(', ')}`);
  }
  return writing.place(at, out);
}

function customOf({ name, description, format, at }: CustomTool, writing: Writing): Out {
  const out: Out = { type: 'custom', name };
  if (description !== undefined) out.description = description;
  if (format !== undefined) out.format = format;
  return writing.place(at, out);
}

/** Another vendor's tool as the one that OpenAI has for the same. */
function hostedOf(tool: HostedTool, writing: Writing): Out | undefined {
  const { losses } = writing;
  const { at, dialect } = tool;
  if (dialect === 'openai-responses') return { ...tool.value };
  if (tool.maxUses !== undefined) losses.add('value', at, 'most uses of a hosted tool');
  switch (tool.tool) {
    case 'web-search': {
      if (tool.blockedDomains !== undefined) losses.add('value', at, 'domains never to search');
      const out: Out = { type: 'web_search' };
      if (tool.allowedDomains !== undefined) out.filters = { allowed_domains: tool.allowedDomains };
      loseUnsaid(tool, losses);
      if (tool.place !== undefined) out.user_location = { type: 'approximate', ...placeOf(tool.place) };
      return out;
    }
    case 'code':
      loseUnsaid(tool, losses);
      return { type: 'code_interpreter', container: { type: 'auto' } };
    case 'image':
      loseUnsaid(tool, losses);
      return { type: 'image_generation' };
    default:
      losses.add('tool', at, `${tool.tool} of ${dialect}`);
      return undefined;
  }
}

function placeOf(place: Fields): Out {
  const out: Out = {};
  for (const key of ['city', 'country', 'region', 'timezone'])
    if (typeof place[key] === 'string') out[key] = place[key];
  return out;
}
